"""Every way in which the feed can misbehave, and all that comes of it.

This is the one list of them: the tests let the fetcher meet each fault, and the table in
docs/feed-faults.md is made from it. In each case the fetcher watches every region, the week of
2025-01-06 is recorded with $3.10 everywhere, and a feed that is in order would publish $3.05
everywhere for 2025-01-13. Where it is about seconds, a fiftieth of one stands for each.
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gas_prices.regions import REGIONS, STATE, column
from tests.support.feed_rows import week
from tests.support.no_feed import NoFeed
from tests.support.scripted_feed import Script, answer, drip, hang, head, raw, stream

ANY: Final = "…"
"""Stands, in what is logged, for words that differ from machine to machine."""
EVERYWHERE: Final = tuple(REGIONS)
REGION: Final = "albany"
"""The one region that the faults of one region are about."""
ELSEWHERE: Final = tuple(region for region in REGIONS if region != REGION)
HTML: Final = "<html>\n<body>Bad Gateway</body>\n</html>"
LOCATION: Final = "https://elsewhere.example/"
BUDGET: Final = 0.4
"""A fiftieth of the seconds that a reading may take."""


@dataclass(frozen=True)
class FeedFault:
    """One way to misbehave, and what one look of the fetcher at it comes to.

    `feeds` are what is behind each feed URL in turn, `requests` how often each is asked, and
    `pauses` the seconds between those requests. `logged` are the lines from level INFO on, with ANY
    for what differs; `recorded` are the weeks, `told` the regions in the notice of the newest.
    When `failed`, FeedError is raised, and says for each URL what was logged of it. It
    `times_out` where a read of it ends by its own time-out; `budget`, in seconds, is given where
    it is the time allowed for the whole that ends it.
    """

    feeds: tuple[Script | NoFeed, ...]
    logged: tuple[str, ...]
    recorded: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    failed: bool = False
    requests: tuple[int, ...] = (1,)
    pauses: tuple[float, ...] = ()
    times_out: bool = False
    budget: float | None = None


def row(number: int, price: str, /, **cells: object) -> dict[str, object]:
    """Return a row of the feed with one price everywhere but in the cells given by column."""
    prices = {column(region): price for region in REGIONS}
    return {"date": f"{week(number)}T00:00:00.000", **prices, **cells}


def published(*rows: object) -> bytes:
    """Return the answer that holds these rows."""
    return json.dumps(rows).encode()


def without(row: dict[str, object], *columns: str) -> dict[str, object]:
    """Return the row without some of its columns."""
    return {name: value for name, value in row.items() if name not in columns}


OLD: Final = row(0, "3.10")
NEW: Final = row(1, "3.05")
SOUND: Final = published(NEW, OLD)
BOMB: Final = gzip.compress(bytes(10_000_000))
"""A hundredth of a gigabyte, packed; any number of these in a row is gzip too."""
PACKED: Final = gzip.compress(SOUND)
WEEKS: Final = tuple(week(number).isoformat() for number in range(5))


def new_cell(text: str, region: str = REGION) -> bytes:
    """Return the answer whose newest row has this JSON text as the price of a region."""
    marked = published({**NEW, column(region): "@"}, OLD)
    return marked.replace(b'"@"', text.encode())


def failing(
    feed: Script | NoFeed,
    reason: str,
    *,
    pauses: tuple[float, ...] = (),
    last: str = "",
    times_out: bool = False,
    budget: float | None = None,
) -> FeedFault:
    """Return the fault of a feed that is given up on, each pause being followed by a retry."""
    return FeedFault(
        feeds=(feed,),
        logged=(
            *[f"INFO feed asked again: {reason}"] * len(pauses),
            f"WARNING feed failed: {reason}{last}",
        ),
        failed=True,
        requests=(len(pauses) + 1,),
        pauses=pauses,
        times_out=times_out,
        budget=budget,
    )


def passing(
    feed: Script | NoFeed, reason: str, pauses: tuple[float, ...] = (0.5, 1.0)
) -> FeedFault:
    """Return the fault of a feed that is asked again, because it may have passed by then."""
    return failing(feed, reason, pauses=pauses, last=f", attempt {len(pauses) + 1}")


def hanging(after: bytes = b"") -> FeedFault:
    """Return the fault of a feed that says nothing more after these bytes."""
    return replace(passing(hang(after), READ_TIMED_OUT), times_out=True)


def slow(feed: Script | NoFeed) -> FeedFault:
    """Return the fault of a feed that takes longer than the time allowed."""
    return failing(feed, "no whole answer in the time allowed", budget=BUDGET)


def second_good(first: FeedFault) -> FeedFault:
    """Return the fault of a first URL that is made good by a second."""
    return replace(
        first,
        feeds=(*first.feeds, answer(SOUND)),
        logged=(*first.logged, "INFO looked at the feed"),
        recorded=WEEKS[1:2],
        told=EVERYWHERE,
        failed=False,
        requests=(*first.requests, 1),
    )


def harmless(body: bytes, told: tuple[str, ...] = EVERYWHERE) -> FeedFault:
    """Return what is told and recorded as ever, though the feed answers in an unusual way."""
    return FeedFault((answer(body),), ("INFO looked at the feed",), (WEEKS[1],), told)


def costing(
    body: bytes,
    *faults: str,
    told: tuple[str, ...] = ELSEWHERE,
    recorded: Sequence[str] = WEEKS[1:2],
) -> FeedFault:
    """Return the fault of an answer of which some is left out, and the rest is used."""
    line = f"WARNING looked at the feed: {'; '.join(faults)}"
    return FeedFault((answer(body),), (line,), tuple(recorded), told)


def _no_price(cell: str, shown: str | None = None) -> FeedFault:
    fault = f"{WEEKS[1]} {REGION} is not a price: {shown or cell}"
    return costing(new_cell(cell), fault, f"{REGION} is missing")


def _suspect(price: str) -> FeedFault:
    return costing(new_cell(f'"{price}"'), f"{REGION} is suspect: {price}")


def _no_date(new: dict[str, object], fault: str) -> FeedFault:
    return costing(published(new, OLD), fault, told=(), recorded=())


READ_TIMED_OUT: Final = f"ReadTimeout{ANY}Read timed out{ANY}"
NOT_JSON: Final = f"not JSON: {ANY}"
NOT_FOUND: Final = {
    "its envelope": '{"code": "dataset.missing", "error": true, "message": "Not found"}',
    "the other envelope": '{"message": "Not found", "errorCode": "dataset.missing"}',
}
BAD_REQUEST: Final = {
    "its envelope": '{"message": "No such column", "errorCode": "query.soql.no-such-column"}',
    "the other envelope": '{"code": "query.bad", "error": true, "message": "Bad"}',
}

UNANSWERED: Final = {
    "no connection: refused": failing(NoFeed.REFUSED, f"NewConnectionError: Failed{ANY}refused"),
    "no DNS answer: no such name": failing(NoFeed.UNKNOWN, f"NameResolutionError: {ANY}not known)"),
    "no DNS answer: not for the moment": passing(
        NoFeed.BUSY_NAME_SERVER, f"NameResolutionError: {ANY}Temporary failure{ANY}"
    ),
    "no DNS answer: silence": slow(NoFeed.SILENT_NAME_SERVER),
    "connect time-out": passing(NoFeed.UNREACHABLE, f"ConnectTimeoutError: {ANY}timed out{ANY}"),
    "read time-out: no answer": hanging(),
    "read time-out: half a head": hanging(head()[:30]),
    "read time-out: half a body": hanging(head(Content_Length="90000") + SOUND[:90]),
    "a body dripping a byte a second": slow(drip(head(), b" ", 0.02)),
    "a head that drips": slow(drip(b"", b"H", 0.02)),
    "headers that drip": slow(drip(head()[:-2], b"X-Drop: 1\r\n", 0.02)),
    "chunks that drip": slow(drip(head(Transfer_Encoding="chunked"), b"1\r\n \r\n", 0.02)),
    "the length of a chunk, dripping": slow(drip(head(Transfer_Encoding="chunked"), b"0", 0.02)),
    # The name of the packed file, without end.
    "a packed body that drips": slow(
        drip(head(Content_Encoding="gzip") + b"\x1f\x8b\x08\x08" + bytes(6), b"n", 0.02)
    ),
    "half a body, then silence": slow(hang(head(Content_Length="90000") + SOUND)),
    "hung up on": failing(raw(b""), f"{ANY}RemoteDisconnected{ANY}"),
    "not HTTP": failing(raw(b"SSH-2.0\r\n"), f"{ANY}BadStatusLine{ANY}"),
}

REFUSED: Final = {
    "202, still computing": passing(answer(status=202), "HTTP 202"),
    "202 with rows": passing(answer(SOUND, 202), "HTTP 202"),
    "204": failing(raw(head(204)), "HTTP 204"),
    "301 to elsewhere": failing(answer(status=301, Location=LOCATION), "HTTP 301"),
    "301 to elsewhere, in gzip that unpacks to 1 GB": failing(
        stream(head(301, Location=LOCATION, Content_Encoding="gzip"), BOMB, 100), "HTTP 301"
    ),
    "302 to itself": failing(
        answer(SOUND, 302, Location="/resource/nqur-w4p7.json"), f"HTTP 302: {ANY}"
    ),
    "304": failing(raw(head(304)), "HTTP 304"),
    **{
        f"400 in {envelope}": failing(answer(text, 400), f"HTTP 400: {text}")
        for envelope, text in BAD_REQUEST.items()
    },
    "403 of a blocked network": failing(answer("blocked", 403), "HTTP 403: blocked"),
    **{
        f"404 in {envelope}": failing(answer(text, 404), f"HTTP 404: {text}")
        for envelope, text in NOT_FOUND.items()
    },
    "404 with HTML": failing(
        answer(HTML, 404), "HTTP 404: <html> <body>Bad Gateway</body> </html>"
    ),
    "404 that ends half way": failing(answer("Not fo", 404, length=90), "HTTP 404"),
    "404 that is not gzip": failing(answer("no", 404, Content_Encoding="gzip"), "HTTP 404"),
    "404 that hangs": failing(
        hang(head(404, Content_Length="90") + b"Not fo"), "HTTP 404", times_out=True
    ),
    "404 without end": failing(drip(head(404), b"no" * 50_000, 0), "HTTP 404"),
    "408": passing(answer(status=408), "HTTP 408"),
    "429": passing(answer(status=429), "HTTP 429"),
    "429, Retry-After: 1": passing(answer(status=429, Retry_After="1"), "HTTP 429", (1.0, 1.0)),
    # The pause is cut to ten seconds; a second one would outlast the time allowed.
    "429, Retry-After: 3600": passing(answer(status=429, Retry_After="3600"), "HTTP 429", (10.0,)),
    "429, Retry-After: garbage": passing(answer(status=429, Retry_After="soon"), "HTTP 429"),
    "499, whatever it is": failing(answer("?", 499), "HTTP 499: ?"),
    "500 with HTML": passing(answer(HTML, 500), "HTTP 500"),
    "503 with HTML": passing(answer(HTML, 503), "HTTP 503"),
    "503 that ends half way": passing(answer(HTML, 503, length=900), "HTTP 503"),
    "503 that is not gzip": passing(answer(HTML, 503, Content_Encoding="gzip"), "HTTP 503"),
    "503 without end": passing(drip(head(503), b"no" * 50_000, 0), "HTTP 503"),
    "599, whatever it is": passing(answer(status=599), "HTTP 599"),
}

DAMAGED: Final = {
    "cut, with a Content-Length": passing(
        answer(SOUND[:90], length=len(SOUND)), f"{ANY}IncompleteRead(90 bytes read{ANY}"
    ),
    "cut, without a Content-Length": failing(raw(head() + SOUND[:90]), NOT_JSON),
    "cut, in chunks": passing(
        raw(head(Transfer_Encoding="chunked") + b"5a\r\n" + SOUND[:90] + b"\r\n5a\r\n"),
        f"{ANY}IncompleteRead({ANY}",
    ),
    "cut, packed": failing(answer(PACKED[:40], Content_Encoding="gzip"), NOT_JSON),
    "a Content-Length that is no number": failing(
        raw(head(Content_Length="5, 6") + SOUND), f"{ANY}multiple unmatching values{ANY}"
    ),
    "a body of 100 MB": failing(
        stream(head(Content_Length="100000000"), b" " * 1_000_000, 100), "more than 1000000 bytes"
    ),
    "a body without end": failing(drip(head(), b" " * 100_000, 0), "more than 1000000 bytes"),
    "a body too large by a byte": failing(answer(b" " * 1_000_001), "more than 1000000 bytes"),
    "gzip that unpacks to 1 GB": failing(
        stream(head(Content_Encoding="gzip"), BOMB, 100),
        "more than 1000000 bytes",
    ),
    "gzip that is not": failing(
        answer(SOUND, Content_Encoding="gzip"), f"{ANY}failed to decode{ANY}"
    ),
    "packed in an unknown way": failing(answer(SOUND[::-1], Content_Encoding="x-zoo"), NOT_JSON),
    "wrong charset": failing(
        answer(published(NEW, OLD, {"note": "@"}).replace(b"@", "Été".encode("latin-1"))), NOT_JSON
    ),
    "nothing at all": failing(answer(), NOT_JSON),
    "HTML": failing(answer(HTML), NOT_JSON),
    "truncated JSON": failing(answer(SOUND[:-2]), NOT_JSON),
    "JSON nested too deep": failing(answer(b"[" * 100_000), NOT_JSON),
    "an object for an array": failing(
        answer('{"message": "no"}'), 'not an array: {"message": "no"}'
    ),
    "NaN for an array": failing(answer("NaN"), 'not an array: "NaN"'),
    "[]": failing(answer("[]"), "no row with a price"),
    "[[]]": failing(answer("[[]]"), "no row with a price; row is not an object: []"),
    "more than 1,000 rows": failing(answer(published(*[NEW] * 1_001)), "more than 1000 rows"),
    "every price gone": failing(
        answer(published({"date": "2025-01-13"})), "no row with a price; 2025-01-13 has no price"
    ),
}

ONE_PRICE: Final = {
    "a price missing": costing(
        published(without(NEW, column(REGION)), OLD), f"{REGION} is missing"
    ),
    "a price null": costing(new_cell("null"), f"{REGION} is missing"),
    "a price empty": _no_price('""'),
    "a price negative": _suspect("-3.05"),
    "a price zero": _suspect("0.00"),
    "a price absurd": _suspect("305"),
    "a price absurd, but possible": _suspect("3.50"),
    "a price in words": _no_price('"three dollars"'),
    "a price true": _no_price("true"),
    "a price NaN": _no_price("NaN", '"NaN"'),
    "a price Infinity": _no_price("Infinity", '"Infinity"'),
    "a price 1e999": _no_price("1e999", '"1e999"'),
    "a price of a million digits": _no_price("3" * 900_000, f'"{"3" * 119}'),
    "a price given twice, differing": costing(
        new_cell(f'"3.05", "{column(REGION)}": "3.06"'),
        f'{WEEKS[1]} {REGION} is not a price: ["3.05", "3.06"]',
        f"{REGION} is missing",
    ),
    "a watched column gone": costing(
        published(without(NEW, column(REGION)), without(OLD, column(REGION))),
        f"{REGION} is missing",
    ),
    "a watched column renamed": costing(
        published(*({**without(row, column(REGION)), REGION: "3"} for row in (NEW, OLD))),
        f"{REGION} is missing",
    ),
    "the state's price absurd": costing(
        new_cell('"9.05"', STATE), f"{STATE} is suspect: 9.05", told=EVERYWHERE[1:]
    ),
    # It and the regions contradict each other, and nobody can tell which of them is right.
    "the state's price wrong by 30 cents": costing(
        new_cell('"3.35"', STATE),
        *(
            f"{region} is suspect: {'3.35' if region == STATE else '3.05'}"
            for region in sorted(EVERYWHERE)
        ),
        told=(),
    ),
}

ONE_DATE: Final = {
    "a date missing": _no_date(without(NEW, "date"), "date is not a date: null"),
    "a date malformed": _no_date({**NEW, "date": "01/13/2025"}, 'date is not a date: "01/13/2025"'),
    "a date given 9,000 times, differing": costing(
        published({**NEW, "date": "@"}, OLD).replace(
            b'"date": "@"', b", ".join(b'"date": %d' % number for number in range(9_000))
        ),
        'date is not a date: ["0", "8999"]',
        told=(),
        recorded=(),
    ),
    "a date not a Monday": _no_date(
        {**NEW, "date": "2025-01-14"}, "date is not a Monday: 2025-01-14"
    ),
    "a date in the future": costing(
        published(row(400, "2.50"), NEW, OLD),
        f"date is in the future: {week(400)}",
        told=EVERYWHERE,
    ),
    "a date twice, prices the same": harmless(published(NEW, NEW, OLD)),
    "a date twice, a price differing": costing(
        published(NEW, {**NEW, column(REGION): "3.04"}, OLD),
        f"{WEEKS[1]} {REGION} has several prices: 3.04, 3.05",
        f"{REGION} is missing",
    ),
    "dates out of order": harmless(published(OLD, NEW)),
}

UNUSUAL: Final = {
    "a BOM": harmless(b"\xef\xbb\xbf" + SOUND),
    "prices as numbers": harmless(SOUND.replace(b'"3.05"', b"3.05")),
    "a price given twice, the same": harmless(new_cell(f'"3.05", "{column(REGION)}": "3.05"')),
    "an unknown extra column": harmless(published({**NEW, "diesel_average_gal": "1.00"}, OLD)),
    "a row that is none": costing(
        published(NEW, None, OLD), "row is not an object: null", told=EVERYWHERE
    ),
}

HISTORY: Final = {
    "nothing new": FeedFault((answer(published(OLD)),), ("INFO looked at the feed",)),
    "a feed that goes backwards": FeedFault(
        (answer(published(row(-1, "3.20"))),), ("WARNING feed is old", "INFO looked at the feed")
    ),
    "a revised week": FeedFault((answer(published(row(0, "3.08"))),), ("INFO looked at the feed",)),
    "a revised week, and a new one": harmless(published(NEW, row(0, "3.08"))),
    "a new week no cheaper than a revised one": harmless(published(row(1, "3.10"), OLD), ()),
    "several weeks at once": FeedFault(
        (answer(published(row(3, "3.00"), row(2, "3.15"), NEW, OLD)),),
        ("INFO looked at the feed",),
        WEEKS[1:4],
        EVERYWHERE,
    ),
    "a skipped week": FeedFault(
        (answer(published(row(2, "3.05"), OLD)),),
        ("INFO looked at the feed",),
        WEEKS[2:3],
        EVERYWHERE,
    ),
}

TWO_URLS: Final = {
    "first URL broken, second good": second_good(passing(answer(HTML, 503), "HTTP 503")),
    "first URL throttled for an hour, second good": second_good(
        failing(answer(status=429, Retry_After="3600"), "HTTP 429, attempt 1")
    ),
    "first URL dripping, second good": second_good(slow(drip(head(), b" ", 0.02))),
    "first URL with old weeks alone, second good": second_good(
        FeedFault((answer(published(row(-40, "1.99"))),), ("WARNING feed is old",))
    ),
    "first URL good": FeedFault(
        feeds=(answer(SOUND), answer(status=404)),
        logged=("INFO looked at the feed",),
        recorded=WEEKS[1:2],
        told=EVERYWHERE,
        requests=(1, 0),
    ),
    "both URLs broken": FeedFault(
        feeds=(NoFeed.REFUSED, answer("[]")),
        logged=(
            f"WARNING feed failed: NewConnectionError: {ANY}refused",
            "WARNING feed failed: no row with a price",
        ),
        failed=True,
        requests=(1, 1),
    ),
    "both URLs dripping": replace(
        slow(drip(head(), b" ", 0.02)),
        feeds=(drip(head(), b" ", 0.02),) * 2,
        logged=("WARNING feed failed: no whole answer in the time allowed",) * 2,
        requests=(1, 1),
    ),
}

FEED_FAULTS: Final = {
    **UNANSWERED,
    **REFUSED,
    **DAMAGED,
    **ONE_PRICE,
    **ONE_DATE,
    **UNUSUAL,
    **HISTORY,
    **TWO_URLS,
}
