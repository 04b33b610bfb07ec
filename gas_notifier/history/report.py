"""The report of a replay: the figures of several rules side by side, for people or for machines."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Final

from gas_notifier.history.counted import counted
from gas_notifier.history.driver import FULL
from gas_notifier.history.figures import CENTS_IN_DOLLAR, Figures
from gas_notifier.history.replays import Replay
from gas_prices.regions import REGIONS

COLUMNS: Final = (
    "mails",
    "a\nyear",
    "longest\nsilence",
    "median\ndrop",
    "largest\ndrop",
    "falls\nmissed",
)
LATER: Final = (
    "lower\n1 wk",
    "lower\n4 wk",
    "turns\ntold",
    "higher\n1 wk",
    "acted on,\nfill up",
    "acted on,\nwait",
)
"""The columns of the second table."""
NONE: Final = "-"
TOGETHER: Final = "\N{NO-BREAK SPACE}"
"""Stands for a space that no line is to be broken at."""


def heading(replay: Replay) -> Iterator[str]:
    """Yield sentences that say what was played."""
    regions = replay.rule.regions
    names = ", ".join(REGIONS[region] for region in regions)
    where = "all regions" if len(regions) == len(REGIONS) else names
    first, last = replay.weeks[0].week, replay.weeks[-1].week
    yield f"Your rule: a mail when a price {replay.rule.in_words()}."
    yield f"Played: {counted(len(replay.weeks), 'week')} of {where}, {first} to {last}."
    later = [
        f"{REGIONS[region]}{TOGETHER}{week}"
        for region, week in replay.first_weeks.items()
        if week > first
    ]
    if later:
        yield f"Of some the prices begin later: {', '.join(later)}."


def details(figures: Figures, tank_gallons: Decimal) -> Iterator[str]:
    """Yield sentences that say what the table has no room for."""
    silence, largest = figures.longest_silence, figures.largest_drop
    yield f"Longest silence: {silence.start} to {silence.end}."
    if largest:
        yield f"Largest drop: {REGIONS[largest.region]}, {largest.week}."
    yield f"Weekly falls: {figures.falls:,}."
    a_week = round(tank_gallons / FULL, 2).normalize()
    yield (
        "Lower, higher: after the drops and the turns told. Acted on: cents a gallon that it "
        "costs, or saves where negative, beside buying week by week; first when done one week "
        "after the date of a mail's prices, then when two weeks after; with a tank of "
        f"{tank_gallons:f} gallons, {a_week:f} used a week."
    )
    suspect = [
        f"{REGIONS[found.region]}{TOGETHER}{found.week}{TOGETHER}${found.price}"
        for found in figures.suspect_prices
    ]
    yield f"Suspect prices met: {'; '.join(suspect) or 'none'}."
    by_year = [f"{year}{TOGETHER}{mails}" for year, mails in figures.notices_by_year.items()]
    yield f"Mails by year: {', '.join(by_year)}."


def warnings(figures: Mapping[str, Figures]) -> Iterator[str]:
    """Yield a sentence on each rule that keeps silent for too long."""
    for name, of_rule in figures.items():
        silence = of_rule.longest_silence
        if not silence.is_over_a_year:
            continue
        if not of_rule.notices:
            yield f'"{name}" would never have told of a drop'
        elif silence.lasting:
            yield f'"{name}" has been silent since {silence.start}, for {silence.weeks} weeks'
        else:
            span = f"from {silence.start} to {silence.end}"
            yield f'"{name}" was silent for {silence.weeks} weeks, {span}'


def numbers(replays: Mapping[str, Replay], tank_gallons: Decimal) -> dict[str, object]:
    """Return all the figures, ready for JSON: cents and dollars as numbers, weeks as text."""
    yours = next(iter(replays.values()))
    weeks = yours.weeks
    # Rules that are the same are counted once.
    by_rule = {replay.rule: replay for replay in replays.values()}
    of_rules = {rule: Figures.of(replay) for rule, replay in by_rule.items()}
    figures = {name: of_rules[replay.rule] for name, replay in replays.items()}
    return {
        "weeks": len(weeks),
        "first_week": weeks[0].week.isoformat(),
        "last_week": weeks[-1].week.isoformat(),
        "first_weeks": _plain(dict(yours.first_weeks)),
        "tank_gallons": _plain(tank_gallons),
        "rules": [
            {
                "name": name,
                "in_words": replay.rule.in_words(),
                "settings": _plain(asdict(replay.rule)),
                "figures": _plain(asdict(figures[name])),
            }
            for name, replay in replays.items()
        ],
        "warnings": list(warnings(figures)),
    }


def cells(figures: Figures) -> Iterator[str]:
    """Yield a rule's figures, a cell for each of COLUMNS."""
    largest = figures.largest_drop
    yield f"{figures.notices:,}"
    yield NONE if figures.notices_a_year is None else f"{figures.notices_a_year:.1f}"
    yield f"{figures.longest_silence.weeks} wk"
    yield _cents(figures.median_drop_cents)
    yield _cents(largest.cents if largest else None)
    yield f"{figures.untold_falls:,}"


def later_cells(figures: Figures) -> Iterator[str]:
    """Yield a rule's figures, a cell for each of LATER."""
    acted_on = figures.acted_on
    yield _percent(figures.lower_a_week_later)
    yield _percent(figures.lower_four_weeks_later)
    yield f"{figures.turns:,}"
    yield _percent(figures.higher_a_week_after_turn)
    if acted_on:
        yield f"{acted_on.fill_up_a_week_late:+z.1f} {acted_on.fill_up_two_weeks_late:+z.1f}"
        yield f"{acted_on.wait_a_week_late:+z.1f} {acted_on.wait_two_weeks_late:+z.1f}"
    else:
        yield from (NONE, NONE)


TABLES: Final = ((COLUMNS, cells), (LATER, later_cells))
"""The columns of each table, and what makes a rule's cells for them."""


def _percent(share: Decimal | None) -> str:
    return NONE if share is None else f"{share:.0%}"


def _cents(amount: Decimal | None) -> str:
    if amount is None:
        return NONE
    if amount >= CENTS_IN_DOLLAR:
        return f"${amount / CENTS_IN_DOLLAR:.2f}"
    return f"{round(amount, 1).normalize():f}c"


def _plain(value: object) -> object:
    """Return the same in JSON's own types; what is not whole has three decimals."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == int(value) else float(round(value, 3))
    return value
