"""One program's fetcher, run in a process of its own over a table in memory.

`python -m benchmarks.fetcher_process` takes the program and the run as arguments, and prints a
JSON object: requests and read units of one look at the feed, the seconds of each look, the most
memory that one look took (bytes, as Python's allocator counts them), and that of the whole process.
"""

import argparse
import json
import os
import re
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import boto3
import botocore.session
from boto3.dynamodb.types import TypeSerializer

from benchmarks.article import fetcher as article
from benchmarks.dynamodb_table import Item, Table
from benchmarks.no_account import NO_ACCOUNT
from fetcher.handler import handler
from gas_prices.fuels import DEFAULT
from gas_prices.item import to_item
from gas_prices.notice import High
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from lambda_context import LambdaContext

PRICE: Final = Decimal("9.99")
"""Of every region in every record: above all that the feed has, so that each look finds a drop."""


@dataclass
class Context:
    """What Lambda hands to a handler beside the event."""

    function_name: str = "Fetcher"
    aws_request_id: str = "6f3c1a52-0000-4000-8000-000000000001"


def main() -> None:
    """Run the program that the arguments name, and print what it did."""
    options = _parser().parse_args()
    os.environ |= {
        **NO_ACCOUNT,
        "TABLE_NAME": "prices",
        "FEED_URL": options.feed,
        "FEED_URLS": options.feed,
        "RULE": Rule(tuple(REGIONS)[: options.regions]).to_json(),
    }
    items, look = PROGRAMS[options.program]
    table = Table(items(options.records, date.fromisoformat(options.newest_record)))
    session = botocore.session.get_session()
    table.answer_all(session.get_component("event_emitter"))
    boto3.setup_default_session(botocore_session=session)
    # The first look makes the clients; what it prints is no part of the result.
    with redirect_stdout(sys.stderr):
        look({}, Context())
        seconds = [_seconds(table, look) for _ in range(options.looks)]
        memory = _memory(table, look)
    json.dump(
        {
            "requests": dict(table.requests),
            "read_units": table.read_units,
            "seconds": seconds,
            "memory": memory,
            "process_memory": _process_memory(),
        },
        sys.stdout,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("--feed", required=True, help="URL")
    parser.add_argument("--records", type=int, required=True, help="in the table at first")
    parser.add_argument("--newest-record", required=True, help="week of the newest of them")
    parser.add_argument("--regions", type=int, default=1, help="so many are watched")
    parser.add_argument("--looks", type=int, default=1, help="so many are timed")
    return parser


def _seconds(table: Table, look: "Look") -> float:
    table.forget()
    started = time.perf_counter()
    look({}, Context())
    return time.perf_counter() - started


def _memory(table: Table, look: "Look") -> int:
    table.forget()
    tracemalloc.start()
    look({}, Context())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _process_memory() -> int:
    """Return the most bytes that this process has held."""
    try:
        status = Path("/proc/self/status").read_text()
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # On Linux, getrusage would tell of the process that started this one.
    (kilobytes,) = re.findall(r"VmHWM:\s*(\d+) kB", status)
    return int(kilobytes) * 1024


def _records(count: int, newest: date) -> Iterator[Item]:
    high = High(PRICE, newest)
    regions = tuple(REGIONS)
    record = Record(
        newest,
        dict.fromkeys(regions, PRICE),
        {},
        dict.fromkeys(regions, high),
        dict.fromkeys(regions, newest),
    )
    item: Mapping[str, Mapping[str, object]] = TypeSerializer().serialize(to_item(DEFAULT, record))[
        "M"
    ]
    for weeks in reversed(range(count)):
        yield {**item, "week": {"S": (newest - timedelta(weeks=weeks)).isoformat()}}


def _article_items(count: int, newest: date) -> Iterator[Item]:
    for weeks in reversed(range(count)):
        yield {
            "id": {"S": f"{weeks:036}"},
            "date": {"S": f"{newest - timedelta(weeks=weeks)}T00:00:00.000"},
            "price": {"S": str(PRICE)},
        }


Look = Callable[[object, LambdaContext], object]
PROGRAMS: Final[Mapping[str, tuple[Callable[[int, date], Iterator[Item]], Look]]] = {
    "ours": (_records, handler),
    "article": (_article_items, article.handler),
}

if __name__ == "__main__":
    main()
