"""The mail, word by word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gas_prices.credible import Row
from gas_prices.notice import High, Kind, Notice, RegionNotice
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from publisher.mail import Mail, compose

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

WEEK: Final = date(2026, 11, 16)
WEEK_BEFORE: Final = date(2026, 11, 9)
TANK: Final = Decimal(12)
REASON: Final = "falls from its highest since the last mail"


def region(
    slug: str = "new_york_city", price: str = "3.04", high: str | None = "3.08"
) -> RegionNotice:
    """Return what is told of a region of which little is known; a first notice has no high."""
    return RegionNotice(
        region=slug,
        price=Decimal(price),
        high=High(Decimal(high), WEEK_BEFORE) if high else None,
        lowest_since=None,
        known_since=WEEK_BEFORE,
        falling_weeks=0,
        week_ago=None,
        month_ago=None,
        year_ago=None,
        recent=(),
    )


def prices(written: str) -> tuple[Decimal | None, ...]:
    """Return prices that are written as words, with a dash for a gap."""
    return tuple(None if word == "-" else Decimal(word) for word in written.split())


def mail(*regions: RegionNotice, reason: str = REASON, tank: Decimal = TANK) -> Mail:
    kind: Kind = "drop" if regions[0].high else "first"
    return compose(WEEK, Notice(kind, regions, reason), tank)


WHOLE: Final = replace(
    region(),
    lowest_since=date(2025, 11, 3),
    falling_weeks=3,
    week_ago=Decimal("3.06"),
    month_ago=Decimal("3.11"),
    year_ago=Decimal("3.20"),
    recent=prices("3.11 3.13 3.12 - 3.12 3.11 3.10 3.08 3.08 3.07 3.06 3.04"),
)


class TestOneRegion:
    def test_the_whole_mail(self) -> None:
        found = mail(WHOLE)
        assert found.subject == (
            "Gas down 4c to $3.04 in New York City, lowest since Nov 3, 2025 (Nov 16)"
        )
        assert found.body == (
            "Gas in New York City is down 4 cents to $3.04 a gallon.\n"
            "\n"
            "That is 1.3% less than the $3.08 of Nov 9. It is the lowest since Nov 3,\n"
            "2025. It has fallen 3 weeks in a row. It was $3.06 a week ago, $3.11 a\n"
            "month ago and $3.20 a year ago.\n"
            "\n"
            "A tank of 12 gallons costs $36.48 to fill, 48 cents less.\n"
            "\n"
            "The last 12 weeks, from $3.04 to $3.13: ▆█▇·▇▆▆▄▄▃▃▁\n"
            "\n"
            "You get a mail when a price falls from its highest since the last mail.\n"
            "\n"
            "Prices are New York State's weekly averages for a gallon of regular.\n"
            "These are dated Nov 16, 2026 and cover the week before.\n"
            "\n"
            "All weeks: https://data.ny.gov/d/nqur-w4p7\n"
        )

    def test_the_news_is_the_first_line(self) -> None:
        first = mail(region("buffalo", "2.99", "3.10")).body.split("\n")[0]
        assert first == "Gas in Buffalo is down 11 cents to $2.99 a gallon."

    def test_what_is_not_known_is_not_said(self) -> None:
        assert mail(region()).body.split("\n\n")[:3] == [
            "Gas in New York City is down 4 cents to $3.04 a gallon.",
            "That is 1.3% less than the $3.08 of Nov 9.",
            "A tank of 12 gallons costs $36.48 to fill, 48 cents less.",
        ]
        assert "ago" not in mail(region()).body
        assert "The last" not in mail(region()).body

    @pytest.mark.parametrize(
        ("ago", "sentence"),
        [
            ("3.06 - -", "It was $3.06 a week ago."),
            ("- 3.11 -", "It was $3.11 a month ago."),
            ("- - 3.20", "It was $3.20 a year ago."),
            ("3.06 - 3.20", "It was $3.06 a week ago and $3.20 a year ago."),
            ("3.06 3.1 3", "It was $3.06 a week ago, $3.10 a month ago and $3.00 a year ago."),
        ],
    )
    def test_it_says_what_the_price_was_as_far_as_that_is_known(
        self, ago: str, sentence: str
    ) -> None:
        week_ago, month_ago, year_ago = prices(ago)
        found = mail(replace(region(), week_ago=week_ago, month_ago=month_ago, year_ago=year_ago))
        assert sentence in " ".join(found.body.split())

    @pytest.mark.parametrize(
        ("lowest_since", "known_since", "words"),
        [
            pytest.param(date(2026, 11, 2), date(2026, 1, 5), "lowest since Nov 2", id="two weeks"),
            pytest.param(
                date(2025, 12, 29), date(2025, 1, 6), "lowest since Dec 29, 2025", id="last year"
            ),
            pytest.param(None, date(2025, 11, 17), "lowest in at least a year", id="52 weeks"),
            pytest.param(None, date(2025, 11, 10), "lowest in at least a year", id="53 weeks"),
            pytest.param(date(2026, 11, 9), date(2025, 11, 10), None, id="lower a week ago"),
            pytest.param(None, date(2025, 11, 24), None, id="51 weeks are not a year"),
        ],
    )
    def test_it_says_since_when_the_price_is_the_lowest_if_that_is_news(
        self, lowest_since: date | None, known_since: date, words: str | None
    ) -> None:
        found = mail(replace(region(), lowest_since=lowest_since, known_since=known_since))
        text = " ".join(found.body.split())
        if words:
            assert found.subject.endswith(f"in New York City, {words} (Nov 16)")
            assert f" It is the {words}." in text
        else:
            assert "lowest" not in found.subject
            assert "lowest" not in text

    @pytest.mark.parametrize(
        ("falling_weeks", "sentence"),
        [(0, None), (1, None), (2, "It has fallen 2 weeks in a row."), (18, "fallen 18 weeks in")],
    )
    def test_it_says_when_the_price_fell_more_than_once_in_a_row(
        self, falling_weeks: int, sentence: str | None
    ) -> None:
        text = " ".join(mail(replace(region(), falling_weeks=falling_weeks)).body.split())
        assert sentence in text if sentence else "in a row" not in text

    @pytest.mark.parametrize(
        ("price", "high", "subject", "line"),
        [
            ("3.07", "3.08", "Gas down 1c to $3.07 in", "is down 1 cent to $3.07 a"),
            ("3.06", "3.08", "Gas down 2c to $3.06 in", "is down 2 cents to $3.06 a"),
            ("2.09", "3.08", "Gas down 99c to $2.09 in", "is down 99 cents to $2.09 a"),
            ("2.08", "3.08", "Gas down $1.00 to $2.08 in", "is down $1.00 to $2.08 a"),
            ("3", "4.2", "Gas down $1.20 to $3.00 in", "is down $1.20 to $3.00 a"),
        ],
    )
    def test_a_fall_is_told_in_cents_and_from_a_dollar_on_in_dollars(
        self, price: str, high: str, subject: str, line: str
    ) -> None:
        found = mail(region(price=price, high=high))
        assert found.subject.startswith(subject)
        assert line in found.body

    def test_a_high_of_another_year_is_told_with_its_year(self) -> None:
        found = mail(replace(region(), high=High(Decimal("3.08"), date(2025, 12, 29))))
        assert "less than the $3.08 of Dec 29, 2025." in " ".join(found.body.split())

    @pytest.mark.parametrize(
        ("tank", "line"),
        [
            ("12", "A tank of 12 gallons costs $36.48 to fill, 48 cents less."),
            ("1E+1", "A tank of 10 gallons costs $30.40 to fill, 40 cents less."),
            ("13.2", "A tank of 13.2 gallons costs $40.13 to fill, 53 cents less."),
            ("25", "A tank of 25 gallons costs $76.00 to fill, $1.00 less."),
            ("0.2", "A tank of 0.2 gallons costs $0.61 to fill, 1 cent less."),
        ],
    )
    def test_it_says_what_a_tank_costs_and_how_much_less_that_is(
        self, tank: str, line: str
    ) -> None:
        assert line in mail(region(), tank=Decimal(tank)).body

    @pytest.mark.parametrize("tank", ["8", "8.5", "11", "11.9", "18"])
    def test_a_number_that_is_spoken_with_a_vowel_is_not_called_a_but_an(self, tank: str) -> None:
        assert f"A {tank}-gallon" not in mail(region(), tank=Decimal(tank)).body

    @pytest.mark.parametrize(
        ("recent", "line"),
        [
            ("", None),
            ("3.04", None),
            ("- 3.04", None),
            ("3.08 3.04", "The last 2 weeks, from $3.04 to $3.08: █▁"),
            ("3.08 - 3.04", "The last 3 weeks, from $3.04 to $3.08: █·▁"),
        ],
        ids=["none", "one", "one and a gap", "two", "two and a gap"],
    )
    def test_it_draws_the_last_weeks_when_there_is_something_to_draw(
        self, recent: str, line: str | None
    ) -> None:
        body = mail(replace(region(), recent=prices(recent))).body
        assert line in body if line else "The last" not in body

    def test_it_says_the_rule_in_words(self) -> None:
        found = mail(region(), reason="falls below the price in the last mail")
        paragraph = "You get a mail when a price falls below the price in the last mail."
        assert f"\n\n{paragraph}\n\n" in found.body

    def test_nothing_is_forecast_and_nobody_told_how_to_unsubscribe(self) -> None:
        assert not re.search("expect|forecast|will |unsubscribe", mail(WHOLE).body, re.IGNORECASE)


class TestSeveralRegions:
    THREE: Final = (
        region("new_york_city", "3.04", "3.08"),
        replace(region("albany", "2.99", "3.00"), lowest_since=date(2026, 8, 3)),
        region("utica", "3.10", "4.60"),
    )

    def test_the_subject_leads_with_the_first_and_counts_the_others(self) -> None:
        assert mail(*self.THREE).subject == (
            "Gas down 4c to $3.04 in New York City; 2 more down (Nov 16)"
        )
        assert mail(*self.THREE[:2]).subject == (
            "Gas down 4c to $3.04 in New York City; 1 more down (Nov 16)"
        )

    def test_the_others_have_a_line_each_after_all_about_the_first(self) -> None:
        paragraphs = mail(*self.THREE).body.split("\n\n")
        assert paragraphs[0] == "Gas in New York City is down 4 cents to $3.04 a gallon."
        assert paragraphs[3] == (
            "Also down:\nAlbany $2.99, down 1 cent, lowest since Aug 3\nUtica $3.10, down $1.50"
        )
        assert paragraphs[4].startswith("You get a mail when")

    def test_one_region_has_no_others(self) -> None:
        assert "Also" not in mail(region()).body
        assert "more" not in mail(region()).subject

    def test_all_seventeen_fit_into_one_mail(self) -> None:
        found = mail(*(region(slug) for slug in REGIONS))
        assert found.subject == ("Gas down 4c to $3.04 in New York State; 16 more down (Nov 16)")
        [others] = [text for text in found.body.split("\n\n") if text.startswith("Also down:")]
        assert others.split("\n")[1:] == [
            f"{name} $3.04, down 4 cents" for name in list(REGIONS.values())[1:]
        ]


class TestTheFirstNotice:
    def test_it_says_what_is_watched_from_now_on_and_tells_no_fall(self) -> None:
        found = mail(region("albany", "3.04", None))
        assert found.subject == "Now watching gas in Albany: $3.04 (Nov 16)"
        assert found.body == (
            "Now watching gas in Albany: $3.04 a gallon.\n"
            "\n"
            "A tank of 12 gallons costs $36.48 to fill.\n"
            "\n"
            "From now on you get a mail when a price falls from its highest since the\n"
            "last mail.\n"
            "\n"
            "Prices are New York State's weekly averages for a gallon of regular.\n"
            "These are dated Nov 16, 2026 and cover the week before.\n"
            "\n"
            "All weeks: https://data.ny.gov/d/nqur-w4p7\n"
        )

    def test_it_tells_what_the_weeks_before_were_like(self) -> None:
        found = mail(
            replace(
                region("albany", "3.04", None),
                lowest_since=date(2026, 8, 3),
                falling_weeks=2,
                week_ago=Decimal("3.06"),
                recent=prices("3.10 3.06 3.04"),
            )
        )
        assert found.subject == "Now watching gas in Albany: $3.04 (Nov 16)"
        history, *others = found.body.split("\n\n")[1:4]
        assert " ".join(history.split()) == (
            "It is the lowest since Aug 3. It has fallen 2 weeks in a row. It was $3.06 a week ago."
        )
        assert others == [
            "A tank of 12 gallons costs $36.48 to fill.",
            "The last 3 weeks, from $3.04 to $3.10: █▃▁",
        ]

    def test_it_lists_every_watched_region(self) -> None:
        found = mail(
            region("albany", "3.04", None),
            region("utica", "3.10", None),
            replace(region("nassau", "3", None), lowest_since=date(2026, 8, 3)),
        )
        assert found.subject == "Now watching gas in Albany: $3.04 and 2 more (Nov 16)"
        assert "\n\nAlso watched:\nUtica $3.10\nNassau $3.00, lowest since Aug 3\n\n" in found.body

    def test_nobody_reads_of_a_fall(self) -> None:
        found = mail(region("albany", "3.04", None), region("utica", "3.10", None))
        without_rule = found.body.replace(f"when a price {REASON}", "").replace("\n", " ")
        assert not re.search(r"\bdown\b|less|\bfell\b", found.subject + without_rule)


def assert_fit_to_send(found: Mail) -> None:
    """Assert what SNS and a reader's mail program ask of any mail."""
    assert 1 <= len(found.subject) <= 99
    assert found.subject.isascii()
    assert found.subject.isprintable()
    assert found.subject == found.subject.strip()
    for line in found.body.split("\n"):
        assert len(line) <= 72
        assert line.isprintable()
        assert line == line.strip()
    assert found.body.endswith("\n")
    assert "\n\n\n" not in found.body
    assert len(found.body.encode()) < 256 * 1024


def test_every_mail_about_the_real_weeks_is_fit_to_send(recorded_notices: list[Record]) -> None:
    for record in recorded_notices:
        assert record.notice is not None
        assert_fit_to_send(compose(record.week, record.notice, TANK))


def test_every_region_can_lead_every_mail_about_the_real_weeks(
    recorded_notices: list[Record],
) -> None:
    leads = [
        (record.week, Notice(record.notice.kind, (told,), record.notice.reason))
        for record in recorded_notices
        if record.notice
        for told in record.notice.regions
    ]
    assert {notice.regions[0].region for _, notice in leads} == REGIONS.keys()
    for week, notice in leads:
        assert_fit_to_send(compose(week, notice, TANK))


weeks = st.dates(date(2007, 10, 29), date(2099, 12, 28))
amounts = st.decimals(Decimal("1.00"), Decimal("15.00"), places=2)
told_regions = st.builds(
    RegionNotice,
    region=st.sampled_from(list(REGIONS)),
    price=amounts,
    high=st.builds(High, amounts, weeks),
    lowest_since=st.none() | weeks,
    known_since=weeks,
    falling_weeks=st.integers(0, 52),
    week_ago=st.none() | amounts,
    month_ago=st.none() | amounts,
    year_ago=st.none() | amounts,
    recent=st.lists(st.none() | amounts, max_size=12).map(tuple),
).filter(lambda told: told.high is not None and told.price < told.high.price)
rules = st.builds(
    Rule,
    regions=st.just(tuple(REGIONS)),
    min_drop_cents=st.integers(0, 1400),
    below=st.none() | amounts,
    lowest_in_weeks=st.none() | st.integers(1, 52),
    record=st.sampled_from(["every-week", "drops"]),
)


@given(
    week=weeks,
    regions=st.lists(told_regions, min_size=1, max_size=17),
    rule=rules,
    tank=st.decimals(Decimal("0.1"), Decimal(1000)),
)
def test_any_mail_is_fit_to_send(
    week: date, regions: list[RegionNotice], rule: Rule, tank: Decimal
) -> None:
    notice = Notice("drop", tuple(regions), rule.in_words())
    assert_fit_to_send(compose(week, notice, tank))
