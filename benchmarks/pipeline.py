"""How long is it from a change of the feed to the mail, in the emulator, beside the article's?

Beside it stands as well the bare pipeline, which puts and publishes and does nothing else: what a
pipeline takes at the least. All are deployed into one emulator, by the CDK CLI, over one feed with
all the recorded weeks. Its prices are made to fall each week, so that all mail each one: the
article's program would else stay silent. Week after week the feed moves on, each program in turn is
invoked, and its mail waited for.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Final

from benchmarks.comparison import Comparison, interleave, percentile
from gas_notifier import REPOSITORY
from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.inbox import Inbox
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import Row, recorded_weeks, week_of
from gas_prices.regions import REGIONS, column

ROUNDS: Final = 5
LOOKS: Final = 20
"""Weeks of a round."""
SMALL: Final = REPOSITORY / "benchmarks/small_program.py"
PROGRAMS: Final = ("ours", "article", "bare")
REST: Final = 0.15
"""Seconds before a look. It comes once a day, to a pipeline at rest: without a pause, the end of
one program's look would be timed as the beginning of the other's."""
ADDRESS: Final = "you@example.com"
LOWEST: Final = Decimal("2.00")
"""Dollars, the price of the newest week."""


class Program:
    """A deployed program, with an inbox for its mails."""

    def __init__(self, emulator: Emulator, outputs: Mapping[str, str], inbox: Inbox) -> None:
        self._functions = emulator.client("lambda")
        self._fetcher = outputs["FetcherName"]
        self._publisher = outputs["PublisherName"]
        self._inbox = inbox

    def look(self) -> float:
        """Return the seconds from the fetcher's invocation to the mail."""
        started = time.perf_counter()
        self._functions.invoke(FunctionName=self._fetcher, Payload=b"{}")
        self._inbox.wait()
        return time.perf_counter() - started

    def cool(self) -> None:
        """Have both functions start anew when they run next, as an update has."""
        for name in (self._fetcher, self._publisher):
            timeout = self._functions.get_function_configuration(FunctionName=name)["Timeout"]
            self._functions.update_function_configuration(FunctionName=name, Timeout=timeout)
            self._functions.get_waiter("function_updated_v2").wait(FunctionName=name)


def compare(
    rounds: int = ROUNDS, looks: int = LOOKS, emulator: Emulator | None = None
) -> Iterator[Comparison]:
    """Yield the cold look, and the median and the 95th percentile of the looks after it.

    Without a bootstrapped emulator, one is started.
    """
    rows = _falling(recorded_weeks())
    with ExitStack() as stack:
        if emulator is None:
            emulator = stack.enter_context(Emulator())
            Cdk(emulator, {}).bootstrap()
        # The article's program takes the first row: the feed has the newest there.
        feed = stack.enter_context(RecordedFeed(reversed(rows)))
        programs = {
            name: stack.enter_context(_deployed(emulator, name, feed.url)) for name in PROGRAMS
        }
        weeks = {name: map(week_of, rows[-rounds * (looks + 1) :]) for name in PROGRAMS}

        def look(name: str) -> float:
            feed.newest_week = next(weeks[name])
            time.sleep(REST)
            return programs[name].look() * 1000

        def cold_look(name: str) -> float:
            programs[name].cool()
            return look(name)

        cold = interleave(rounds, **{name: partial(cold_look, name) for name in PROGRAMS})
        warm = [
            interleave(looks, **{name: partial(look, name) for name in PROGRAMS})
            for _ in range(rounds)
        ]
    for what, figures in (
        ("both functions cold", cold),
        ("warm, median", {name: [median(part[name]) for part in warm] for name in PROGRAMS}),
        (
            "warm, 95th percentile",
            {name: [percentile(part[name]) for part in warm] for name in PROGRAMS},
        ),
    ):
        for name, beside, aim in (
            ("article", "the article's", 1),
            ("bare", "a bare pipeline", None),
        ):
            yield Comparison(
                "pipeline",
                f"feed change to mail, {what}",
                "ms",
                figures["ours"],
                beside,
                figures[name],
                at_most=aim,
            )


@contextmanager
def _deployed(emulator: Emulator, name: str, feed_url: str) -> Iterator[Program]:
    settings = {"email": ADDRESS, "feed_url": feed_url}
    if name == "ours":
        cdk = Cdk(emulator, settings)
    else:
        cdk = Cdk(emulator, {**settings, "program": name}, app=SMALL)
    outputs = cdk.deploy()
    try:
        with Inbox(emulator, outputs["NoticeTopicArn"]) as inbox:
            yield Program(emulator, outputs, inbox)
    finally:
        cdk.destroy()


def _falling(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with prices, the same for all regions, that fall by a cent a week."""
    return [
        {
            "date": row["date"],
            **{column(region): f"{LOWEST + Decimal(weeks_left) / 100}" for region in REGIONS},
        }
        for weeks_left, row in zip(reversed(range(len(rows))), rows, strict=True)
    ]
