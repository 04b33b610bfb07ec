"""`replay`: what a rule would have told, over all recorded weeks, beside five other rules."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from gas_notifier.commands.mails import SEPARATOR, on_screen
from gas_notifier.commands.options import Given, Options, day, listed, new_file
from gas_notifier.commands.prices import PRICES, with_prices
from gas_notifier.commands.progress import SlowProgress
from gas_notifier.commands.screen import failed, remark, say, wrapped
from gas_notifier.history import chart, report
from gas_notifier.history.figures import Figures
from gas_notifier.history.replays import Replay, replay, windows
from gas_notifier.history.terminal_chart import chart_lines
from gas_notifier.settings import values
from gas_notifier.settings.setting import RULE_SETTINGS, Setting
from gas_notifier.settings.settings import Settings
from gas_prices.credible import Row
from gas_prices.fuels import FUELS
from gas_prices.notice import Notice
from gas_prices.rule import Rule
from publisher.mail import Mail, compose

DESCRIPTION: Final = (
    "Plays your rule over all recorded weeks, each as if it had just been published, with the "
    "code of the deployed functions, and shows five other rules beside it. In a terminal it draws "
    "a chart, too."
)

NUMBERS: Final = "\n\n".join(
    (
        listed(
            "the numbers",
            {
                "mails": "weeks with something to tell of; the first mail of all, which only says "
                "what is watched, is not counted",
                "a year": "mails, divided by the years from the first week with a price in a "
                "watched region to the last",
                "longest silence": "between two mails, from the first week, or to the last one",
                "median, largest": "of all drops told: falls from the high to the price told, one "
                "for each region in a mail",
                "falls missed": "how often a region's price was lower than the week before and in "
                "no mail that week; small falls add up, and are told later",
            },
        ),
        listed(
            "what followed",
            {
                "lower 1, 4 wk": "after the drops told: how often the price was lower one week and "
                "four weeks later than the price told",
                "turns told": "rises that ended a fall, with min_rise_cents",
                "higher 1 wk": "after the turns told: how often the price was higher a week later",
                "acted on": "what it costs a driver to act on the mails, in cents a gallon, beside "
                "one who buys the same gallons week by week; negative: it saves. Half a tank is "
                "used a week. First the figure for acting one week after the date of a mail's "
                "prices, then for two weeks",
                "- fill up": "fills up on each drop told, and else buys only what is needed",
                "- wait": "buys only what is needed from a drop on until the turn, or, where no "
                "turns are told, until the first week without a drop, and then fills up",
            },
        ),
    )
)

YOURS: Final = "your rule"
GAP: Final = 2
"""Columns between those of a table."""
WIDEST_CHART: Final = 100
"""Columns, in a terminal."""


def _chart(value: object) -> Path:
    path = new_file(value)
    if path.suffix != ".svg":
        raise ValueError(f"{value!r} must end in .svg, the one kind that is drawn")
    return path


OPTIONS: Final = Options(
    "replay",
    DESCRIPTION,
    NUMBERS,
    own={
        **PRICES,
        "since": Setting(day, "DATE", "as if it had been deployed in that week: 2020-01-01"),
        "mails": Setting(values.flag, "FLAG", "print the mails themselves, too"),
        "json": Setting(values.flag, "FLAG", "print the numbers for machines"),
        "chart": Setting(_chart, "FILE", "draw the prices, the mails marked, into an .svg file"),
    },
    settings=(*RULE_SETTINGS, "tank_gallons", "fuel", "feed_url"),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return with_prices(OPTIONS, OPTIONS.read(arguments), _replay)


def _replay(given: Given, settings: Settings, rows: Sequence[Row]) -> int:
    since, newest = given.own.get("since", date.min), max(row.week for row in rows)
    if since > newest:
        OPTIONS.error(f"since: {since} is after the newest week, {newest}")
    rules = _rules(settings)
    played = _play(list(rules.values()), rows, since)
    replays = dict(zip(rules, played, strict=True))
    tell = _print_json if given.own.get("json") else _print_text
    tell(replays, settings, mails=given.own.get("mails", False))
    if path := given.own.get("chart"):
        try:
            chart.write(path, FUELS[settings.fuel], replays[YOURS])
        except OSError as error:
            return failed(f"{path}: {error.strerror}")
        remark(f"Chart: {path}")
    return 0


def _rules(settings: Settings) -> Mapping[str, Rule]:
    """Return the rules to compare, by their names, the configured one first."""
    regions = settings.rule.regions
    return {
        YOURS: settings.rule,
        "any drop": Rule(regions),
        "5 cents or more": Rule(regions, min_drop_cents=5),
        "5 cents and turns": Rule(regions, min_drop_cents=5, min_rise_cents=5),
        "lowest in 8 weeks": Rule(regions, lowest_in_weeks=8),
        "record: drops": Rule(regions, record="drops"),
    }


def _play(rules: Sequence[Rule], rows: Sequence[Row], since: date) -> Sequence[Replay]:
    total = sum(row.week >= since for row in rows)
    with SlowProgress("Playing the weeks") as progress:
        return replay(rules, progress.track(windows(rows, since), total))


def _print_json(replays: Mapping[str, Replay], settings: Settings, *, mails: bool) -> None:
    numbers = report.numbers(replays, settings.tank_gallons)
    if mails:
        numbers["mails"] = [
            {"week": week.isoformat(), **asdict(_mail(settings, week, notice))}
            for week, notice in replays[YOURS].notices
        ]
    print(json.dumps(numbers, indent=2))


def _print_text(replays: Mapping[str, Replay], settings: Settings, *, mails: bool) -> None:
    console = Console(highlight=False)
    yours = replays[YOURS]
    figures = {name: Figures.of(played) for name, played in _each_once(replays).items()}
    if mails:
        for week, notice in yours.notices:
            mail = _mail(settings, week, notice)
            body = on_screen(mail.body.rstrip(), console.width)
            say(console, f"{week}: {mail.subject}\n\n{body}\n\n{SEPARATOR[: console.width]}\n")
    say(console, "\n".join([*map(wrapped, report.heading(yours)), ""]))
    for columns, cells in report.TABLES:
        rows = {name: list(cells(of_rule)) for name, of_rule in figures.items()}
        for table in _fitting(columns, rows, console.width):
            console.print(table)
            say(console, "")
    of_yours = next(iter(figures.values()))
    say(console, "\n".join(map(wrapped, report.details(of_yours, settings.tank_gallons))))
    for warning in report.warnings(figures):
        say(console, wrapped(f"Warning: {warning}."), "yellow")
    if console.is_terminal:
        lines = chart_lines(yours, min(console.width, WIDEST_CHART))
        say(console, "\n".join(["", *lines]))


def _mail(settings: Settings, week: date, notice: Notice) -> Mail:
    return compose(FUELS[settings.fuel], week, notice, settings.tank_gallons)


def _each_once(replays: Mapping[str, Replay]) -> Mapping[str, Replay]:
    """Return the replays, that of a rule which is the configured one under one name with it."""
    yours = replays[YOURS]
    same = [name for name, played in replays.items() if played.rule == yours.rule][1:]
    others = {name: replays[name] for name in replays if name not in {YOURS, *same}}
    return {" ".join([YOURS, *(f"({name})" for name in same)]): yours, **others}


def _fitting(
    columns: Sequence[str], rows: Mapping[str, Sequence[str]], width: int
) -> Iterator[Table]:
    """Yield as few tables as have room for the columns, each with as many as the next."""
    names, whole = list(rows), list(zip(columns, *rows.values(), strict=True))

    def parts(tables: int) -> list[list[tuple[str, ...]]]:
        most = -(-len(whole) // tables)
        return [whole[start : start + most] for start in range(0, len(whole), most)]

    ways = map(parts, range(1, len(whole)))
    fitting = (way for way in ways if max(_width([names, *part]) for part in way) <= width)
    for part in next(fitting, parts(len(whole))):
        yield _table(names, part)


def _width(columns: Sequence[Iterable[str]]) -> int:
    lines = [max(len(line) for text in column for line in text.splitlines()) for column in columns]
    return sum(lines) + GAP * (len(lines) - 1)


def _table(names: Sequence[str], columns: Sequence[Sequence[str]]) -> Table:
    """Return a table with a line of figures for each rule, by its name; the first stands out."""
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    table.add_column(no_wrap=True)
    for heading, *_ in columns:
        table.add_column(heading, justify="right", no_wrap=True)
    cells = zip(*(cells for _, *cells in columns), strict=True)
    for number, (name, of_rule) in enumerate(zip(names, cells, strict=True)):
        table.add_row(name, *of_rule, style="" if number else "bold")
    return table
