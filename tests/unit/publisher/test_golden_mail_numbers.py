"""Every number in every golden mail, reckoned once more from the recorded data.

None of the functions' code takes part: the data is read here, in whole cents, the rule is played
here, and the mails are read by patterns that leave no digit unread.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Final

import pytest

from tests.support.raw_weeks import alike, change, raw_weeks, recount, written
from tests.unit.publisher.golden_mails import (
    GOLDEN_MAILS,
    SEEN_AFTER,
    TANK_GALLONS,
    TURNS,
    GoldenMail,
)

Value = str | int | date | None | list[int | None]
Fact = Mapping[str, Value]
"""What a line says, word by word: prices and amounts in cents, days, counts and names."""

ROWS_LOOKED_BACK: Final = 53
BARS: Final = "▁▂▃▄▅▆▇█"
MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
AGO: Final = {"week": 7, "month": 28, "year": 364}
"""How many days each is."""

ALIKE: Final = {
    (-999, -3): "a fall of 3 cents or more",
    (-2, -2): "a fall of 2 cents",
    (-1, -1): "a fall of 1 cent",
    (0, 0): "a week without a change",
    (1, 2): "a rise of 1 or 2 cents",
    (3, 999): "a rise of 3 cents or more",
}
"""The changes of a week that are counted together, in words."""

NAMES: Final = {
    "name": "[A-Z][A-Za-z ]+",
    "way": "more|less|The same",
    "ago": "|".join(AGO),
    "what": "|".join(ALIKE.values()),
    "next": "lower still|lower|higher still",
    "often": "(?:more|less) often than|about as often as",
    "tenths": r"(?:more than )?\d",
    "side": "above|below",
    "median": r"[+-]\d(?:\.\d)?",
}
DAYS: Final = {
    **dict.fromkeys(["week", "since", "seen"], r"[A-Z][a-z]{2} \d+(?:, \d{4})?"),
    "day": r"\d{4}-\d\d-\d\d",
}
COUNTS: Final = dict.fromkeys(
    ["more", "up", "streak", "gallons", "count", "span", "quiet", "cases", "year", "drop"], r"\d+"
)
PRICES: Final = dict.fromkeys(["price", "high", "tank", "low", "top", "below"], r"\$\d+\.\d\d")
AMOUNTS: Final = dict.fromkeys(
    ["fall", "rise", "difference", "less", "least"],
    r"\$\d+\.\d\d|\d+c|\d+ cents?",
)
SHAPES: Final = {
    **NAMES,
    **DAYS,
    **COUNTS,
    **PRICES,
    **AMOUNTS,
    "lowest": f"in at least a year|since {DAYS['since']}",
    "percent": r"\d+\.\d",
    "bars": f"[{BARS}·]+",
}
LINES: Final = r"""
Gas down {fall} to {price} in {name}(, lowest {lowest})?(; {more} more down|; {up} up)? \({week}\)
Gas up {rise} to {price} in {name}: the fall since {since} is over(; {more} more up)? \({week}\)
Gas at {price} in {name}, nothing to tell for {span} weeks(; {more} more watched)? \({week}\)
Now watching gas in {name}: {price}(; {more} more watched)? \({week}\)
{name}: {price}, down {fall} \({percent}%\) from {high} on {since}\.
{name}: {price}, up {rise} \({percent}%\) from {low} on {week}\.
The fall from {high} on {since} to {low} is over\.
(Now watching gas in )?{name}: {price} a gallon\.
Nothing was told since {since}\.
Not told: {name}, (it did not fall|min_drop_cents is {drop}): {price} is {difference} {side} {high},
     the high of {day}\.
Lowest {lowest}\.
Down {streak} weeks in a row\.
{difference} {way} than a {ago} ago \({price}\)\.
{way} as a {ago} ago \({price}\)\.
A tank of {gallons} gallons costs {tank}(, {less} {way} than on {since})?\.
{name}: {price}(, down {fall}( since {since})?)?(, lowest {lowest})?
{name}: {price}, up {rise}( since {since})?
Last {count} weekly prices in {name}: lowest {low}, highest {top}
{bars}
(You get this mail|From now on you get a mail) when a price falls( {least} or more)?
    ( from its highest since| below the price in) the last mail (about it|that it fell)
    ((,| and) is at most {below})?( and is lower than in the {span} weeks before)?
    (, or has then risen {rise} or more, or when nothing was told for {quiet} weeks)?\.
After {what} in {name}, the next price was {next} {tenths} times in 10
     \({count} of {cases} since {year}\)\.
Waiting a week has paid {often} not \(acting two weeks late: {tenths} times in 10\);
     the median change was {median}c\.
Prices are for a gallon of regular, dated {week}, seen {seen}\.
Source: New York State, https://data\.ny\.gov/d/nqur-w4p7
"""
PATTERNS: Final = [
    re.compile(re.sub(r"\{([a-z]+)\}", lambda word: f"(?P<{word[1]}>{SHAPES[word[1]]})", line))
    for line in LINES.replace("\n    ", "").strip().split("\n")
]


def read(mail: str, year: int) -> list[Fact]:
    """Return what each line of a mail of that year says, in the mail's order."""
    subject, _, body = mail.partition("\n\n")
    return [
        {
            word: value(word, text, year)
            for word, text in match.groupdict().items()
            if text is not None
        }
        for line in [subject, *lines(body)]
        for match in matches(line)
        if any(match.groupdict().values())
    ]


def lines(body: str) -> Iterator[str]:
    for paragraph in body.split("\n\n"):
        # All but these are lines of one fact each.
        if re.match("You get|From now on|After|Nothing", paragraph):
            yield from re.split(r"(?<=\.) (?=Waiting|Not told)", paragraph.replace("\n", " "))
        else:
            yield from re.sub(r",\n(\d)", r", \1", paragraph).splitlines()


def matches(line: str) -> Iterator[re.Match[str]]:
    """Yield how the line reads, if there is any number in it, or a bar."""
    found = [match for pattern in PATTERNS if (match := pattern.fullmatch(line))]
    assert found or not re.search(rf"[\d{BARS}]", line), f"what does this say? {line}"
    yield from found[:1]


def value(word: str, text: str, year: int) -> Value:
    if word in NAMES:
        return text
    if word in DAYS:
        return day(text, year)
    if word == "lowest":
        return day(text.removeprefix("since "), year) if text.startswith("since ") else "year"
    if word == "bars":
        return [None if bar == "·" else BARS.index(bar) for bar in text]
    if word in COUNTS:
        return int(text)
    return cents(text)


def day(text: str, year: int) -> date:
    """Return a day like Nov 3, which is in that year, Nov 3, 2024 or 2024-11-03."""
    if "-" in text:
        return date.fromisoformat(text)
    month, number, *own_year = text.replace(",", "").split()
    return date(int(own_year[0]) if own_year else year, MONTHS.index(month) // 3 + 1, int(number))


def cents(text: str) -> int:
    """Return the cents of $3.04, 3.04, 4c or 4 cents, and the tenths of 1.3 percent."""
    return int(re.sub("[^0-9]", "", text))


def tenths(count: int, cases: int) -> str:
    nearest = min(range(11), key=lambda number: abs(Fraction(count, cases) - Fraction(number, 10)))
    return "more than 9" if nearest == 10 else str(nearest)


@dataclass(frozen=True)
class Told:
    """A region in a week, and the high (cents and week) that its price fell from, if it fell.

    With `fallen`, its high and low, the fall is over; with `silent` nothing was told since.
    """

    slug: str
    week: date
    high: tuple[int, date] | None
    fallen: tuple[tuple[int, date], tuple[int, date]] | None = None
    silent: tuple[date, Fact] | None = None

    @property
    def name(self) -> str:
        return self.slug.replace("_", " ").title()

    @property
    def price(self) -> int:
        return raw_weeks()[self.week][self.slug]

    @property
    def fall(self) -> int:
        assert self.high
        return self.high[0] - self.price

    @property
    def rise(self) -> int:
        assert self.fallen
        return self.price - self.fallen[1][0]

    @property
    def since(self) -> date | None:
        """The week that the change is measured from."""
        start = self.fallen[1] if self.fallen else self.high
        return start and start[1]

    def before(self) -> dict[date, int | None]:
        """Return the prices of the weeks that a look at the feed shows, the newest first."""
        weeks = sorted((week for week in raw_weeks() if week <= self.week), reverse=True)
        return {week: raw_weeks()[week].get(self.slug) for week in weeks[:ROWS_LOOKED_BACK]}

    def lowest(self) -> Fact:
        """Return since when the price is the lowest, unless that is not worth a word."""
        (_, price), *earlier = self.before().items()
        assert price is not None
        known = [(week, cost) for week, cost in earlier if cost is not None]
        for week, cost in known:
            if cost <= price:
                return {"lowest": week} if (self.week - week).days > 7 else {}
        long = known and (self.week - known[-1][0]).days >= AGO["year"]
        return {"lowest": "year"} if long else {}

    def streak(self) -> int:
        falls = 0
        for (later, newer), (week, older) in pairwise(self.before().items()):
            if newer is None or older is None or newer >= older or (later - week).days > 7:
                break
            falls += 1
        return falls

    def ago(self) -> Iterator[Fact]:
        for ago, days in AGO.items():
            price = raw_weeks().get(self.week - timedelta(days), {}).get(self.slug)
            news_says_it = ago == "week" and self.since == self.week - timedelta(days)
            if price is None or news_says_it:
                continue
            if price == self.price:
                yield {"way": "The same", "ago": ago, "price": price}
            else:
                way = "more" if self.price > price else "less"
                difference = abs(self.price - price)
                yield {"difference": difference, "way": way, "ago": ago, "price": price}

    def followed(self) -> Iterator[Fact]:
        changed = change(self.slug, self.week)
        if self.since is None or changed is None:
            return
        counted = recount(self.slug, *alike(changed))
        cases, halves, late = counted["cases"], counted["median_half_cents"], counted["late_lower"]
        count = counted["higher" if changed > 0 else "lower"]
        yield {
            "what": ALIKE[alike(changed)],
            "name": self.name,
            "next": "lower still" if changed < 0 else "higher still" if changed else "lower",
            "tenths": tenths(count, cases),
            "count": count,
            "cases": cases,
            "year": counted["since"],
        }
        share = Fraction(late, cases)
        often = "about as often as"
        if share >= Fraction(55, 100):
            often = "more often than"
        elif share < Fraction(45, 100):
            often = "less often than"
        yield {"often": often, "tenths": tenths(late, cases), "median": f"{halves / 2:+g}"}

    def chart(self) -> Iterator[Fact]:
        drawn = list(self.before().values())[:12][::-1]
        while drawn[0] is None:
            del drawn[0]
        known = [price for price in drawn if price is not None]
        low, top = min(known), max(known)
        if len(known) > 1:
            yield {"count": len(known), "name": self.name, "low": low, "top": top}
            yield {
                "bars": [
                    None if price is None else round(Fraction((price - low) * 7, top - low))
                    for price in drawn
                ]
            }


def play(golden: GoldenMail) -> list[Told]:
    """Play the mail's rule from its first look on; return the regions told of in its week."""
    rule = golden.rule
    weeks = list(raw_weeks())
    first, last = weeks.index(golden.first_look), weeks.index(golden.week)
    highs = {slug: (price, weeks[first]) for slug, price in raw_weeks()[weeks[first]].items()}
    if first == last:
        return [Told(slug, golden.week, None) for slug in rule.regions if slug in highs]
    told: list[Told] = []
    falls: dict[str, tuple[tuple[int, date], tuple[int, date]]] = {}
    told_before = weeks[first]
    for index in range(first + 1, last + 1):
        week = weeks[index]
        looked = (index - first) % golden.look_every == 0
        told_before = told[0].week if told else told_before
        drops, turns, silent = [], [], []
        for slug in rule.regions:
            price = raw_weeks()[week].get(slug)
            if price is None:
                continue
            earlier = weeks[index - (rule.lowest_in_weeks or 0) : index]
            span = [raw_weeks()[week] for week in earlier]
            high = highs.get(slug, (0, week))
            if (
                looked
                and high[0] - price >= max(1, rule.min_drop_cents)
                and (rule.below is None or price <= rule.below * 100)
                and all(price < before[slug] for before in span if slug in before)
            ):
                drops.append(Told(slug, week, high))
                highs[slug] = (price, week)
                falls[slug] = (falls.get(slug, (high,))[0], (price, week))
                continue
            if slug in falls and price < falls[slug][1][0]:
                falls[slug] = (falls[slug][0], (price, week))
            if slug in falls and price - falls[slug][1][0] >= (rule.min_rise_cents or 9_999):
                turns.append(Told(slug, week, None, fallen=falls.pop(slug)))
            silent.append(Told(slug, week, None, silent=(told_before, why_not(slug, price, high))))
            if price >= high[0] and rule.record == "every-week":
                highs[slug] = (price, week)
        told = drops + turns
        if not told and (week - told_before).days >= (rule.quiet_weeks or 9_999) * 7:
            told = silent
    return told


def why_not(slug: str, price: int, high: tuple[int, date]) -> Fact:
    """Return what kept back a region that the rule of the golden mails did not tell."""
    fact: dict[str, Value] = {"name": slug.replace("_", " ").title(), "price": price}
    fact |= {"difference": abs(price - high[0]), "high": high[0], "day": high[1]}
    if price > high[0]:
        return {**fact, "side": "above"}
    return {**fact, "side": "below", "drop": TURNS.min_drop_cents}


def reckoned(golden: GoldenMail) -> list[Fact]:
    """Return what each line of the mail must say, in the mail's order."""
    lead, *others = play(golden)
    region: dict[str, Value] = {"name": lead.name, "price": lead.price}
    lowest, streak = lead.lowest(), lead.streak()
    more: Fact = {"more": len(others)} if others else {}
    tank: dict[str, Value] = {"gallons": TANK_GALLONS, "tank": lead.price * TANK_GALLONS}
    over: Fact = {}
    if lead.high:
        high, since = lead.high
        up = sum(other.fallen is not None for other in others)
        subject = {**region, "fall": lead.fall, **lowest, **({"up": up} if up else more)}
        tenths_of_percent = (lead.fall * 2000 + high) // (high * 2)
        news = {**region, "fall": lead.fall, "percent": tenths_of_percent}
        news |= {"high": high, "since": since}
        tank |= {"less": lead.fall * TANK_GALLONS, "way": "less", "since": since}
    elif lead.fallen:
        (high, since), (low, low_week) = lead.fallen
        lowest, over = {}, {"high": high, "since": since, "low": low}
        subject = {**region, "rise": lead.rise, "since": since, **more}
        tenths_of_percent = (lead.rise * 2000 + low) // (low * 2)
        news = {**region, "rise": lead.rise, "percent": tenths_of_percent}
        news |= {"low": low, "week": low_week}
        tank |= {"less": lead.rise * TANK_GALLONS, "way": "more", "since": low_week}
    else:
        subject, news = {**region, **more}, region
        if lead.silent:
            subject |= {"span": (lead.week - lead.silent[0]).days // 7}
    silent = [told.silent for told in (lead, *others) if told.silent]
    rule = golden.rule
    reason = {
        "least": rule.min_drop_cents,
        "below": rule.below and written(str(rule.below)),
        "rise": rule.min_rise_cents,
        "span": rule.lowest_in_weeks,
        "quiet": rule.quiet_weeks,
    }
    facts: list[Fact] = [
        {**subject, "week": golden.week},
        news,
        *({"since": since} for since, _ in silent[:1]),
        *(why for _, why in silent),
        over,
        lowest,
        {"streak": streak} if streak > 1 else {},
        *lead.ago(),
        tank,
        *lead.followed(),
        *(line_of(other) for other in others),
        *lead.chart(),
        {word: number for word, number in reason.items() if number},
        {"week": golden.week, "seen": golden.week + timedelta(SEEN_AFTER)},
    ]
    return [fact for fact in facts if fact]


def line_of(other: Told) -> Fact:
    fact: dict[str, Value] = {"name": other.name, "price": other.price}
    if other.high:
        fact["fall"] = other.fall
    if other.fallen:
        fact["rise"] = other.rise
    if other.since and (other.week - other.since).days > 7:
        fact["since"] = other.since
    return {**fact, **({} if other.fallen else other.lowest())}


@pytest.mark.parametrize("golden", GOLDEN_MAILS, ids=str)
def test_every_number_is_what_the_recorded_data_says(golden: GoldenMail) -> None:
    mail = golden.path.read_text(encoding="utf-8")
    assert read(mail, golden.week.year) == reckoned(golden)


@pytest.mark.parametrize("golden", GOLDEN_MAILS, ids=str)
def test_no_digit_and_no_bar_could_be_another_without_being_noticed(golden: GoldenMail) -> None:
    mail = golden.path.read_text(encoding="utf-8")
    expected = reckoned(golden)
    for position in (match.start() for match in re.finditer(rf"[\d{BARS}]", mail)):
        marks = "0123456789" if mail[position].isdigit() else BARS
        other = marks[(marks.index(mail[position]) + 1) % len(marks)]
        try:
            found = read(f"{mail[:position]}{other}{mail[position + 1 :]}", golden.week.year)
        except (AssertionError, ValueError):
            continue
        assert found != expected, f"{mail[:position]}>{other}<"
