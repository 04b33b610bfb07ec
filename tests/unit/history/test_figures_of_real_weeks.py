"""The figures of the recorded weeks, recomputed from the file with none of the project's own code.

Prices are whole cents here. Of these weeks one price is not believed, which is taken as known.
"""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.history.figures import Figures
from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule

WEEKS_FILE = REPOSITORY / "gas_notifier/history/gasoline_prices.json"
SUSPECT = ("2022-03-14", "white_plains")
LAST_WEEK = date(2026, 4, 6)
ALL = tuple(REGIONS)

RULES = {
    "any drop": Rule(("new_york_state",)),
    "any drop, everywhere": Rule(ALL),
    "5 cents, everywhere": Rule(ALL, min_drop_cents=5),
    "lowest in 52 weeks, everywhere": Rule(ALL, lowest_in_weeks=52),
    "below 2.50": Rule(("white_plains", "new_york_city"), below=Decimal("2.50")),
    "all conditions": Rule(ALL, min_drop_cents=3, below=Decimal("3.10"), lowest_in_weeks=4),
    "5 cents and turns": Rule(("albany", "utica"), min_drop_cents=5, min_rise_cents=5),
    "turns, everywhere": Rule(ALL, min_rise_cents=3),
    "the article's": Rule(("new_york_state", "albany"), record="drops"),
}


@dataclass
class Found:
    """What the recomputation finds; a drop is its week, its region and its cents."""

    falls: set[tuple[date, str]] = field(default_factory=set)
    drops: list[tuple[date, str, int]] = field(default_factory=list)
    turns: list[tuple[date, str]] = field(default_factory=list)
    prices: dict[str, dict[date, int | None]] = field(default_factory=dict)

    def later(self, told: Iterable[tuple[date, str]], weeks: int) -> list[int]:
        """Return the changes in so many weeks after what was told."""
        found = []
        for day, region in told:
            then, now = (
                self.prices[region].get(day + timedelta(weeks=weeks)),
                self.prices[region][day],
            )
            if then is not None and now is not None:
                found.append(then - now)
        return found

    def acted_on(self, region: str, late: int, *, waits: bool, turns: bool) -> Fraction:
        """Return the cents a gallon that acting on the mails costs in a region.

        Of a driver whose tank lasts two weeks, each fill buys what is used a week later at today's
        price instead of the price of then.
        """
        days = list(self.prices[region])
        first = next(day for day, price in self.prices[region].items() if price is not None)
        days = days[days.index(first) :]
        known = [self.prices[region][day] for day in days]
        prices = [
            price if price is not None else next(p for p in known[index::-1] if p is not None)
            for index, price in enumerate(known)
        ]
        drops = {day for day, of_region, _ in self.drops if of_region == region}
        over = {day for day, of_region in self.turns if of_region == region}
        dearer, waiting = 0, False
        for index in range(len(days) - 1):
            read = days[index - late] if index >= late else None
            if read in drops:
                waiting = True
            elif read in over or not turns:
                waiting = False
            if (not waiting) if waits else read in drops:
                dearer += prices[index] - prices[index + 1]
        return Fraction(dearer, len(days))


def recompute(rule: Rule) -> Found:
    """Walk the file, one region after the other, for each region's high is its own."""
    found = Found()
    published = sorted(json.loads(WEEKS_FILE.read_text()), key=lambda row: row["date"])
    days = [date.fromisoformat(row["date"][:10]) for row in published]
    for region in rule.regions:
        series = [
            round(float(row[f"{region}_average_gal"]) * 100)
            if f"{region}_average_gal" in row and (row["date"][:10], region) != SUSPECT
            else None
            for row in published
        ]
        found.prices[region] = dict(zip(days, series, strict=True))
        high = series[0]
        low: int | None = None
        for index in range(1, len(series)):
            price, before = series[index], series[index - 1]
            if price is None:
                continue
            if before is not None and price < before:
                found.falls.add((days[index], region))
            if high is None:
                # By the article's rule nothing is recorded any more when the late regions begin.
                high = price if rule.record == "every-week" else None
                continue
            recent = series[max(0, index - (rule.lowest_in_weeks or 0)) : index]
            if (
                high > price
                and high - price >= rule.min_drop_cents
                and (rule.below is None or price <= rule.below * 100)
                and all(other is None or price < other for other in recent)
            ):
                found.drops.append((days[index], region, high - price))
                high = low = price
                continue
            if rule.record == "every-week":
                high = max(high, price)
            if low is not None and rule.min_rise_cents is not None:
                low = min(low, price)
                if price - low >= rule.min_rise_cents:
                    found.turns.append((days[index], region))
                    low = None
    return found


@pytest.fixture(scope="module")
def figures(recorded: list[Row]) -> dict[str, Figures]:
    """Return the figures of each rule."""
    replays = replay(list(RULES.values()), windows(recorded))
    return {name: Figures.of(played) for name, played in zip(RULES, replays, strict=True)}


@pytest.mark.parametrize("name", RULES)
def test_every_figure_is_what_the_file_says(figures: dict[str, Figures], name: str) -> None:
    found, told = recompute(RULES[name]), figures[name]
    told_drops = [(day, region) for day, region, _ in found.drops]
    weeks = sorted({day for day, _ in told_drops + found.turns})
    cents = [drop for _, _, drop in found.drops]
    mails = [date(2007, 10, 29), *weeks, LAST_WEEK]
    silences = [(end - start).days for start, end in pairwise(mails)]
    largest = told.largest_drop

    assert cents, "a rule that tells nothing proves nothing"
    assert told.notices == len(weeks)
    assert told.notices_a_year == pytest.approx(Decimal(len(weeks) * 365.25 / 6734))
    assert told.notices_by_year == {
        year: sum(day.year == year for day in weeks) for year in range(2007, 2027)
    }
    assert told.longest_silence.weeks * 7 == max(silences)
    assert (told.longest_silence.end - told.longest_silence.start).days == max(silences)
    assert told.median_drop_cents == statistics.median(cents)
    assert largest is not None
    assert (largest.week, largest.region, int(largest.cents)) in found.drops
    assert largest.cents == max(cents)
    assert told.falls == len(found.falls)
    assert told.untold_falls == len(found.falls - set(told_drops))
    assert [(str(price.week), price.region) for price in told.suspect_prices] == (
        [SUSPECT] if "white_plains" in RULES[name].regions else []
    )


@pytest.mark.parametrize("name", RULES)
def test_what_followed_and_what_acting_on_it_was_worth_is_what_the_file_says(
    figures: dict[str, Figures], name: str
) -> None:
    rule, found, told = RULES[name], recompute(RULES[name]), figures[name]
    drops = [(day, region) for day, region, _ in found.drops]
    turns = rule.min_rise_cents is not None

    def share(of: list[bool]) -> Decimal | None:
        return Decimal(sum(of)) / len(of) if of else None

    def acted_on(late: int, *, waits: bool) -> Decimal:
        costs = [found.acted_on(of, late, waits=waits, turns=turns) for of in rule.regions]
        mean = sum(costs, Fraction(0)) / len(costs)
        return Decimal(mean.numerator) / mean.denominator

    assert told.lower_a_week_later == share([change < 0 for change in found.later(drops, 1)])
    assert told.lower_four_weeks_later == share([change < 0 for change in found.later(drops, 4)])
    assert (told.turns > 0, told.turns) == (turns, len(found.turns))
    assert told.higher_a_week_after_turn == share(
        [change > 0 for change in found.later(found.turns, 1)]
    )
    assert told.acted_on
    assert told.acted_on.fill_up_a_week_late == pytest.approx(acted_on(1, waits=False))
    assert told.acted_on.fill_up_two_weeks_late == pytest.approx(acted_on(2, waits=False))
    assert told.acted_on.wait_a_week_late == pytest.approx(acted_on(1, waits=True))
    assert told.acted_on.wait_two_weeks_late == pytest.approx(acted_on(2, waits=True))


def test_the_article_s_rule_told_10_of_456_falls_of_the_state_and_the_default_all(
    recorded: list[Row],
) -> None:
    state = ("new_york_state",)
    default, article = replay([Rule(state), Rule(state, record="drops")], windows(recorded))

    told, untold = Figures.of(default), Figures.of(article)
    assert (told.falls, told.untold_falls) == (456, 0)
    assert (untold.falls - untold.untold_falls, untold.notices) == (10, 10)
    assert untold.longest_silence.start == date(2009, 1, 5)
    assert untold.longest_silence.lasting
