"""How much does one run of the fetcher take: requests, bytes, read units, time and memory?

Both programs look at the recorded feed with all its weeks, over a table that already holds records
up to the week before. Each runs in a process of its own (`benchmarks.fetcher_process`); the feed's
requests and bytes are counted on the wire.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from benchmarks.comparison import Comparison, interleave
from benchmarks.wire import Wire
from gas_notifier import REPOSITORY
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import Row, recorded_weeks, week_of
from gas_prices.regions import REGIONS

ROUNDS: Final = 11
LOOKS: Final = 50
"""So many are timed in each process; their median counts."""
RECORDS: Final = (1, 10_000)
NEW_WEEKS: Final = (0, 1, 4)
FLAT: Final = 1.1
ARTICLE: Final = "the article's"


@dataclass(frozen=True)
class Look:
    """What one look at the feed took."""

    feed_requests: int
    feed_bytes: int
    requests: dict[str, int]
    read_units: float
    seconds: float
    memory: int
    process_memory: int


class Looks:
    """Looks of both programs at the recorded feed."""

    def __init__(self, rows: Sequence[Row], feed: RecordedFeed) -> None:
        self._weeks = [week_of(row).isoformat() for row in rows]
        self._feed = urlsplit(feed.url)

    def look(
        self,
        program: str,
        *,
        records: int = 1,
        regions: int = 1,
        new_weeks: int = 1,
        looks: int = 1,
    ) -> Look:
        """Return what a look took, the median of several, at so many new weeks."""
        with Wire(self._feed.port or 80) as wire:
            run = subprocess.run(
                [
                    *(sys.executable, "-m", "benchmarks.fetcher_process", program),
                    *("--feed", f"{wire.url}{self._feed.path}"),
                    *("--newest-record", self._weeks[-1 - new_weeks]),
                    *("--records", str(records), "--regions", str(regions)),
                    *("--looks", str(looks)),
                ],
                cwd=REPOSITORY,
                capture_output=True,
                check=True,
            )
        result = json.loads(run.stdout)
        # Besides those timed, one look makes the clients and one has its memory measured.
        every = looks + 2
        return Look(
            _each(wire.requests, every),
            wire.received // every,
            result["requests"],
            result["read_units"],
            median(result["seconds"]),
            result["memory"],
            result["process_memory"],
        )


def compare(
    rounds: int = ROUNDS, records: Sequence[int] = RECORDS, timed: int = LOOKS
) -> Iterator[Comparison]:
    """Yield the requests, the bytes, and how all grows with the table."""
    rows = recorded_weeks()
    # The article's program takes the first row: the feed has the newest there.
    with RecordedFeed(reversed(rows)) as feed:
        looks = Looks(rows, feed)
        yield from _requests(looks)
        yield from _growth(looks, rounds, records, timed)


def _each(requests: int, looks: int) -> int:
    """Return how many requests each look made; all must have made as many."""
    each, more = divmod(requests, looks)
    if more:
        raise ValueError(f"{looks} looks made {requests} requests: not each as many")
    return each


def _requests(looks: Looks) -> Iterator[Comparison]:
    for regions in (1, len(REGIONS)):
        for new_weeks in NEW_WEEKS:
            look = looks.look("ours", regions=regions, new_weeks=new_weeks)
            made = Counter({"feed": look.feed_requests}) + Counter(look.requests)
            told = ", ".join(f"{count} {kind}" for kind, count in made.items())
            yield Comparison(
                "work",
                f"requests, {regions} watched, {new_weeks} new: {told}",
                "",
                [made.total()],
                "feed, Query, Put a new week",
                [2 + new_weeks],
                at_least=1,
                at_most=1,
            )


def _growth(looks: Looks, rounds: int, records: Sequence[int], timed: int) -> Iterator[Comparison]:
    measured: dict[tuple[str, int], list[Look]] = {}

    def look(program: str, count: int) -> float:
        taken = looks.look(program, records=count, looks=timed)
        measured.setdefault((program, count), []).append(taken)
        return taken.seconds

    interleave(
        rounds,
        **{
            f"{program} {count}": partial(look, program, count)
            for program in ("ours", "article")
            for count in records
        },
    )
    least, most = records[0], records[-1]
    ours, article = (
        [taken.feed_bytes / 1000 for taken in measured[program, least]]
        for program in ("ours", "article")
    )
    yield Comparison("work", "bytes of the feed", "kB", ours, ARTICLE, article, at_most=0.1)
    for figured, unit, figure in (
        ("time of a run", "ms", lambda taken: taken.seconds * 1000),
        ("read units of a run", "", lambda taken: taken.read_units),
        ("memory of a run", "kB", lambda taken: taken.memory / 1000),
    ):
        figures = {key: list(map(figure, taken)) for key, taken in measured.items()}
        what = f"{figured}, {most:,} in the table"
        ours, article = figures["ours", most], figures["article", most]
        yield Comparison("work", what, unit, ours, ARTICLE, article)
        itself = figures["ours", least]
        yield Comparison("work", what, unit, ours, f"itself with {least}", itself, at_most=FLAT)
    yield Comparison(
        "work",
        "memory of the fetcher's process",
        "MB",
        [taken.process_memory / 1e6 for taken in measured["ours", least]],
        "allowed",
        [128] * rounds,
        at_most=1,
    )
