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
REASON: Final = "falls from its highest since the last mail about it"


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


def paragraphs(found: Mail) -> list[list[str]]:
    """Return the lines of each paragraph of a mail."""
    return [text.split("\n") for text in found.body.removesuffix("\n").split("\n\n")]


class TestOneRegion:
    def test_the_whole_mail(self) -> None:
        found = mail(WHOLE)
        assert found.subject == (
            "Gas down 4c to $3.04 in New York City, lowest since Nov 3, 2025 (Nov 16)"
        )
        assert found.body == (
            "New York City: $3.04, down 4 cents (1.3%) from $3.08 on Nov 9.\n"
            "\n"
            "Lowest since Nov 3, 2025.\n"
            "Down 3 weeks in a row.\n"
            "7 cents less than a month ago ($3.11).\n"
            "16 cents less than a year ago ($3.20).\n"
            "A tank of 12 gallons costs $36.48, 48 cents less than on Nov 9.\n"
            "\n"
            "After a fall of 2 cents in New York City, the next price was lower still\n"
            "8 times in 10 (63 of 83 since 2007).\n"
            "Waiting a week has paid more often than not (acting two weeks late: 6\n"
            "times in 10); the median change was -2c.\n"
            "\n"
            "Last 11 weekly prices in New York City: lowest $3.04, highest $3.13\n"
            "▆█▇·▇▆▆▄▄▃▃▁\n"
            "\n"
            "You get this mail when a price falls from its highest since the last\n"
            "mail about it.\n"
            "\n"
            "Prices are for a gallon of regular, dated Nov 16, 2026.\n"
            "Each is an average over the week before its date.\n"
            "Source: New York State, https://data.ny.gov/d/nqur-w4p7\n"
        )

    def test_the_news_is_the_first_line(self) -> None:
        news, *_ = paragraphs(mail(region("buffalo", "2.99", "3.10")))
        assert news == ["Buffalo: $2.99, down 11 cents (3.5%) from $3.10 on Nov 9."]

    def test_what_is_not_known_is_not_said(self) -> None:
        news, facts, reason, source = paragraphs(mail(region()))
        assert news == ["New York City: $3.04, down 4 cents (1.3%) from $3.08 on Nov 9."]
        assert facts == ["A tank of 12 gallons costs $36.48, 48 cents less than on Nov 9."]
        assert reason[0].startswith("You get this mail when")
        assert source[0].startswith("Prices are")

    @pytest.mark.parametrize(
        ("ago", "lines"),
        [
            ("- 3.11 -", ["7 cents less than a month ago ($3.11)."]),
            ("- - 3.03", ["1 cent more than a year ago ($3.03)."]),
            ("- 3.04 -", ["The same as a month ago ($3.04)."]),
            (
                "- 3.1 4.4",
                [
                    "6 cents less than a month ago ($3.10).",
                    "$1.36 less than a year ago ($4.40).",
                ],
            ),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_it_compares_with_what_the_price_was_as_far_as_that_is_known(
        self, ago: str, lines: list[str]
    ) -> None:
        week_ago, month_ago, year_ago = prices(ago)
        told = replace(region(), week_ago=week_ago, month_ago=month_ago, year_ago=year_ago)
        assert paragraphs(mail(told))[1][:-1] == lines

    @pytest.mark.parametrize(
        ("high_week", "week_ago", "line"),
        [
            pytest.param(WEEK_BEFORE, "3.08", None, id="the high is that of the week before"),
            pytest.param(date(2026, 11, 2), "3.06", "2 cents less", id="it fell again"),
            pytest.param(date(2026, 11, 2), "3.04", "The same as", id="it stood still"),
            pytest.param(date(2026, 11, 2), "3.01", "3 cents more", id="it rose"),
        ],
    )
    def test_a_fall_of_more_than_a_week_does_not_hide_what_the_last_week_brought(
        self, high_week: date, week_ago: str, line: str | None
    ) -> None:
        told = replace(region(), high=High(Decimal("3.08"), high_week), week_ago=Decimal(week_ago))
        compared = [
            fact for fact in paragraphs(mail(told))[1] if f"a week ago (${week_ago})." in fact
        ]
        assert [fact.partition(" than")[0].partition(" a week")[0] for fact in compared] == (
            [line] if line else []
        )

    @pytest.mark.parametrize(
        ("lowest_since", "known_since", "since"),
        [
            pytest.param(date(2026, 11, 2), date(2026, 1, 5), "since Nov 2", id="two weeks"),
            pytest.param(
                date(2025, 12, 29), date(2025, 1, 6), "since Dec 29, 2025", id="last year"
            ),
            pytest.param(None, date(2025, 11, 17), "in at least a year", id="52 weeks"),
            pytest.param(None, date(2025, 11, 10), "in at least a year", id="53 weeks"),
            pytest.param(date(2026, 11, 9), date(2025, 11, 10), None, id="lower a week ago"),
            pytest.param(None, date(2025, 11, 24), None, id="51 weeks are not a year"),
        ],
    )
    def test_it_says_since_when_the_price_is_the_lowest_if_that_is_news(
        self, lowest_since: date | None, known_since: date, since: str | None
    ) -> None:
        found = mail(replace(region(), lowest_since=lowest_since, known_since=known_since))
        if since:
            assert found.subject.endswith(f"in New York City, lowest {since} (Nov 16)")
            assert paragraphs(found)[1][0] == f"Lowest {since}."
        else:
            assert "lowest" not in found.subject
            assert "Lowest" not in found.body

    @pytest.mark.parametrize(
        ("falling_weeks", "line"),
        [
            (0, None),
            (1, None),
            (2, "Down 2 weeks in a row."),
            (18, "Down 18 weeks in a row."),
        ],
    )
    def test_it_says_when_the_price_fell_more_than_once_in_a_row(
        self, falling_weeks: int, line: str | None
    ) -> None:
        facts = paragraphs(mail(replace(region(), falling_weeks=falling_weeks)))[1]
        assert facts[:-1] == ([line] if line else [])

    @pytest.mark.parametrize(
        ("price", "high", "subject", "news"),
        [
            ("3.07", "3.08", "Gas down 1c to $3.07 in", "$3.07, down 1 cent (0.3%)"),
            ("3.06", "3.08", "Gas down 2c to $3.06 in", "$3.06, down 2 cents (0.6%)"),
            ("3.083", "3.086", "Gas down 0.3c to $3.08 in", "$3.08, down 0.3 cents (0.1%)"),
            ("3.0701", "3.08", "Gas down 1c to $3.07 in", "$3.07, down 1 cent (0.3%)"),
            ("3.08", "3.0801", "Gas down 0.1c to $3.08 in", "$3.08, down 0.1 cents (0.0%)"),
            ("2.09", "3.08", "Gas down 99c to $2.09 in", "$2.09, down 99 cents (32.1%)"),
            ("2.08", "3.08", "Gas down $1.00 to $2.08 in", "$2.08, down $1.00 (32.5%)"),
            ("3.99", "4", "Gas down 1c to $3.99 in", "$3.99, down 1 cent (0.3%) from $4.00"),
            ("3", "4.2", "Gas down $1.20 to $3.00 in", "$3.00, down $1.20 (28.6%) from $4.20"),
        ],
    )
    def test_a_fall_is_told_in_cents_and_from_a_dollar_on_in_dollars(
        self, price: str, high: str, subject: str, news: str
    ) -> None:
        found = mail(region(price=price, high=high))
        assert found.subject.startswith(subject)
        assert found.body.startswith(f"New York City: {news}")

    def test_a_high_of_another_year_is_told_with_its_year(self) -> None:
        found = mail(replace(region(), high=High(Decimal("3.08"), date(2025, 12, 29))))
        assert " from $3.08 on Dec 29, 2025.\n" in found.body

    @pytest.mark.parametrize(
        ("tank", "line"),
        [
            ("12", "A tank of 12 gallons costs $36.48, 48 cents less than on Nov 9."),
            ("1E+1", "A tank of 10 gallons costs $30.40, 40 cents less than on Nov 9."),
            ("13.2", "A tank of 13.2 gallons costs $40.13, 53 cents less than on Nov 9."),
            ("25", "A tank of 25 gallons costs $76.00, $1.00 less than on Nov 9."),
            ("1", "A tank of 1 gallon costs $3.04, 4 cents less than on Nov 9."),
        ],
    )
    def test_it_says_what_a_tank_costs_and_how_much_less_that_is(
        self, tank: str, line: str
    ) -> None:
        assert paragraphs(mail(region(), tank=Decimal(tank)))[1] == [line]

    def test_what_a_tank_costs_less_than_in_another_year_is_told_with_that_year(self) -> None:
        found = mail(replace(region(), high=High(Decimal("3.08"), date(2025, 12, 29))))
        assert paragraphs(found)[1] == [
            "A tank of 12 gallons costs $36.48, 48 cents less than on Dec 29, 2025."
        ]

    @pytest.mark.parametrize(
        ("recent", "lines"),
        [
            ("", None),
            ("3.04", None),
            ("- 3.04", None),
            (
                "3.08 3.04",
                ["Last 2 weekly prices in New York City: lowest $3.04, highest $3.08", "█▁"],
            ),
            (
                "3.08 - 3.04",
                ["Last 2 weekly prices in New York City: lowest $3.04, highest $3.08", "█·▁"],
            ),
            (
                "- - 3.08 3.04",
                ["Last 2 weekly prices in New York City: lowest $3.04, highest $3.08", "█▁"],
            ),
        ],
        ids=["none", "one", "one and a gap", "two", "two and a gap", "two that are the first"],
    )
    def test_it_draws_the_last_weeks_when_there_is_something_to_draw(
        self, recent: str, lines: list[str] | None
    ) -> None:
        found = mail(replace(region(), recent=prices(recent)))
        if lines:
            assert lines in paragraphs(found)
        else:
            assert "weekly prices" not in found.body

    def test_it_says_the_rule_in_words(self) -> None:
        found = mail(region(), reason="falls below the price in the last mail about it")
        assert " ".join(paragraphs(found)[-2]) == (
            "You get this mail when a price falls below the price in the last mail about it."
        )

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

    def test_the_others_have_a_line_each_after_the_facts_about_the_first(self) -> None:
        assert paragraphs(mail(*self.THREE))[:3] == [
            ["New York City: $3.04, down 4 cents (1.3%) from $3.08 on Nov 9."],
            ["A tank of 12 gallons costs $36.48, 48 cents less than on Nov 9."],
            [
                "Also down:",
                "Albany: $2.99, down 1 cent, lowest since Aug 3",
                "Utica: $3.10, down $1.50",
            ],
        ]

    def test_another_regions_fall_of_more_than_a_week_is_told_with_its_start(self) -> None:
        utica = replace(
            region("utica", "3.10", "3.15"),
            high=High(Decimal("3.15"), date(2026, 9, 28)),
            lowest_since=date(2025, 12, 1),
        )
        assert paragraphs(mail(region(), utica))[2] == [
            "Also down:",
            "Utica: $3.10, down 5 cents since Sep 28, lowest since Dec 1, 2025",
        ]

    @pytest.mark.parametrize(
        ("slug", "line"),
        [
            ("utica", "Utica: $3.10, down 5 cents since Sep 28, lowest in at least a year"),
            ("new_york_state", "New York State: $3.10, down 5 cents since Sep 28"),
        ],
    )
    def test_what_does_not_fit_into_the_one_line_of_another_region_is_left_out(
        self, slug: str, line: str
    ) -> None:
        other = replace(
            region(slug, "3.10", "3.15"),
            high=High(Decimal("3.15"), date(2026, 9, 28)),
            known_since=date(2025, 11, 10),
        )
        assert paragraphs(mail(region(), other))[2] == ["Also down:", line]

    def test_one_region_has_no_others(self) -> None:
        assert "Also" not in mail(region()).body
        assert "more" not in mail(region()).subject

    def test_all_seventeen_fit_into_one_mail(self) -> None:
        found = mail(*(region(slug) for slug in REGIONS))
        assert found.subject == "Gas down 4c to $3.04 in New York State; 16 more down (Nov 16)"
        assert paragraphs(found)[2] == [
            "Also down:",
            *(f"{name}: $3.04, down 4 cents" for name in list(REGIONS.values())[1:]),
        ]


class TestTheFirstNotice:
    def test_it_says_what_is_watched_from_now_on_and_tells_no_fall(self) -> None:
        found = mail(region("albany", "3.04", None))
        assert found.subject == "Now watching gas in Albany: $3.04 (Nov 16)"
        assert found.body == (
            "Now watching gas in Albany: $3.04 a gallon.\n"
            "\n"
            "A tank of 12 gallons costs $36.48.\n"
            "\n"
            "From now on you get a mail when a price falls from its highest since the\n"
            "last mail about it.\n"
            "\n"
            "Prices are for a gallon of regular, dated Nov 16, 2026.\n"
            "Each is an average over the week before its date.\n"
            "Source: New York State, https://data.ny.gov/d/nqur-w4p7\n"
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
        assert paragraphs(found)[1:4] == [
            [
                "Lowest since Aug 3.",
                "Down 2 weeks in a row.",
                "2 cents less than a week ago ($3.06).",
                "A tank of 12 gallons costs $36.48.",
            ],
            ["Last 3 weekly prices in Albany: lowest $3.04, highest $3.10", "█▃▁"],
            [
                "From now on you get a mail when a price falls from its highest since the",
                "last mail about it.",
            ],
        ]

    def test_it_lists_every_watched_region(self) -> None:
        found = mail(
            region("albany", "3.04", None),
            region("utica", "3.10", None),
            replace(region("nassau", "3", None), lowest_since=date(2026, 8, 3)),
        )
        assert found.subject == "Now watching gas in Albany: $3.04; 2 more watched (Nov 16)"
        assert paragraphs(found)[2] == [
            "Also watched:",
            "Utica: $3.10",
            "Nassau: $3.00, lowest since Aug 3",
        ]

    def test_nobody_reads_of_a_fall(self) -> None:
        found = mail(region("albany", "3.04", None), region("utica", "3.10", None))
        without_rule = found.body.replace("\n", " ").replace(f"when a price {REASON}", "")
        assert not re.search(r"\bdown\b|less|\bfell\b", found.subject + without_rule, re.IGNORECASE)


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
    kind=st.sampled_from(["drop", "first"]),
    rule=rules,
    tank=st.decimals(Decimal(1), Decimal(200), places=2),
)
def test_any_mail_is_fit_to_send_and_has_a_line_for_each_other_region(
    week: date, regions: list[RegionNotice], kind: Kind, rule: Rule, tank: Decimal
) -> None:
    told = [replace(region, high=None) for region in regions] if kind == "first" else regions
    found = compose(week, Notice(kind, tuple(told), rule.in_words()), tank)
    assert_fit_to_send(found)
    others = [lines[1:] for lines in paragraphs(found) if lines[0].startswith("Also")]
    assert [line.partition(":")[0] for lines in others for line in lines] == [
        REGIONS[region.region] for region in told[1:]
    ]
