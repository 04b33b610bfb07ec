"""What the golden mails of real weeks do not show: the edges of each line, and that any mail fits.

`golden_mails` and `test_golden_mail_numbers` have the whole mails.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gas_prices.fuels import DEFAULT
from gas_prices.notice import High, Kind, Notice, RegionNotice
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from publisher.mail import Mail, compose

WEEK: Final = date(2026, 11, 16)
WEEK_BEFORE: Final = date(2026, 11, 9)
TANK: Final = Decimal(12)


def region(
    slug: str = "new_york_city",
    price: str = "3.04",
    high: str = "3.08",
    since: date = WEEK_BEFORE,
) -> RegionNotice:
    """Return what is told of a region that fell, of which nothing else is known."""
    fell = High(Decimal(high), since)
    return RegionNotice(slug, Decimal(price), fell, None, WEEK_BEFORE, 0, None, None, None, ())


def mail(*regions: RegionNotice, tank: str = "12", page_url: str | None = None) -> Mail:
    notice = Notice("drop", regions, Rule(()).in_words())
    return compose(DEFAULT, WEEK, notice, Decimal(tank), page_url)


def paragraphs(found: Mail) -> list[list[str]]:
    """Return the lines of each paragraph of a mail."""
    return [text.split("\n") for text in found.body.removesuffix("\n").split("\n\n")]


def test_the_address_of_the_page_stays_whole() -> None:
    address = "https://a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com/"
    assert paragraphs(mail(region(), page_url=address))[-1][-1] == address


def test_what_is_not_known_is_not_said() -> None:
    assert paragraphs(mail(region()))[1:] == [
        ["A tank of 12 gallons costs $36.48, 48 cents less than on Nov 9."],
        [
            "You get this mail when a price falls from its highest since the last",
            "mail about it.",
        ],
        [
            "Prices are for a gallon of regular, dated Nov 16, 2026.",
            "Each is an average over the week before its date.",
            "Source: New York State, https://data.ny.gov/d/nqur-w4p7",
        ],
    ]


@pytest.mark.parametrize(
    ("since", "ago", "lines"),
    [
        (date(2026, 11, 9), "3.08 - -", []),
        (date(2026, 11, 2), "3.06 - -", ["2 cents less than a week ago ($3.06)."]),
        (date(2026, 11, 2), "3.01 - -", ["3 cents more than a week ago ($3.01)."]),
        (date(2026, 11, 9), "- 3.04 -", ["The same as a month ago ($3.04)."]),
        (date(2026, 11, 9), "- - 4.4", ["$1.36 less than a year ago ($4.40)."]),
    ],
)
def test_it_compares_with_earlier_prices_but_not_again_with_the_high(
    since: date, ago: str, lines: list[str]
) -> None:
    week, month, year = (None if word == "-" else Decimal(word) for word in ago.split())
    told = replace(region(since=since), week_ago=week, month_ago=month, year_ago=year)
    assert paragraphs(mail(told))[1][:-1] == lines


@pytest.mark.parametrize(
    ("lowest_since", "known_since", "since"),
    [
        (date(2026, 11, 2), date(2026, 1, 5), "since Nov 2"),
        (date(2025, 12, 29), date(2025, 1, 6), "since Dec 29, 2025"),
        (None, date(2025, 11, 17), "in at least a year"),
        (date(2026, 11, 9), date(2025, 11, 10), None),
        (None, date(2025, 11, 24), None),
    ],
)
def test_it_says_since_when_the_price_is_the_lowest_if_that_is_news(
    lowest_since: date | None, known_since: date, since: str | None
) -> None:
    found = mail(replace(region(), lowest_since=lowest_since, known_since=known_since))
    lowest = f", lowest {since}" if since else ""
    assert found.subject == f"Gas down 4c to $3.04 in New York City{lowest} (Nov 16)"
    assert paragraphs(found)[1][:-1] == ([f"Lowest {since}."] if since else [])


@pytest.mark.parametrize(
    ("price", "high", "subject", "news"),
    [
        ("3.07", "3.08", "down 1c to $3.07 in", "$3.07, down 1 cent (0.3%)"),
        ("3.083", "3.086", "down 0.3c to $3.08 in", "$3.08, down 0.3 cents (0.1%)"),
        ("3.0701", "3.08", "down 1c to $3.07 in", "$3.07, down 1 cent (0.3%)"),
        ("3.08", "3.0801", "down 0.1c to $3.08 in", "$3.08, down 0.1 cents (0.0%)"),
        ("2.09", "3.08", "down 99c to $2.09 in", "$2.09, down 99 cents (32.1%)"),
        ("2.08", "3.08", "down $1.00 to $2.08 in", "$2.08, down $1.00 (32.5%)"),
        ("3", "4.2", "down $1.20 to $3.00 in", "$3.00, down $1.20 (28.6%) from $4.20"),
    ],
)
def test_a_fall_is_told_in_cents_and_from_a_dollar_on_in_dollars(
    price: str, high: str, subject: str, news: str
) -> None:
    found = mail(region(price=price, high=high))
    assert found.subject.startswith(f"Gas {subject}")
    assert found.body.startswith(f"New York City: {news}")


@pytest.mark.parametrize(
    ("tank", "costs"),
    [
        ("1E+1", "10 gallons costs $30.40, 40 cents less"),
        ("13.2", "13.2 gallons costs $40.13, 53 cents less"),
        ("1", "1 gallon costs $3.04, 4 cents less"),
    ],
)
def test_a_tank_is_as_large_as_it_is_said(tank: str, costs: str) -> None:
    assert paragraphs(mail(region(), tank=tank))[1] == [f"A tank of {costs} than on Nov 9."]


@pytest.mark.parametrize(
    ("slug", "line"),
    [
        ("utica", "Utica: $3.10, down 5 cents since Sep 28, lowest in at least a year"),
        ("new_york_state", "New York State: $3.10, down 5 cents since Sep 28"),
    ],
)
def test_what_does_not_fit_into_the_one_line_of_another_region_is_left_out(
    slug: str, line: str
) -> None:
    other = region(slug, "3.10", "3.15", date(2026, 9, 28))
    known = replace(other, known_since=date(2025, 11, 10))
    assert paragraphs(mail(region(), known))[2] == ["Also down:", line]


def assert_fit_to_send(found: Mail) -> None:
    """Assert what SNS and a reader's mail program ask of any mail, and that it promises nothing."""
    assert 1 <= len(found.subject) <= 99
    assert found.subject.isascii()
    for line in [found.subject, *found.body.split("\n")]:
        assert line.isprintable()
        assert line == line.strip()
    assert max(map(len, found.body.split("\n"))) <= 72
    assert found.body.endswith("\n")
    assert "\n\n\n" not in found.body
    assert len(found.body.encode()) < 256 * 1024
    assert not re.search("expect|forecast|will |unsubscribe", found.body, re.IGNORECASE)


def test_mails_about_the_real_weeks_are_fit_to_send_whichever_region_leads(
    recorded_notices: Sequence[Record],
) -> None:
    leads = set()
    for record in recorded_notices[::8]:
        assert record.notice
        for regions in (record.notice.regions, *((told,) for told in record.notice.regions)):
            assert_fit_to_send(
                compose(DEFAULT, record.week, replace(record.notice, regions=regions), TANK)
            )
            leads.add(regions[0].region)
    assert leads == REGIONS.keys()


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
    found = compose(DEFAULT, week, Notice(kind, tuple(told), rule.in_words()), tank)
    assert_fit_to_send(found)
    others = [lines[1:] for lines in paragraphs(found) if lines[0].startswith("Also")]
    assert [line.partition(":")[0] for lines in others for line in lines] == [
        REGIONS[region.region] for region in told[1:]
    ]
