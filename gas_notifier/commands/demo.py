"""`demo`: the stack of `app.py` in an AWS emulator on this machine."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from tempfile import NamedTemporaryFile
from textwrap import wrap
from typing import Final

from rich.console import Console
from rich.panel import Panel
from rich.progress import track
from rich.text import Text

from fetcher import feed
from gas_notifier.aws.functions import InvocationError
from gas_notifier.commands.mails import on_screen
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.prices import PRICES, is_of_feed, prices
from gas_notifier.commands.screen import failed, wrapped
from gas_notifier.emulator.cdk import Cdk, CdkError
from gas_notifier.emulator.deployment import Deployment, inventory
from gas_notifier.emulator.door import Door
from gas_notifier.emulator.emulator import Emulator, EmulatorError
from gas_notifier.emulator.inbox import Inbox, InboxError, Message
from gas_notifier.emulator.recorded_feed import RecordedFeed, as_published
from gas_notifier.history.counted import counted
from gas_notifier.history.price_history import PriceHistoryError
from gas_notifier.history.report import TOGETHER
from gas_notifier.settings import values
from gas_notifier.settings.deployed_settings import deployed_settings
from gas_notifier.settings.setting import RULE_SETTINGS, Setting
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.regions import REGIONS
from publisher.mail import LINE_WIDTH

ADDRESS: Final = "you@example.com"
WEEKS: Final = 26
"""So many are played, unless it is told otherwise."""
MOST_SHOWN: Final = 3
"""So many regions' prices are shown at the most."""
WEEK_WIDTH: Final = 12
PRICE_WIDTH: Final = 16
"""Columns of a week, and of one region's price."""
FRAME: Final = 4
"""Columns that the frame of a mail takes."""
NARROWEST: Final = 20
"""Columns that a subject is broken into."""


class DemoError(Exception):
    """The demo cannot do what it is for; the message says why."""


class Demo:
    """One run of the demo, told on a console as it goes."""

    def __init__(
        self,
        console: Console,
        settings: Settings,
        report: Callable[[str], object] = lambda _: None,
        *,
        page: bool = False,
    ) -> None:
        """Make a demo that hands `report` each line of the CDK CLI, perhaps with a page."""
        self._console = console
        self._settings = settings
        self._report = report
        self._page = page

    def play(self, rows: Sequence[Row], weeks: int) -> None:
        """Play the last weeks of the rows, oldest first, each as if it had just been published.

        There must be a row before them.
        """
        with (
            RecordedFeed(as_published(rows), fuel=FUELS[self._settings.fuel]) as recorded_feed,
            self._deployed(feed_url=(recorded_feed.url,)) as (deployment, inbox),
        ):
            played = counted(weeks, "real week")
            told = wrapped(f"{played}: each time the feed moves on, the fetcher looks.")
            self._say(f"\n{told}\n")
            regions = self._settings.rule.regions[: most_shown(self._console.width)]
            if more := len(self._settings.rule.regions) - len(regions):
                self._say(f"Watched as well, but not shown here: {counted(more, 'region')}.\n")
            self._say(self._row("week", [REGIONS[region] for region in regions], "mail"), "bold")
            messages = []
            for before, row in track(
                list(pairwise(rows[-weeks - 1 :])),
                "",
                console=self._console,
                transient=True,
                disable=not self._console.is_terminal,
            ):
                recorded_feed.newest_week = row.week
                message = _look(deployment, inbox)
                subject = message.subject if message else "-"
                prices = [price_and_change(row, before, region) for region in regions]
                self._say(self._row(str(row.week), prices, subject), "" if message else "dim")
                if message:
                    messages.append(message)
            self._say(f"\nMails in {counted(weeks, 'week')}: {len(messages)}")
            for message in messages[:1]:
                self._show("the first mail", message)
            for message in messages[1:][-1:]:
                self._show("the last mail", message)

    def look(self) -> None:
        """Have the deployed fetcher look at the feed of the settings as it is now.

        Raises DemoError, before anything is started, when the feed cannot be reached or has only
        weeks that are too old to be told.
        """
        with self._step("Ask the real feed"):
            try:
                answer = feed.read(self._settings.feed_url, datetime.now(UTC))
            except feed.FeedError as error:
                raise DemoError(f"the feed cannot be reached: {error}") from error
            if not answer.is_news:
                raise DemoError(f"the feed's newest week, {answer.newest_week}, is too old to tell")
        with self._deployed(feed_url=self._settings.feed_url) as (deployment, inbox):
            self._say("\nThe deployed fetcher looks at the real feed.")
            deployment.fetch()
            self._show("the first mail", inbox.wait())

    @contextmanager
    def _deployed(self, *, feed_url: tuple[str, ...]) -> Iterator[tuple[Deployment, Inbox]]:
        settings = Settings(
            email=(ADDRESS,),
            rule=self._settings.rule,
            fuel=self._settings.fuel,
            feed_url=feed_url,
            tank_gallons=self._settings.tank_gallons,
            stack_name=self._settings.stack_name,
            api="read" if self._page else "off",
        )
        with self._step("Start an AWS emulator on this machine"):
            emulator = Emulator()
        with emulator:
            cdk = Cdk(emulator, settings.to_context(), report=self._show_line)
            with self._step("cdk bootstrap and cdk synth"):
                cdk.prepare()
            before = inventory(emulator)
            with self._step("cdk deploy"):
                outputs = cdk.deploy()
            with Inbox(emulator, outputs["NoticeTopicArn"], ADDRESS) as inbox:
                deployment = Deployment(emulator, outputs)
                yield deployment, inbox
            if self._page:
                self._show_page(emulator, deployment.page_url)
            deployed = inventory(emulator) - before
            with self._step("cdk destroy"):
                cdk.destroy()
            expect_nothing(inventory(emulator) - before)
            self._say(f"Of the {len(deployed)} things deployed, none is left.")
            with self._step("Stop the emulator"):
                emulator.close()
        fuel = self._settings.fuel
        which = "" if fuel == DEFAULT.slug else f"FUEL={fuel} "
        command = f"make deploy {which}EMAIL=you@example.com".replace(" ", TOGETHER)
        told = wrapped(f"To have such mails sent to you: {command}")
        self._say(f"\n{told}")

    def _show_page(self, emulator: Emulator, page_url: str) -> None:
        """Leave the page open until Ctrl-C."""
        with Door(emulator, page_url) as door:
            self._say(f"\nThe page: {door.url}/\nCtrl-C ends it.\n", "bold")
            try:
                signal.pause()
            except KeyboardInterrupt:
                self._say("")

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        started = time.monotonic()
        with self._console.status(title) as self._status:
            yield
        self._say(f"{title}: {time.monotonic() - started:.1f} s")

    def _show_line(self, line: str) -> None:
        self._report(line)
        self._status.update(Text(line.strip()[: self._console.width - 4]))

    def _show(self, title: str, message: Message) -> None:
        width = min(LINE_WIDTH + FRAME, self._console.width)
        body = on_screen(message.body.rstrip(), width - FRAME)
        text = Text.assemble((message.subject, "bold"), "\n\n", body)
        self._console.print(Panel(text, width=width, title=title, title_align="left"))

    def _row(self, week: str, prices: Sequence[str], mail: str) -> str:
        return table_row(
            week, prices, mail, self._console.width if self._console.is_terminal else None
        )

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=not self._console.is_terminal)


def most_shown(width: int) -> int:
    """Return how many regions' prices leave room for a mail's subject, at least one."""
    return max(1, min(MOST_SHOWN, (width - WEEK_WIDTH - NARROWEST) // PRICE_WIDTH))


def table_row(week: str, prices: Sequence[str], mail: str, width: int | None) -> str:
    """Return a row of the table; in a terminal, a mail too long for its width goes on below."""
    before = f"{week:{WEEK_WIDTH}}" + "".join(f"{price:>{PRICE_WIDTH - 2}}  " for price in prices)
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
    price, earlier = row.prices.get(region), before.prices.get(region)
    if price is None:
        return "-"
    if earlier is None:
        return f"${price:.2f} {'new':>5}"
    change = (price - earlier) * 100
    return f"${price:.2f} {f'{change:+.0f}c' if change else '=':>5}"


FAILURES: Final = (
    DemoError,
    EmulatorError,
    InboxError,
    InvocationError,
)


def _weeks(given: Given, most: int) -> int:
    """Return how many weeks to play, of which there is one before."""
    weeks: int = given.own.get("weeks", min(WEEKS, most))
    if not 1 <= weeks <= most:
        OPTIONS.error(f"weeks: there are {most} to play, not {weeks}")
    return weeks


OPTIONS: Final = Options(
    "demo",
    "Deploys the stack into an AWS emulator here and plays real weeks, or lets it look once at the "
    "feed as it is now.",
    own={
        **PRICES,
        "weeks": Setting(
            values.whole(1, 9_999, "weeks"), "N", f"play so many weeks (default: {WEEKS})"
        ),
        "page": Setting(values.flag, "FLAG", "have the page too, to look at until Ctrl-C"),
    },
    settings=(*RULE_SETTINGS, "tank_gallons", "fuel", "feed_url", "stack_name"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    if not os.access(sys.prefix, os.W_OK):
        return failed(f"{sys.prefix} cannot be written to, which the demo must")
    log: list[str] = []
    try:
        settings = deployed_settings(given.settings)
        page = given.own.get("page", False)
        demo = Demo(Console(highlight=False), settings, log.append, page=page)
        if is_of_feed(OPTIONS, given):
            if "weeks" in given.own:
                OPTIONS.error("weeks: a feed is looked at once, as it is now")
            demo.look()
        else:
            rows = sorted(prices(OPTIONS, given, settings).rows, key=lambda row: row.week)
            demo.play(rows, _weeks(given, len(rows) - 1))
    except (SettingsError, PriceHistoryError) as error:
        OPTIONS.error(error)
    except CdkError as error:
        return failed(f"{error}\nAll that it said: {_kept(log)}")
    except FAILURES as error:
        return failed(error)
    return 0


def _kept(log: Sequence[str]) -> str:
    """Return the name of the file that the lines are in from now on."""
    with NamedTemporaryFile(
        "w", prefix="gas-notifier-demo-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.writelines(f"{line}\n" for line in log)
    return file.name
