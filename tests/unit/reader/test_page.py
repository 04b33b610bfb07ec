"""The page as HTML: `reader.page`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from reader.page import Frame, page

RULE = Rule(("buffalo", "utica"))
TODAY = date(2026, 4, 18)


class Outline(HTMLParser):
    """What a page consists of: its texts, and the attributes of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def values(self, tag: str, name: str) -> list[str | None]:
        return [found[name] for element, found in self.elements if element == tag and name in found]


@pytest.fixture(scope="session")
def years(recorded: Sequence[Row]) -> list[Record]:
    """The records of ten years, newest first."""
    [played] = replay([RULE], windows(recorded, date(2016, 4, 4)))
    return list(played.records[::-1])


def shown(records: Sequence[Record], slug: str = "buffalo") -> Outline:
    return Outline(page(DEFAULT, records, RULE, (slug,), TODAY, Frame("", "?region={}")))


def test_the_first_thing_it_says_is_the_price_and_how_that_stands(years: list[Record]) -> None:
    texts = shown(years).texts
    assert texts[0] == "Gas in Buffalo: $3.98"
    begin = texts.index("Up 7 cents in a week, from $3.91.") - 2
    assert texts[begin : begin + 8] == [
        "No newer price is recorded: all of this is as of Apr 6, 2026.",
        "$3.98",
        "Up 7 cents in a week, from $3.91.",
        "Highest since Sep 12, 2022.",
        "91 cents more than a year ago, $3.07.",
        "Average of the week before",
        "Apr 6, 2026",
        ",",
    ]
    assert "12 days ago" in texts
    assert "Gas Notifier mails its readers when a price falls" in " ".join(texts)
    assert "Watched: Buffalo, Utica." in texts
    assert "Waiting a week was cheaper 3 times in 10." in texts


def test_how_often_waiting_has_paid_is_drawn_as_well(years: list[Record]) -> None:
    [whole, paid] = shown(years).values("rect", "width")
    assert (whole, paid) == ("100%", f"{50 * 100 / 193:.0f}%")


def test_a_link_to_it_is_shown_with_the_price_and_how_that_stands(years: list[Record]) -> None:
    contents = {
        attributes.get("property") or attributes.get("name"): attributes.get("content")
        for tag, attributes in shown(years).elements
        if tag == "meta"
    }
    assert contents["og:title"] == "Gas in Buffalo: $3.98"
    assert (contents["og:description"] or "").startswith("Up 7 cents in a week, from $3.91. Hi")
    assert contents["description"] == contents["og:description"]


@pytest.mark.parametrize(
    ("today", "ago"), [(6, "today"), (7, "yesterday"), (8, "2 days ago"), (30, "24 days ago")]
)
def test_how_old_a_price_is_reads_as_it_is_said(years: list[Record], today: int, ago: str) -> None:
    html = page(
        DEFAULT, years, RULE, ("buffalo",), date(2026, 4, today), Frame("", region="?region={}")
    )
    assert f'<span class="age">{ago}</span>' in html


@pytest.mark.parametrize(
    ("today", "is_old"), [(date(2026, 5, 11), False), (date(2026, 5, 12), True)]
)
def test_prices_older_than_five_weeks_are_said_to_be_old(
    years: list[Record], today: date, *, is_old: bool
) -> None:
    html = page(DEFAULT, years, RULE, ("buffalo",), today, Frame("", "?region={}"))
    [old] = [found for _, found in Outline(html).elements if found.get("class") == "old"]
    assert ("hidden" in old, old["data-days"]) == (not is_old, "35")


def test_all_regions_are_a_link_away_the_watched_ones_first(years: list[Record]) -> None:
    outline = shown(years)
    links = [link for link in outline.values("a", "href") if link and link.startswith("?")]
    assert links[:3] == ["?region=buffalo", "?region=utica", "?region=new_york_state"]
    assert len(links) == len(REGIONS)
    assert outline.values("button", "popovertarget") == outline.values("div", "id") * 2
    assert [found["href"] for _, found in outline.elements if "aria-current" in found] == links[:1]


def test_one_region_alone_offers_no_choice(years: list[Record]) -> None:
    alone = Frame("", "#{}", linked=("buffalo",))
    outline = Outline(page(DEFAULT, years, RULE, ("buffalo",), TODAY, alone))
    assert outline.values("button", "popovertarget") == []


def test_the_legend_shows_the_marks_that_there_are(years: list[Record]) -> None:
    paths = [found for tag, found in shown(years).elements if tag == "path"]
    signs = [path["class"] for path in paths if path["d"] in {"M8 6z", "M7 3v6M10 3v6"}]
    assert signs == ["drop", "drop", "drop tick", "drop tick"]


def test_the_table_has_each_price_and_what_was_told(years: list[Record]) -> None:
    suspect = replace(years[0], prices={}, suspect={"buffalo": Decimal("9.99")})
    texts = shown([suspect, *years[1:]]).texts
    begin = texts.index("Remark") + 1
    assert texts[begin : begin + 5] == [
        *("2026-04-06", "$9.99", "price not believed"),
        *("2026-03-30", "$3.91"),
    ]
    told = texts.index("2026-02-09")
    assert texts[told + 1 : told + 3] == ["$3.07", "mail about a drop"]
    assert "2016-04-04" in texts


@pytest.mark.parametrize(
    ("weeks", "ranges", "at_first"),
    [
        (1, ["all"], "all"),
        (12, ["all"], "all"),
        (13, ["weeks", "all"], "all"),
        (54, ["weeks", "year", "all"], "year"),
        (520, ["weeks", "year", "years", "all"], "year"),
    ],
)
def test_the_chart_can_be_cut_to_less_than_there_is(
    years: list[Record], weeks: int, ranges: list[str], at_first: str
) -> None:
    outline = shown(years[:weeks])
    assert outline.values("input", "value") == ranges
    assert [found["value"] for _, found in outline.elements if "checked" in found] == [at_first]
    assert [
        plot for plot in outline.values("div", "class") if plot and plot.startswith("plot")
    ] == [f"plot {name}" for name in ranges]


def test_a_cut_without_a_price_is_not_offered(years: list[Record]) -> None:
    no_prices = [replace(record, prices={}) for record in years[:20]]
    assert shown([*no_prices, *years[20:40]]).values("input", "value") == ["all"]


@pytest.mark.parametrize("records", [0, 5])
def test_where_nothing_is_known_it_says_so_and_keeps_the_rule(
    years: list[Record], records: int
) -> None:
    weeks = [replace(record, prices={"utica": Decimal(3)}) for record in years[:records]]
    outline = shown(weeks)
    assert outline.texts[:2] == ["Gas Notifier", "No price of Buffalo is recorded yet"]
    assert "When a mail is sent" in outline.texts


@pytest.mark.parametrize(
    ("last", "moved"), [("3.00", "stayed"), ("3.10", "rose"), ("2.90", "fell")]
)
def test_which_way_the_price_went_is_seen_at_once(last: str, moved: str) -> None:
    records = [
        Record(date(2026, 4, 6), {"buffalo": Decimal(last)}, {}, {}, {}),
        Record(date(2026, 3, 30), {"buffalo": Decimal("3.00")}, {}, {}, {}),
    ]
    assert f"now {moved}" in shown(records).values("p", "class")


def test_all_regions_are_not_listed_where_all_are_watched(years: list[Record]) -> None:
    html = page(DEFAULT, years[:1], Rule(tuple(REGIONS)), ("buffalo",), TODAY, Frame("", "#{}"))
    assert "Watched: all 17 regions." in Outline(html).texts
