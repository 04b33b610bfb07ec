"""`replay`: what a rule would have told, over all recorded weeks, beside four other rules."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from fetcher.feed import FeedError
from fetcher.rows import Rows
from gas_notifier.commands.options import Parser, add_settings, day, given_settings, new_file
from gas_notifier.commands.progress import SlowProgress
from gas_notifier.commands.screen import SEPARATOR, WIDTH, failed, say, tell_left_out, wrapped
from gas_notifier.history import chart, price_history, report
from gas_notifier.history.figures import Figures
from gas_notifier.history.price_history import PriceHistoryError
from gas_notifier.history.replays import Replay, replay, windows
from gas_notifier.history.terminal_chart import chart_lines
from gas_notifier.settings.deployed_settings import deployed_settings
from gas_notifier.settings.setting import RULE_SETTINGS
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.credible import Row
from gas_prices.rule import Rule
from publisher.mail import compose

DESCRIPTION: Final = """\
Plays your rule over all recorded weeks, each as if it had just been published,
with the code of the deployed functions, and shows four other rules beside it.
In a terminal it draws a chart, too."""

NUMBERS: Final = """\
the numbers:
  mails            weeks with a drop to tell of; the first mail of all, which
                   tells of none, is not counted
  a year           mails, divided by the years from the first week to the last
  longest silence  between two mails, from the first week, or to the last one
  median, largest  of all drops told: falls from the high to the price told, one
    drop           for each region in a mail
  saved a tank     what a tank costs less at the price told than at the high, on
                   average over all drops told
  falls untold     how often a region's price was lower than the week before and
                   in no mail that week; small falls add up, and are told later
"""

YOURS: Final = "your rule"
WIDEST_CHART: Final = 100
"""Columns, in a terminal."""


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = deployed_settings(given_settings(options))
        read = _rows(options)
    except (SettingsError, PriceHistoryError) as error:
        parser.error(str(error))
    except FeedError as error:
        return failed(error)
    tell_left_out(read)
    newest = max(row.week for row in read.rows)
    if options.since > newest:
        parser.error(f"argument --since: {options.since} is after the newest week, {newest}")
    rules = _rules(settings)
    played = _play(list(rules.values()), read.rows, options.since)
    replays = dict(zip(rules, played, strict=True))
    if options.json:
        _print_json(replays, settings.tank_gallons, mails=options.mails)
    else:
        _print_text(replays, settings.tank_gallons, mails=options.mails)
    if options.chart:
        try:
            chart.write(options.chart, replays[YOURS])
        except OSError as error:
            return failed(f"{options.chart}: {error.strerror}")
        print(f"Chart: {options.chart}", file=sys.stderr)
    return 0


def _parser() -> Parser:
    parser = Parser("replay", DESCRIPTION, NUMBERS)
    parser.add_argument(
        "--since",
        type=day,
        default=date.min,
        metavar="DATE",
        help="as if it had been deployed in that week, such as 2020-01-01",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--feed", metavar="URL", help="the weeks of a feed, as it is now")
    source.add_argument("--file", type=Path, help="the weeks of a file, JSON as the feed writes it")
    parser.add_argument("--mails", action="store_true", help="print the mails themselves, too")
    parser.add_argument("--json", action="store_true", help="print the numbers for machines")
    parser.add_argument(
        "--chart",
        type=_chart,
        metavar="FILE",
        help="draw the prices, with the mails marked, into an .svg file",
    )
    add_settings(parser, *RULE_SETTINGS, "tank_gallons")
    return parser


def _chart(text: str) -> Path:
    path = new_file(text)
    if path.suffix != ".svg":
        raise argparse.ArgumentTypeError(f"{text!r} must end in .svg, the one kind that is drawn")
    return path


def _rows(options: argparse.Namespace) -> Rows:
    if options.file:
        return price_history.of_file(options.file)
    if options.feed:
        return price_history.of_feed(Settings.from_context({"feed_url": options.feed}).feed_url)
    return price_history.recorded()


def _rules(settings: Settings) -> Mapping[str, Rule]:
    """Return the rules to compare, by their names, the configured one first."""
    regions = settings.rule.regions
    return {
        YOURS: settings.rule,
        "any drop": Rule(regions),
        "5 cents since the high": Rule(regions, min_drop_cents=5),
        "lowest in 8 weeks": Rule(regions, lowest_in_weeks=8),
        "record: drops": Rule(regions, record="drops"),
    }


def _play(rules: Sequence[Rule], rows: Sequence[Row], since: date) -> Sequence[Replay]:
    total = sum(row.week >= since for row in rows)
    with SlowProgress("Playing the weeks") as progress:
        return replay(rules, progress.track(windows(rows, since), total))


def _print_json(replays: Mapping[str, Replay], tank_gallons: Decimal, *, mails: bool) -> None:
    numbers = report.numbers(replays, tank_gallons)
    if mails:
        numbers["mails"] = [
            {"week": week.isoformat(), **asdict(compose(week, notice, tank_gallons))}
            for week, notice in replays[YOURS].notices
        ]
    print(json.dumps(numbers, indent=2))


def _print_text(replays: Mapping[str, Replay], tank_gallons: Decimal, *, mails: bool) -> None:
    console = Console(highlight=False)
    yours = replays[YOURS]
    figures = {name: Figures.of(played, tank_gallons) for name, played in replays.items()}
    if mails:
        for week, notice in yours.notices:
            mail = compose(week, notice, tank_gallons)
            say(console, f"{week}: {mail.subject}\n\n{mail.body}\n{SEPARATOR}\n")
    say(console, "\n".join([*map(wrapped, report.heading(yours)), ""]))
    # In a narrower terminal it is the terminal that breaks the lines, and nothing is lost.
    wide = Console(highlight=False, width=max(console.width, WIDTH))
    wide.print(_table(figures), width=WIDTH)
    say(console, "\n".join(["", *map(wrapped, report.details(figures[YOURS], tank_gallons))]))
    for warning in report.warnings(figures):
        say(console, wrapped(f"Warning: {warning}."), "yellow")
    if console.is_terminal:
        lines = chart_lines(yours, min(console.width, WIDEST_CHART))
        say(console, "\n".join(["", *lines]))


def _table(figures: Mapping[str, Figures]) -> Table:
    """Return a table with a line of figures for each rule, by its name; the first stands out."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for column in report.COLUMNS:
        table.add_column(column, justify="right", no_wrap=True)
    for number, (name, of_rule) in enumerate(figures.items()):
        table.add_row(name, *report.cells(of_rule), style="" if number else "bold")
    return table
