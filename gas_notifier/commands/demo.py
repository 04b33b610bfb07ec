"""`demo`: the stack of `app.py` in an AWS emulator on this machine."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from textwrap import wrap
from typing import Final

from rich.console import Console
from rich.panel import Panel
from rich.progress import track
from rich.text import Text

from fetcher import feed
from gas_notifier.commands.options import Parser
from gas_notifier.emulator.cdk import Cdk, CdkError
from gas_notifier.emulator.deployment import Deployment, InvocationError, inventory
from gas_notifier.emulator.emulator import Emulator, EmulatorError
from gas_notifier.emulator.inbox import Inbox, InboxError, Message
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import Row, recorded_weeks, week_of
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.regions import REGIONS, column

ADDRESS: Final = "you@example.com"
SHOWN_REGIONS: Final = 3
"""So many regions' prices fit on a line."""
WIDTH: Final = 76
"""Of a mail with its frame."""
NARROWEST: Final = 20
"""Columns that a subject is broken into."""


class DemoError(Exception):
    """The demo cannot do what it is for; the message says why."""


class Demo:
    """One run of the demo, told on a console as it goes."""

    def __init__(self, console: Console, regions: Sequence[str]) -> None:
        self._console = console
        self._regions = regions

    def play_recorded(self, weeks: int) -> None:
        """Play the last recorded weeks, each as if it had just been published."""
        rows = recorded_weeks()
        with (
            RecordedFeed(rows) as recorded_feed,
            self._deployed({"feed_url": recorded_feed.url}) as (deployment, inbox),
        ):
            self._say(f"\n{weeks} real weeks: each time the feed moves on, the fetcher looks.\n")
            shown = self._regions[:SHOWN_REGIONS]
            self._say(self._row("week", [REGIONS[region] for region in shown], "mail"), "bold")
            messages = []
            played = list(pairwise(rows[-weeks - 1 :]))
            for before, row in track(
                played,
                "",
                console=self._console,
                transient=True,
                disable=not self._console.is_terminal,
            ):
                recorded_feed.newest_week = week_of(row)
                message = _look(deployment, inbox)
                subject = message.subject if message else "-"
                prices = [price_and_change(row, before, region) for region in shown]
                self._say(self._row(str(week_of(row)), prices, subject), "" if message else "dim")
                if message:
                    messages.append(message)
            self._say(f"\nMails in {weeks} weeks: {len(messages)}")
            for message in messages[:1]:
                self._show("the first mail", message)
            for message in messages[1:][-1:]:
                self._show("the last mail", message)

    def play_live(self, feed_urls: Sequence[str]) -> None:
        """Have the deployed fetcher look at a feed as it is now.

        Raises DemoError, before anything is started, when the feed cannot be reached.
        """
        with self._step("Ask the real feed"):
            try:
                feed.read(feed_urls, datetime.now(UTC).date())
            except feed.FeedError as error:
                raise DemoError(f"the real feed cannot be reached: {error}") from error
        with self._deployed({"feed_url": ",".join(feed_urls)}) as (deployment, inbox):
            self._say("\nThe deployed fetcher looks at the real feed.")
            deployment.fetch()
            self._show("the first mail", inbox.wait())

    @contextmanager
    def _deployed(self, context: dict[str, object]) -> Iterator[tuple[Deployment, Inbox]]:
        settings = {"email": ADDRESS, "regions": ",".join(self._regions), **context}
        with self._step("Start an AWS emulator on this machine"):
            emulator = Emulator()
        with emulator:
            cdk = Cdk(emulator, settings, report=self._report)
            with self._step("cdk bootstrap and cdk synth"):
                cdk.prepare()
            before = inventory(emulator)
            with self._step("cdk deploy"):
                outputs = cdk.deploy()
            for name, value in outputs.items():
                self._say(f"    {name} = {value}", "dim")
            with Inbox(emulator, outputs["NoticeTopicArn"], ADDRESS) as inbox:
                yield Deployment(emulator, outputs), inbox
            deployed = inventory(emulator) - before
            with self._step("cdk destroy"):
                cdk.destroy()
            expect_nothing(inventory(emulator) - before)
            self._say(f"Of the {len(deployed)} things deployed, none is left.")
            with self._step("Stop the emulator"):
                emulator.close()
        self._say("\nTo have such mails sent to you: make deploy EMAIL=you@example.com")

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        started = time.monotonic()
        with self._console.status(title) as self._status:
            yield
        self._say(f"{title}: {time.monotonic() - started:.1f} s")

    def _report(self, line: str) -> None:
        self._status.update(Text(line.strip()[: self._console.width - 4]))

    def _show(self, title: str, message: Message) -> None:
        text = Text.assemble((message.subject, "bold"), "\n\n", message.body.rstrip())
        self._console.print(Panel(text, width=WIDTH, title=title, title_align="left"))

    def _row(self, week: str, prices: Sequence[str], mail: str) -> str:
        return table_row(
            week, prices, mail, self._console.width if self._console.is_terminal else None
        )

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=not self._console.is_terminal)


def table_row(week: str, prices: Sequence[str], mail: str, width: int | None) -> str:
    """Return a row of the table; in a terminal, a mail too long for its width goes on below."""
    before = "".join([f"{week:10}  ", *(f"{price:>14}  " for price in prices)])
    if width is None or width - len(before) < NARROWEST:
        return before + mail
    return before + f"\n{' ' * len(before)}".join(wrap(mail, width - len(before)))


def expect_nothing(left: Set[str]) -> None:
    """Raise DemoError when something is left of what was deployed."""
    if left:
        raise DemoError(f"left behind: {', '.join(sorted(left))}")


def _look(deployment: Deployment, inbox: Inbox) -> Message | None:
    return inbox.wait() if deployment.fetch()["notice"] else None


def price_and_change(row: Row, before: Row, region: str) -> str:
    """Return a region's price in a row of the feed, and the cents since the row before."""
    if column(region) not in row:
        return "-"
    price = Decimal(row[column(region)])
    if column(region) not in before:
        return f"${price:.2f} {'new':>5}"
    change = (price - Decimal(before[column(region)])) * 100
    return f"${price:.2f} {f'{change:+.0f}c' if change else '=':>5}"


FAILURES: Final = (
    CdkError,
    DemoError,
    EmulatorError,
    InboxError,
    InvocationError,
    SettingsError,
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    options = _parser().parse_args(arguments)
    demo = Demo(Console(highlight=False), options.regions)
    try:
        if options.live:
            demo.play_live(Settings().feed_url)
        else:
            demo.play_recorded(options.weeks)
    except FAILURES as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> Parser:
    parser = Parser("demo", "Deploys the stack into an AWS emulator here and plays real weeks.")
    parser.add_argument(
        "--weeks", type=_weeks, default=26, metavar="N", help="so many weeks (default: 26)"
    )
    parser.add_argument(
        "--regions",
        type=_regions,
        default=Settings().rule.regions,
        metavar="SLUGS",
        help="watched regions, comma-separated, or all (default: new_york_state)",
    )
    parser.add_argument(
        "--live", action="store_true", help="look at the real feed once, not at recorded weeks"
    )
    return parser


def _weeks(text: str) -> int:
    most = len(recorded_weeks()) - 1
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {most}")
    return int(text)


def _regions(text: str) -> tuple[str, ...]:
    try:
        return Settings.from_context({"regions": text}).rule.regions
    except SettingsError as error:
        # argparse puts the option's own name before it.
        raise argparse.ArgumentTypeError(str(error).removeprefix("regions: ")) from error
