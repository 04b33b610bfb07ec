"""The notices as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from gas_prices.notice import Notice, RegionNotice
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from wording import cents, day, dollars

MOST_ENTRIES: Final = 52


def feed(records: Sequence[Record], host: str) -> str:
    """Return the feed of the newest notices of the page at a host; records are newest first."""
    told = [(record, record.notice) for record in records if record.notice][:MOST_ENTRIES]
    updated = max((_recorded_at(*one) for one in told), default=datetime.min.replace(tzinfo=UTC))
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        "<title>Gas Notifier</title>",
        f"<id>https://{host}/notices.atom</id>",
        f'<link rel="self" type="application/atom+xml" href="https://{host}/notices.atom"/>',
        f'<link rel="alternate" type="text/html" href="https://{host}/"/>',
        "<author><name>Gas Notifier</name></author>",
        f"<updated>{updated.isoformat()}</updated>",
        *(_entry(record, notice, host) for record, notice in told),
        "</feed>",
    ]
    return "\n".join(parts) + "\n"


def _entry(record: Record, notice: Notice, host: str) -> str:
    lead, *others = notice.regions
    more = f"; {len(others)} more" if others else ""
    text = "\n".join([*map(_line, notice.regions), f"The rule: when a price {notice.reason}."])
    return (
        f"<entry><title>{_line(lead)}{more}</title>"
        f"<id>https://{host}/weeks/{record.week}</id>"
        f'<link rel="alternate" type="text/html" href="https://{host}/?region={lead.region}"/>'
        f"<published>{_recorded_at(record, notice).isoformat()}</published>"
        f"<updated>{_recorded_at(record, notice).isoformat()}</updated>"
        f'<content type="text">{text}</content></entry>'
    )


def _line(told: RegionNotice) -> str:
    line = f"{REGIONS[told.region]}: {dollars(told.price)}"
    if told.before is None:
        return f"{line}, {'; '.join(told.kept_back) or 'watched from now on'}"
    change = told.price - told.before.price
    before = f"{dollars(told.before.price)} on {day(told.before.week, date.min)}"
    direction = "down" if change < 0 else "up"
    return f"{line}, {direction} {cents(abs(change))} from {before}"


def _recorded_at(record: Record, notice: Notice) -> datetime:
    # Only the first notices ever did not tell when they were recorded.
    return notice.recorded_at or datetime.combine(record.week, time(), UTC)
