"""A chart of a replay, as a file: prices over time with the mails marked, one panel a region.

Drawn by matplotlib, which takes half a second to be imported: whatever may do without a chart had
better import this module no sooner than it needs one.
"""

import math
from datetime import date
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gas_notifier.history.replays import Replay
from gas_prices.regions import REGIONS

MOST_IN_A_COLUMN: Final = 4
"""With more panels than this there are two columns of them."""
EPOCH: Final = date(1970, 1, 1)
"""Where matplotlib's own count of days begins."""
WIDTH: Final = 11
"""Inches, as are all sizes here."""
PANEL_HEIGHT: Final = 2
ONLY_PANEL_HEIGHT: Final = 3.2
TITLE_HEIGHT: Final = 1
TITLE_WIDTH: Final = 110
"""Characters."""
PRICE_COLOUR: Final = "#0072b2"
MAIL_COLOUR: Final = "#d55e00"
SUSPECT_COLOUR: Final = "#000000"
"""Colours that no kind of colour blindness confuses (Okabe and Ito)."""


def write(path: Path, replay: Replay) -> None:
    """Draw the chart into a file whose name ends in .png or .svg.

    Raises OSError when the file cannot be written.
    """
    drawn = BytesIO()
    file_format = path.suffix[1:]
    # Nobody's own style, and from the same replay always the same file.
    with mpl.rc_context({**mpl.rcParamsDefault, "svg.hashsalt": "replay", "font.size": 9}):
        _figure(replay).savefig(
            drawn, format=file_format, metadata={"Date": None} if file_format == "svg" else {}
        )
    path.write_bytes(drawn.getvalue())


def _figure(replay: Replay) -> Figure:
    regions = replay.rule.regions
    columns = 1 if len(regions) <= MOST_IN_A_COLUMN else 2
    rows = math.ceil(len(regions) / columns)
    panel_height = PANEL_HEIGHT if rows > 1 else ONLY_PANEL_HEIGHT
    figure = Figure((WIDTH, TITLE_HEIGHT + rows * panel_height), layout="constrained")
    figure.suptitle(fill(f"A mail when a price {replay.rule.in_words()}", TITLE_WIDTH))
    first: Axes | None = None
    for number, region in enumerate(regions, start=1):
        panel = figure.add_subplot(rows, columns, number, sharex=first, sharey=first)
        first = first or panel
        _draw(panel, replay, region)
        panel.tick_params(labelbottom=number > len(regions) - columns)
    # Each label once, wherever it is.
    lines = {line.get_label(): line for panel in figure.axes for line in panel.lines}
    figure.legend(
        handles=lines.values(), loc="outside lower center", ncols=len(lines), frameon=False
    )
    return figure


def _draw(panel: Axes, replay: Replay, region: str) -> None:
    prices = [week.prices.get(region) for week in replay.weeks]
    suspect = [week.suspect.get(region) for week in replay.weeks]
    told = {
        week for week, notice in replay.drops if region in {part.region for part in notice.regions}
    }
    mailed = [
        price if week.week in told else None
        for week, price in zip(replay.weeks, prices, strict=True)
    ]
    for series, label, colour, line, marker in (
        (prices, "price of a gallon, weekly average", PRICE_COLOUR, "-", ""),
        (mailed, "drop told in a mail", MAIL_COLOUR, "", "."),
        (suspect, "price not believed", SUSPECT_COLOUR, "", "x"),
    ):
        if any(series):
            panel.plot(
                [(week.week - EPOCH).days for week in replay.weeks],
                # Where there is no price the line is broken.
                [math.nan if price is None else float(price) for price in series],
                label=label,
                color=colour,
                linestyle=line,
                linewidth=1,
                marker=marker,
                markersize=5,
            )
    panel.xaxis_date()
    panel.set_title(f"{REGIONS[region]}: {len(told)} drops told", loc="left")
    panel.yaxis.set_major_formatter("${x:.2f}")
    panel.grid(axis="y", linewidth=0.4)
    panel.spines[["top", "right"]].set_visible(False)
