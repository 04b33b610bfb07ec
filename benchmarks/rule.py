"""How fast is the rule, how much memory does it take, and does it grow in step with its input?

The replay judges every recorded week of all regions as the fetcher would have, from the 54 rows
that the feed showed then. The growth is that of one look at synthetic rows, all of them new, from
a year of weeks and all regions up to a hundred times as many of either. Time is that of the
processor, so that other work of the machine does not count.
"""

import json
import time
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from benchmarks.comparison import Comparison, interleave
from fetcher.feed import WEEKS
from fetcher.rows import parse
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.notice import High
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule

ROUNDS: Final = 5
SCALES: Final = (1, 10, 100)
REPEATED: Final = 100
FIRST_WEEK: Final = date(1, 1, 1)
LONGEST_REPLAY: Final = 5.0
"""Seconds that a replay of everything may take."""
IN_STEP: Final = 1.25
"""What a hundred times as much may cost more, a piece."""


def compare(rounds: int = ROUNDS, scales: Sequence[int] = SCALES) -> Iterator[Comparison]:
    """Yield the rate of a replay, then time and memory as weeks and regions grow."""
    body = json.dumps(recorded_weeks()).encode()
    rows = sorted(parse(body, date.max).rows, key=lambda row: row.week)
    window = json.dumps(recorded_weeks()[-WEEKS:]).encode()
    measured = interleave(
        rounds,
        replay=partial(_seconds_of_replay, rows),
        look=partial(_seconds_of_look, rows[-WEEKS:], REPEATED),
        parse=partial(_seconds_of_parse, window),
    )
    yield Comparison(
        "rule",
        f"replay of {len(rows)} weeks, {len(REGIONS)} regions",
        "weeks/s",
        [len(rows) / seconds for seconds in measured["replay"]],
        f"{LONGEST_REPLAY:g} s for all",
        [len(rows) / LONGEST_REPLAY] * rounds,
        at_least=1,
    )
    yield Comparison(
        "rule",
        f"one look: {WEEKS} rows, {len(REGIONS)} regions",
        "ms",
        [seconds * 1000 for seconds in measured["look"]],
        "reading their JSON",
        [seconds * 1000 for seconds in measured["parse"]],
    )
    yield from _growth(rounds, scales)


def _growth(rounds: int, scales: Sequence[int]) -> Iterator[Comparison]:
    names = tuple(REGIONS)
    for grown, inputs in (
        ("weeks", {scale: _rows(WEEKS * scale, names) for scale in scales}),
        ("regions", {scale: _rows(WEEKS, _names(len(names) * scale)) for scale in scales}),
    ):
        # The small ones are repeated, so that all are measured for as long.
        seconds = interleave(
            rounds,
            **{
                str(scale): partial(_seconds_of_look, rows, repeated=scales[-1] // scale)
                for scale, rows in inputs.items()
            },
        )
        memory = {scale: _memory(rows) for scale, rows in inputs.items()}
        for scale in scales[1:]:
            yield Comparison(
                "rule",
                f"time for {scale} times the {grown}, a piece",
                "ms",
                [figure * 1000 / scale for figure in seconds[str(scale)]],
                "once as many",
                [figure * 1000 for figure in seconds[str(scales[0])]],
                at_most=IN_STEP,
            )
            yield Comparison(
                "rule",
                f"memory for {scale} times the {grown}, a piece",
                "kB",
                [memory[scale] / 1000 / scale],
                "once as many",
                [memory[scales[0]] / 1000],
                at_most=IN_STEP,
            )


def _seconds_of_replay(rows: Sequence[Row]) -> float:
    started = time.process_time()
    replay([Rule(tuple(REGIONS))], windows(rows))
    return time.process_time() - started


def _seconds_of_parse(body: bytes) -> float:
    started = time.process_time()
    for _ in range(REPEATED):
        parse(body, date.max)
    return (time.process_time() - started) / REPEATED


def _seconds_of_look(rows: Sequence[Row], repeated: int) -> float:
    started = time.process_time()
    for _ in range(repeated):
        _look(rows)
    return (time.process_time() - started) / repeated


def _memory(rows: Sequence[Row]) -> int:
    """Return the most bytes that a look has allocated at once, its rows not counted."""
    tracemalloc.start()
    _look(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _look(rows: Sequence[Row]) -> None:
    regions = tuple(rows[0].prices)
    before = rows[0].week - timedelta(weeks=1)
    highs: Mapping[str, High] = dict.fromkeys(regions, High(Decimal("15.00"), before))
    apply(Rule(regions), rows, Record(before, {}, {}, highs, dict.fromkeys(regions, before)))


def _rows(weeks: int, regions: Sequence[str]) -> list[Row]:
    """Return rows whose prices fall by a cent a week, up again every four hundred weeks."""
    return [
        Row(
            FIRST_WEEK + timedelta(weeks=week + 1),
            dict.fromkeys(regions, Decimal(700 - week % 400) / 100),
        )
        for week in range(weeks)
    ]


def _names(count: int) -> list[str]:
    known = list(REGIONS)
    return known + [f"region_{number}" for number in range(count - len(known))]
