"""The chart: prices over time, as SVG, for the page and for files.

Lines and marks are strokes of a fixed width in a box that stretches, and labels stand at
percentages of its width: so one drawing fits a phone and a wide window, with no letter or dot bent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from math import ceil, floor
from typing import Final, Self, TypeVar

SIZE: Final = 1000
"""The width and the height of the box, in units of its own."""
STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
"""Cents that can lie between two lines of the grid."""
MOST_LINES: Final = 5
LEAST_SPAN: Final = 10
"""Cents from the bottom to the top: a cent more or less is not to look like a leap."""
FEW_DAYS: Final = 100
"""A shorter time than this is dated by weeks, a longer one by months."""
DAYS_IN_WEEK: Final = 7
MONTHS: Final = (1, 2, 3, 6, 12, 24, 36, 48, 60, 120)
"""Months that can lie between two dates."""
YEAR: Final = 12
MANY_MARKS: Final = 60
"""More marks of one kind than this would bury the line: they become ticks below the chart."""
TICK: Final = 6
"""The height of such a tick, in pixels."""
MARKS: Final[Mapping[str, str]] = {
    "drop": "mail about a drop",
    "turn": "mail about a turn upward",
    "suspect": "price not believed",
}
"""What is marked, by its kind, and what it is called."""
BELOW: Final = 22
"""Pixels from the chart to the foot of the dates below it."""

STYLE: Final = """\
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --faint: #59636e; --rule: #d8dde3;
  --price: #0072b2; --drop: #007d5c; --turn: #d55e00 }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #eef1f4; --faint: #a5b0bb;
  --rule: #343c45; --price: #56b4e9; --drop: #4fd1a5; --turn: #ff9d4d } }
.chart { font: 12px system-ui, sans-serif; overflow: visible }
.chart text { fill: var(--faint); font-variant-numeric: tabular-nums }
.chart line { stroke: var(--rule) }
.chart path { fill: none; stroke-linecap: round; stroke-linejoin: round;
  vector-effect: non-scaling-stroke }
.chart .price { stroke: var(--price); stroke-width: 2 }
.chart .drop { stroke: var(--drop); stroke-width: 7 }
.chart .turn { stroke: var(--turn); stroke-width: 9 }
.chart .hole { stroke: var(--paper); stroke-width: 4 }
.chart .suspect { stroke: var(--ink); stroke-width: 5; stroke-linecap: square }
.chart .tick { stroke-width: 1; stroke-linecap: butt }
.chart .newest { stroke: var(--price); stroke-width: 11 }
.chart .newest-price { fill: var(--ink); font-weight: 600; paint-order: stroke;
  stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
"""
"""Light and dark. No kind of colour blindness confuses the colours (after Okabe and Ito), and the
marks differ in shape as well."""

T = TypeVar("T")


@dataclass(frozen=True)
class Series:
    """A region's prices, in dollars per gallon, oldest first; None where there is none.

    `marks` are the prices that stand out, by their kind, one of `MARKS`, and week.
    """

    prices: Mapping[date, Decimal | None]
    marks: Mapping[str, Mapping[date, Decimal]]

    @cached_property
    def known(self) -> dict[date, Decimal]:
        """The prices that there are."""
        return {week: price for week, price in self.prices.items() if price is not None}

    def since(self, week: date) -> Self:
        """Return the part from a week on."""
        marks = {kind: _since(week, marked) for kind, marked in self.marks.items()}
        return type(self)(_since(week, self.prices), marks)


@dataclass(frozen=True)
class Scale:
    """What the edges of a chart stand for: two weeks, and two prices in cents, `step` by `step`."""

    first: date
    last: date
    low: int
    high: int
    step: int

    @classmethod
    def of(cls, *series: Series) -> Self:
        """Return the scale for all of these, which have prices.

        A price that is not believed makes no room for itself: it would flatten all the others.
        """
        weeks = [week for one in series for week in one.prices]
        cents = [price * 100 for one in series for price in one.known.values()]
        low, high = min(cents), max(cents)
        wider = max(LEAST_SPAN - (high - low), Decimal(0)) / 2
        low, high = low - wider, high + wider
        step = next((step for step in STEPS if (high - low) / step <= MOST_LINES - 1), STEPS[-1])
        bottom, top = floor(low / step) * step, ceil(high / step) * step
        return cls(min(weeks), max(weeks), bottom, top, step)

    def x(self, week: date) -> int:
        """Return how far to the right a week is, in units of the box."""
        days = (self.last - self.first).days
        return round((week - self.first).days * SIZE / days) if days else SIZE // 2

    def y(self, price: Decimal) -> int:
        """Return how far down a price is, in units of the box; beyond its edge, the edge."""
        y = round((self.high - price * 100) * SIZE / (self.high - self.low))
        return min(max(y, 0), SIZE)

    def prices(self) -> Iterator[tuple[Decimal, str]]:
        """Yield the prices that have a line, and how each is written."""
        for cents in range(self.low, self.high + 1, self.step):
            price = Decimal(cents) / 100
            yield price, f"${price:.2f}"

    def dates(self, most: int) -> Iterator[tuple[date, str]]:
        """Yield at most so many days, evenly apart, and how each is written."""
        days = (self.last - self.first).days
        if days < FEW_DAYS:
            weeks = days // DAYS_IN_WEEK
            for week in range(0, weeks + 1, weeks // most + 1):
                day = self.first + timedelta(weeks=week)
                yield day, f"{day:%b} {day.day}"
            return
        # Counted from the year 0, every January is a multiple of twelve.
        months = range(_month(self.first) + 1, _month(self.last) + 1)
        step = next((step for step in MONTHS if len(months) / step <= most), MONTHS[-1])
        for month in months[-months.start % step :: step]:
            day = date(month // YEAR, month % YEAR + 1, 1)
            yield day, f"{day:%Y}" if day.month == 1 else f"{day:%b}"


def chart(series: Series, scale: Scale, *, width: str, height: int, most_dates: int) -> str:
    """Return a chart as an `svg` element; `height` is in pixels, and `width` in these or percent.

    The series has a price. Labels stand outside of it: 44 pixels to the left, 24 below, and 20
    above and to the right.
    """
    size = f'width="{width}" height="{height}"'
    box = f'viewBox="0 0 {SIZE} {SIZE}" preserveAspectRatio="none" overflow="visible"'
    inside = "".join([f"<svg {size} {box}>", *_strokes(series, scale, SIZE / height), "</svg>"])
    labels = (*_grid(scale, height, most_dates), inside, *_newest_price(series, scale, height))
    return "".join([f'<svg class="chart" {size} >', *labels, "</svg>"])


def mark(kind: str, places: str) -> str:
    """Return marks of a kind as SVG, at places that are parts of a path, such as "M8 6z"."""
    return _path(kind, places) + (_path("hole", places) if kind == "turn" else "")


def legend(kind: str, x: int, y: int, *series: Series) -> str:
    """Return what a kind looks like in charts of these series, as SVG: a mark, ticks, or both.

    Its middle is at `x` and `y`, in pixels; beside a mark, ticks stand to the right of it.
    """
    marked = [one.marks[kind] for one in series]
    few = any(0 < len(one) <= MANY_MARKS for one in marked)
    many = any(len(one) > MANY_MARKS for one in marked)
    left = x + TICK + 1 if few else x - 1
    two = "".join(f"M{tick} {y - TICK // 2}v{TICK}" for tick in (left, left + 3))
    return (mark(kind, f"M{x} {y}z") if few else "") + (_path(f"{kind} tick", two) if many else "")


def _grid(scale: Scale, height: int, most_dates: int) -> Iterator[str]:
    for price, text in scale.prices():
        y = scale.y(price) * height // SIZE
        yield f'<line x2="100%" y1="{y}" y2="{y}"/>'
        yield f'<text x="-8" y="{y + 4}" text-anchor="end">{text}</text>'
    for day, text in scale.dates(most_dates):
        x = scale.x(day) * 100 / SIZE
        yield f'<text x="{x:g}%" y="{height + BELOW}" text-anchor="middle">{text}</text>'


def _strokes(series: Series, scale: Scale, pixel: float) -> Iterator[str]:
    line = "".join(
        _line([(scale.x(week), scale.y(price)) for week, price in weeks if price is not None])
        # Where there is no price the line is broken.
        for known, weeks in groupby(series.prices.items(), lambda item: item[1] is not None)
        if known
    )
    yield _path("price", line)
    newest, price = list(series.known.items())[-1]
    yield _path("newest", _line([(scale.x(newest), scale.y(price))]))
    for kind, marked in series.marks.items():
        if len(marked) > MANY_MARKS:
            top, tick = SIZE + round(TICK * pixel / 2), round(TICK * pixel)
            ticks = "".join(f"M{scale.x(week)} {top}v{tick}" for week in marked)
            yield _path(f"{kind} tick", ticks)
            continue
        dots = "".join(_line([(scale.x(week), scale.y(price))]) for week, price in marked.items())
        yield mark(kind, dots)


def _newest_price(series: Series, scale: Scale, height: int) -> Iterator[str]:
    *earlier, newest = series.known.items()
    fell = earlier and earlier[-1][1] > newest[1]
    x = scale.x(newest[0]) * 100 / SIZE
    # On the side that the line does not come from.
    y = scale.y(newest[1]) * height // SIZE + (BELOW if fell else BELOW // -2)
    yield f'<text class="newest-price" x="{x:g}%" y="{y}" text-anchor="middle">'
    yield f"${newest[1]:.2f}</text>"


def _path(kind: str, drawn: str) -> str:
    return f'<path class="{kind}" d="{drawn}"/>' if drawn else ""


def _line(points: list[tuple[int, int]]) -> str:
    """Return the part of a path that joins the points; the round end of a line is a dot."""
    joined = " ".join(f"{x} {y}" for x, y in points)
    return f"M{joined}z" if len(points) == 1 else f"M{joined}"


def _month(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _since(week: date, by_week: Mapping[date, T]) -> dict[date, T]:
    return {other: value for other, value in by_week.items() if other >= week}
