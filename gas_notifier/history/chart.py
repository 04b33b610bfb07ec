"""A chart of a replay, as an SVG file: prices over time, the mails marked, one panel a region."""

import math
from collections.abc import Iterator
from itertools import starmap
from operator import itemgetter
from pathlib import Path
from textwrap import wrap
from typing import Final

import chart
from chart import MARKS, Scale, Series
from gas_notifier.history.counted import counted
from gas_notifier.history.replays import Replay
from gas_prices.fuels import Fuel
from gas_prices.regions import REGIONS

MOST_IN_A_COLUMN: Final = 4
"""With more panels than this there are two columns of them."""
WIDTH: Final = 880
"""Pixels, as are all sizes here but that of a line of text."""
EDGE: Final = 24
LEFT: Final = 48
"""Of the prices, left of a panel's chart."""
TITLE: Final = 40
"""Of a panel's title, above its chart."""
DATES: Final = 36
"""Of the dates, below it."""
HEIGHT: Final = 120
ONLY_HEIGHT: Final = 260
LINE: Final = 22
LONGEST_LINE: Final = 105
"""Characters."""
PIXELS_A_DATE: Final = 60
LEGEND: Final = 190
"""Between the beginnings of what the legend says."""
STYLE: Final = """\
svg { font: 14px system-ui, sans-serif; fill: var(--ink) }
.paper { fill: var(--paper) }
.title { font-weight: 600 }
.small { font-size: 12px; fill: var(--faint) }
"""
SOURCE: Final = "Weekly averages for a gallon of {}. Source: New York State, data.ny.gov"
PRICE: Final = "price of a gallon"


def write(path: Path, fuel: Fuel, replay: Replay) -> None:
    """Draw the chart into a file.

    Raises OSError when it cannot be written.
    """
    path.write_text("\n".join(_drawing(fuel, replay)), encoding="utf-8")


def _drawing(fuel: Fuel, replay: Replay) -> Iterator[str]:
    series = {region: _series(replay, region) for region in replay.rule.regions}
    columns = 1 if len(series) <= MOST_IN_A_COLUMN else 2
    width = (WIDTH - EDGE) // columns - 2 * EDGE
    height = ONLY_HEIGHT if len(series) == 1 else HEIGHT
    first, last = replay.weeks[0].week, replay.weeks[-1].week
    title = f"A mail when a price {replay.rule.in_words()}"
    lines = [
        *(f'<tspan class="title">{line}</tspan>' for line in wrap(title, LONGEST_LINE)),
        f'<tspan class="small">{SOURCE.format(fuel.grade)}, {first} to {last}.</tspan>',
    ]
    top = EDGE + LINE * (len(lines) + 1)
    whole = top + math.ceil(len(series) / columns) * (TITLE + height + DATES)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" role="img">'
    yield f"<title>{title}</title>"
    yield f"<desc>{'; '.join(starmap(_in_words, series.items()))}</desc>"
    yield f"<style>{chart.STYLE}{STYLE}</style>"
    yield f'<rect class="paper" width="{WIDTH}" height="{whole}"/>'
    for number, line in enumerate(lines, start=1):
        yield f'<text x="{EDGE}" y="{EDGE + LINE * number - 10}">{line}</text>'
    yield _placed(EDGE, EDGE + LINE * (len(lines) + 1) - 10, _legend(*series.values()))
    scale = Scale.of(*(one for one in series.values() if one.known))
    for number, (region, one) in enumerate(series.items()):
        row, column = divmod(number, columns)
        panel = _panel(region, one, scale, width - LEFT, height)
        yield _placed(
            EDGE + column * (width + 2 * EDGE), top + row * (TITLE + height + DATES), panel
        )
    yield "</svg>\n"


def _panel(region: str, series: Series, scale: Scale, width: int, height: int) -> str:
    name = f'<text class="title" y="{TITLE // 2}">{_in_words(region, series)}</text>'
    if not series.known:
        return name
    # A smaller panel has room for fewer dates.
    dates = width // PIXELS_A_DATE
    drawn = chart.chart(series, scale, width=str(width), height=height, most_dates=dates)
    return name + _placed(LEFT, TITLE, drawn)


def _in_words(region: str, series: Series) -> str:
    if not series.known:
        return f"{REGIONS[region]}: no price"
    told = counted(len(series.marks["drop"]), "drop")
    if turns := len(series.marks["turn"]):
        told += f" and {counted(turns, 'turn')}"
    return f"{REGIONS[region]}: {told} told"


def _legend(*series: Series) -> str:
    shown = [(chart.mark("price", "M0 -4h16"), PRICE)]
    shown += [(chart.legend(kind, 8, -4, *series), text) for kind, text in MARKS.items()]
    return "".join(
        _placed(
            LEGEND * number,
            0,
            f'<g class="chart">{sign}</g><text class="small" x="24">{text}</text>',
        )
        for number, (sign, text) in enumerate(filter(itemgetter(0), shown))
    )


def _placed(x: int, y: int, drawn: str) -> str:
    return f'<g transform="translate({x} {y})">{drawn}</g>'


def _series(replay: Replay, region: str) -> Series:
    marks = {
        kind: {
            week: part.price
            for week, notice in replay.notices
            for part in notice.regions
            if part.kind == kind and part.region == region
        }
        for kind in MARKS
    }
    marks["suspect"] = {
        week.week: week.suspect[region] for week in replay.weeks if region in week.suspect
    }
    return Series({week.week: week.prices.get(region) for week in replay.weeks}, marks)
