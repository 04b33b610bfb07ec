"""Every figure that the mails of turns and of quiet weeks tell, reckoned once more from the data.

None of the functions' code takes part: the data is read in whole cents, the rule is played here,
and what each mail must say is put into words of the test's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

import pytest

from gas_prices.fuels import FUELS
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from publisher.mail import compose
from tests.support.raw_weeks import BELIEVED_LATER, WEEK, YEAR, Weeks, raw_weeks, reckoned
from tests.unit.conftest import RecordedOf, Walk

DROP: Final = 5
BELOW: Final = 360
LOWEST: Final = 4
RISE: Final = 8
"""More than DROP, so that a price can come back to its high in one fall."""
QUIET: Final = 6
TANK: Final = 12
FEW: Final = ("utica", "albany", "white_plains")
RULES: Final = {
    "turns": Rule(tuple(REGIONS), DROP, min_rise_cents=RISE),
    "both": Rule(FEW, DROP, Decimal(BELOW) / 100, LOWEST, "every-week", RISE, QUIET),
}
COUNTED_ELSEWHERE: Final = ("After ", "You get this mail", "Prices are for")

Price = tuple[int, date]


class Turn(NamedTuple):
    """A fall that is over."""

    high: Price
    low: Price


class Mail(NamedTuple):
    """What a mail tells of: turns, or else of each region what keeps it back."""

    week: date
    turns: dict[str, Turn]
    kept_back: dict[str, list[str]]
    told_before: date


def dollars(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02}"


def amount(cents: int) -> str:
    return dollars(cents) if cents >= 100 else f"{cents} cent{'s' * (cents != 1)}"


def day(of: date, week: date) -> str:
    return f"{of:%b} {of.day}" + (f", {of.year}" if of.year != week.year else "")


def beside(price: int, other: int) -> str:
    """Say how far a price is from another."""
    cents = abs(price - other)
    far = f"{cents} cent{'s' * (cents != 1)} {'above' if price > other else 'below'}"
    return f"{dollars(price)} is {far if cents else 'the same as'} {dollars(other)}"


@dataclass
class Region:
    """A region's prices so far, where the high is looked for from, and where its fall began."""

    past: list[Price] = field(default_factory=list)
    since: int = 0
    began: int | None = None

    def told(self, price: int, recent: Sequence[Price], rule: Rule) -> Turn | list[str]:
        """Return the turn that a price is, or what keeps it back, which for a drop is nothing."""
        shown = self.past[self.since :]
        high = max(shown, default=None)
        reasons = list(no_drop(price, high, recent, rule))
        if high and not reasons:
            self.began = self.past.index(high) if self.began is None else self.began
            self.since = len(self.past)
        elif self.began is not None:
            low = min(shown)
            if price - low[0] >= RISE:
                fall = self.past[self.began : self.past.index(low) + 1]
                self.began = None
                return Turn(max(fall), low)
            reasons.append(f"min_rise_cents is 8: {beside(price, low[0])}, the low of {low[1]}")
        return reasons


def no_drop(price: int, high: Price | None, recent: Sequence[Price], rule: Rule) -> Iterator[str]:
    if high is None:
        yield "it has no earlier price to compare with"
    elif high[0] - price < DROP:
        reason = "it did not fall" if price >= high[0] else "min_drop_cents is 5"
        yield f"{reason}: {beside(price, high[0])}, the high of {high[1]}"
    if rule.below and price > BELOW:
        yield f"below is not reached: {beside(price, BELOW)}"
    cost, week = min(recent, default=(price + 1, date.max))
    if rule.lowest_in_weeks and cost <= price:
        yield f"lowest_in_weeks is 4: {beside(price, cost)}, the price of {week}"


def mails(fuel: str, rule: Rule) -> Iterator[Mail]:
    """Play the rule, and yield what each mail that tells no drop is to tell."""
    weeks = raw_weeks(fuel)
    regions = {slug: Region() for slug in rule.regions}
    told_before = next(iter(weeks))
    for number, (week, prices) in enumerate(weeks.items()):
        before = list(weeks.items())[max(0, number - LOWEST) : number]
        told = {
            slug: region.told(
                prices[slug], [(w[slug], day) for day, w in before if slug in w], rule
            )
            for slug, region in regions.items()
            if slug in prices and (fuel, slug, week) not in BELIEVED_LATER
        }
        for slug in regions.keys() & prices.keys():
            regions[slug].past.append((prices[slug], week))
        turns = {slug: turn for slug, turn in told.items() if isinstance(turn, Turn)}
        kept_back = {slug: why for slug, why in told.items() if not isinstance(why, Turn)}
        is_drop = not all(told.values())
        is_quiet = bool(rule.quiet_weeks and told) and week - told_before >= QUIET * WEEK
        if not is_drop and (turns or is_quiet):
            yield Mail(week, turns, kept_back, told_before)
        if is_drop or turns or is_quiet:
            told_before = week


def text(fuel: str, weeks: Weeks, mail: Mail) -> Iterator[str]:
    """Yield a mail's subject, and each of its paragraphs in one line."""
    week, turns = mail.week, mail.turns
    slug, *others = turns or mail.kept_back
    price, name = weeks[week][slug], REGIONS[slug]
    what = {"gasoline": "Gas", "diesel": "Diesel"}[fuel]
    if turns:
        high, low = turns[slug]
        up = price - low[0]
        news = f"up {amount(up).split(' cent')[0]}{'c' * (up < 100)} to {dollars(price)} in {name}"
        rest = f": the fall since {day(high[1], week)} is over"
        more = f"; {len(others)} more up" if others else ""
        yield f"{what} {news}{rest}{more} ({week:%b} {week.day})"
        tenths = (2000 * up + low[0]) // (2 * low[0])
        percent = f"{tenths // 10}.{tenths % 10}%"
        on = day(low[1], week)
        rise = f"up {amount(up)} ({percent}) from {dollars(low[0])} on {on}"
        yield f"{name}: {dollars(price)}, {rise}."
        fall = f"from {dollars(high[0])} on {day(high[1], week)} to {dollars(low[0])}"
        facts = [f"The fall {fall} is over."]
        tank = f", {amount(up * TANK)} more than on {on}"
        skipped = ["week"] if week - low[1] <= WEEK else []
    else:
        quiet = (week - mail.told_before) // WEEK
        more = f"; {len(others)} more watched" if others else ""
        silence = f"nothing to tell for {quiet} weeks{more} ({week:%b} {week.day})"
        yield f"{what} at {dollars(price)} in {name}, {silence}"
        yield f"{name}: {dollars(price)} a gallon."
        yield " ".join(
            [
                f"Nothing was told since {day(mail.told_before, week)}.",
                *(f"Not told: {REGIONS[s]}, {'; '.join(r)}." for s, r in mail.kept_back.items()),
            ]
        )
        facts = [f"Lowest {since}." for since in lowest(weeks, slug, week)]
        tank, skipped = "", []
    told = reckoned(weeks, slug, week)
    if told["falling_weeks"] > 1:
        facts.append(f"Down {told['falling_weeks']} weeks in a row.")
    for ago in ("week", "month", "year"):
        then = told[f"{ago}_ago"]
        if then and ago not in skipped:
            less = f"{amount(abs(price - then))} {'more' if price > then else 'less'} than"
            facts.append(
                f"{less if price != then else 'The same as'} a {ago} ago ({dollars(then)})."
            )
    facts.append(f"A tank of {TANK} gallons costs {dollars(price * TANK)}{tank}.")
    yield " ".join(facts)
    if others:
        lines = [other_line(weeks, mail, other) for other in others]
        yield " ".join(["No longer falling:" if turns else "Also watched:", *lines])
    known = [cost for cost in told["recent"] if cost]
    if len(known) > 1:
        span = f"lowest {dollars(min(known))}, highest {dollars(max(known))}"
        yield f"Last {len(known)} weekly prices in {name}: {span}"


def other_line(weeks: Weeks, mail: Mail, slug: str) -> str:
    line = f"{REGIONS[slug]}: {dollars(price := weeks[mail.week][slug])}"
    if mail.turns:
        low, since = mail.turns[slug].low
        line += f", up {amount(price - low)}"
        return line + (f" since {day(since, mail.week)}" if mail.week - since > WEEK else "")
    return ", ".join([line, *(f"lowest {since}" for since in lowest(weeks, slug, mail.week))])


def lowest(weeks: Weeks, slug: str, week: date) -> Iterator[str]:
    told = reckoned(weeks, slug, week)
    if told["lowest_since"] is None:
        if week - told["known_since"] >= YEAR:
            yield "in at least a year"
    elif week - told["lowest_since"] > WEEK:
        yield f"since {day(told['lowest_since'], week)}"


def paragraphs(body: str) -> Sequence[str]:
    """Return a body's paragraphs in one line each, without bars and what is counted elsewhere."""
    lines = [re.sub(r" [▁-█·]+$", "", " ".join(each.split())) for each in body.split("\n\n")]
    return [line for line in lines if not line.startswith(COUNTED_ELSEWHERE)]


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("fuel", FUELS)
def test_every_turn_and_quiet_mail_says_what_the_recorded_data_has(
    fuel: str, name: str, recorded_of: RecordedOf, walk: Walk
) -> None:
    weeks, rule = raw_weeks(fuel), RULES[name]
    sent = [
        (record.week, record.notice)
        for record in walk(rule, recorded_of(FUELS[fuel]))
        if record.notice and record.notice.kind in {"turn", "quiet"}
    ]
    for (week, notice), mail in zip(sent, mails(fuel, rule), strict=True):
        assert week == mail.week
        found = compose(FUELS[fuel], week, notice, Decimal(TANK))
        assert [found.subject, *paragraphs(found.body)] == list(text(fuel, weeks, mail))
    kinds = [notice.kind for _, notice in sent]
    assert kinds.count("turn") > 15
    assert (kinds.count("quiet") > 60) is (name == "both")
