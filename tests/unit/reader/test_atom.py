"""The notices as an Atom feed: `reader.atom`."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from lxml import etree

from gas_notifier import REPOSITORY
from gas_prices.notice import Fall, High, Low, Notice, RegionNotice
from gas_prices.record import Record
from reader.atom import feed

AT = datetime(2026, 4, 17, 22, 0, tzinfo=UTC)
HOST = "gas.example.com"
ATOM = {"": "http://www.w3.org/2005/Atom"}
VALID = etree.RelaxNG(etree.parse(REPOSITORY / "tests/data/atom.rng"))


def read(*records: Record) -> etree._Element:
    """Return the feed of records, newest first; fail where it is not valid."""
    found = etree.fromstring(feed(records, HOST).encode())
    VALID.assertValid(found)
    return found


def texts(feed: etree._Element, path: str) -> list[str | None]:
    return [found.text for found in feed.iterfind(path, ATOM)]


def told(region: str, price: str, high: str | None) -> RegionNotice:
    return RegionNotice(
        region=region,
        price=Decimal(price),
        high=High(Decimal(high), date(2026, 3, 9)) if high else None,
        lowest_since=None,
        known_since=date(2025, 4, 7),
        falling_weeks=1,
        week_ago=None,
        month_ago=None,
        year_ago=None,
        recent=(),
    )


def record(week: date, notice: Notice | None) -> Record:
    return Record(week, {}, {}, {}, {}, notice)


def test_it_is_a_valid_feed_of_the_notices_newest_first() -> None:
    first = Notice("first", (told("utica", "3.10", None),), "falls")
    drop = Notice(
        "drop", (told("utica", "3.04", "3.10"), told("buffalo", "3.00", "4.25")), "falls", AT
    )
    fall = Fall(High(Decimal("3.30"), date(2026, 1, 5)), Low(Decimal("3.04"), date(2026, 3, 9)))
    turn = replace(drop, regions=(replace(told("utica", "3.20", None), fall=fall),))
    reason = ("it did not fall: $3.10 is 1 cent above $3.09, the high of 2026-03-09",)
    quiet = replace(drop, regions=(replace(told("utica", "3.10", None), kept_back=reason),))
    found = read(
        record(date(2026, 4, 27), None),
        record(date(2026, 4, 20), quiet),
        record(date(2026, 4, 13), turn),
        record(date(2026, 4, 6), drop),
        record(date(2026, 3, 30), first),
    )
    assert texts(found, "id") == ["https://gas.example.com/notices.atom"]
    assert texts(found, "updated") == [AT.isoformat()]
    assert texts(found, "entry/id") == [
        f"https://gas.example.com/weeks/{week}"
        for week in ("2026-04-20", "2026-04-13", "2026-04-06", "2026-03-30")
    ]
    assert texts(found, "entry/title") == [
        f"Utica: $3.10, {reason[0]}",
        "Utica: $3.20, up 16 cents from $3.04 on Mar 9, 2026",
        "Utica: $3.04, down 6 cents from $3.10 on Mar 9, 2026; 1 more",
        "Utica: $3.10, watched from now on",
    ]
    assert texts(found, "entry/published") == [*[AT.isoformat()] * 3, "2026-03-30T00:00:00+00:00"]
    content = texts(found, "entry/content")[2]
    assert content
    assert content.splitlines() == [
        "Utica: $3.04, down 6 cents from $3.10 on Mar 9, 2026",
        "Buffalo: $3.00, down $1.25 from $4.25 on Mar 9, 2026",
        "The rule: when a price falls.",
    ]
    links = [link.get("href") for link in found.iterfind("entry/link", ATOM)]
    assert links == ["https://gas.example.com/?region=utica"] * 4


def test_before_the_first_notice_it_is_valid_too() -> None:
    assert texts(read(), "entry/id") == []


def test_it_does_not_grow_for_ever() -> None:
    notice = Notice("drop", (told("utica", "3.04", "3.10"),), "falls", AT)
    records = [record(date.fromordinal(740000 - 7 * number), notice) for number in range(60)]
    assert len(texts(read(*records), "entry/id")) == 52
