"""What the rule of credible prices makes of true prices and of errors, as the decision record says.

`python -m benchmarks.credible` prints the two tables of docs/decisions/credible-prices.md. The
prices are the recorded weeks, whose known errors are mended, the feed as it stood on 2023-12-13,
and the diesel prices that the same office publishes, as they stood on 2023-11-13.
"""

import random
import statistics
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from benchmarks.markdown_table import markdown_table
from gas_notifier import REPOSITORY
from gas_notifier.history import price_history
from gas_prices.credible import Judging, Row, judge
from gas_prices.fuels import FUELS
from gas_prices.regions import REGIONS, STATE

DATA: Final = REPOSITORY / "tests/data"
TRIES: Final = 60
BEFORE: Final = 53
"""Weeks before the wrong one that a look sees."""


class Copy(NamedTuple):
    """A copy of a data set, oldest week first.

    `mistyped` are the weeks in which the state, or all its regions, are known to be wrong.
    """

    rows: Sequence[Row]
    mistyped: Collection[date]


def copies() -> Mapping[str, Copy]:
    """Return the copies of the data sets."""
    january, february = date(2023, 1, 9), date(2023, 2, 13)
    found = {
        "gasoline, mended": (price_history.recorded(), ()),
        "gasoline, 2023-12-13": (
            price_history.of_file(DATA / "as_published_2023-12-13.json"),
            (february,),
        ),
        "diesel, 2023-11-13": (
            price_history.recorded(FUELS["diesel"]),
            (january, february),
        ),
    }
    return {
        name: Copy(sorted(read.rows, key=lambda row: row.week), mistyped)
        for name, (read, mistyped) in found.items()
    }


def tables() -> Iterator[str]:
    """Yield the tables, in Markdown."""
    found = copies()
    yield markdown_table(
        ["prices", "weeks", "state unlike median, true weeks", "known errors", "suspect"],
        [[name, f"{len(copy.rows):,}", *_of_real_weeks(copy)] for name, copy in found.items()],
    )
    true = found["gasoline, mended"].rows
    yield markdown_table(
        ["wrong on purpose", "by", "weeks", "wrong prices believed", "of"],
        [
            [kind, f"{cents}c", str(TRIES), *_of_errors(true, regions, cents)]
            for kind, regions in (
                ("the state", 0),
                ("all its regions", 16),
                ("half of them", 8),
                ("one of them", 1),
            )
            for cents in (20, 30, 50)
        ],
    )


def _of_real_weeks(copy: Copy) -> Iterator[str]:
    unlike: dict[bool, list[Decimal]] = {True: [], False: []}
    for before, row in pairwise(copy.rows):
        steps = {
            region: price - before.prices[region]
            for region, price in row.prices.items()
            if region in before.prices
        }
        difference = abs(steps.pop(STATE) - statistics.median(steps.values())) * 100
        # The week after an error is as far off as the error.
        unlike[bool({row.week, before.week} & set(copy.mistyped))].append(difference)
    yield f"at most {max(unlike[False]):.1f}c"
    yield f"at least {min(unlike[True]):.1f}c" if unlike[True] else "none left"
    judging = Judging()
    suspect = []
    for row in copy.rows:
        judging.add(row)
        if found := judging.weeks[-1].suspect:
            who = (
                "all" if len(found) == len(REGIONS) else ", ".join(REGIONS[name] for name in found)
            )
            suspect.append(f"{row.week} {who}")
    yield "; ".join(suspect)


def _of_errors(rows: Sequence[Row], count: int, cents: int) -> Iterator[str]:
    """Put errors in; yield how many wrong prices are believed in the week or by the next."""
    chance = random.Random(count * 100 + cents)  # noqa: S311 - the same errors each time
    believed = wrong = 0
    for _ in range(TRIES):
        # Since 2017 all regions have prices.
        at = chance.randrange(len(rows) - 450, len(rows) - 1)
        here = rows[at].prices
        regions = chance.sample(sorted(here.keys() - {STATE}), count) if count else [STATE]
        error = Decimal(chance.choice([-cents, cents])) / 100
        mistyped = {**here, **{region: here[region] + error for region in regions}}
        window = [*rows[at - BEFORE : at], Row(rows[at].week, mistyped), rows[at + 1]]
        credible = judge(window)[BEFORE].prices
        believed += sum(region in credible for region in regions)
        wrong += len(regions)
    yield from (str(believed), str(wrong))


if __name__ == "__main__":
    print("\n\n".join(tables()))
