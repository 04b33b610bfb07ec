"""One figure of the benchmark: Gas Notifier beside something else, as a ratio."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

from benchmarks.markdown_table import markdown_table

_COLUMNS: Final = (
    "question",
    "what",
    "Gas Notifier",
    "beside",
    "",
    "ratio",
    "spread",
    "aim",
    "reached",
)
_FOUR_DIGITS: Final = 999.5
"""From here on a number rounds to four digits."""


@dataclass(frozen=True)
class Comparison:
    """What was measured in each round, of Gas Notifier (`ours`) and of what stands beside it.

    Both are in `unit`. The ratio that counts is the median of the rounds' own ratios: the two of a
    round were measured one right after the other, so that what else the machine did bore on both.
    `at_most` or `at_least` is the ratio aimed at.
    """

    question: str
    what: str
    unit: str
    ours: Sequence[float]
    beside: str
    theirs: Sequence[float]
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratios(self) -> list[float]:
        """The ratio of each round."""
        return [our / their for our, their in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)

    @property
    def reached(self) -> bool | None:
        """Whether the ratio is as aimed; None when nothing was aimed at."""
        if self.at_most is None and self.at_least is None:
            return None
        return (self.at_least or 0) <= self.ratio <= (self.at_most or math.inf)

    def row(self) -> tuple[str, ...]:
        """Return the cells of the table's row."""
        lowest, highest = min(self.ratios), max(self.ratios)
        aims = {"<=": self.at_most, ">=": self.at_least}
        if self.at_most == self.at_least:
            aims = {"=": self.at_most}
        return (
            self.question,
            self.what,
            f"{_three_digits(median(self.ours))} {self.unit}".rstrip(),
            self.beside,
            f"{_three_digits(median(self.theirs))} {self.unit}".rstrip(),
            _three_digits(self.ratio),
            f"{_three_digits(lowest)} to {_three_digits(highest)}" if lowest < highest else "",
            ", ".join(f"{sign} {aim:g}" for sign, aim in aims.items() if aim is not None),
            {None: "", True: "yes", False: "NO"}[self.reached],
        )

    def as_json(self) -> dict[str, object]:
        """Return everything that was measured, and what came of it."""
        return {
            "question": self.question,
            "what": self.what,
            "unit": self.unit,
            "ours": list(self.ours),
            "beside": self.beside,
            "theirs": list(self.theirs),
            "ratio": self.ratio,
            "lowest": min(self.ratios),
            "highest": max(self.ratios),
            "at_most": self.at_most,
            "at_least": self.at_least,
            "reached": self.reached,
        }


def interleave(rounds: int, **measurements: Callable[[], float]) -> dict[str, list[float]]:
    """Return what each measurement gave in each round, every round taking one of each.

    Each round begins with another one, so that none is favoured by its place.
    """
    measured: dict[str, list[float]] = {name: [] for name in measurements}
    names = deque(measurements)
    for _ in range(rounds):
        for name in names:
            measured[name].append(measurements[name]())
        names.rotate()
    return measured


def percentile(figures: Sequence[float]) -> float:
    """Return the 95th percentile of several figures."""
    return quantiles(figures, n=20, method="inclusive")[-1]


def table(comparisons: Iterable[Comparison]) -> str:
    """Return one table of them all."""
    return markdown_table(_COLUMNS, [comparison.row() for comparison in comparisons])


def _three_digits(number: float) -> str:
    return f"{number:.3g}" if abs(number) < _FOUR_DIGITS else f"{number:,.0f}"
