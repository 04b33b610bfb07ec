"""A table in memory that answers boto3 as DynamoDB does, and counts what it was asked.

It works at boto3's edge: the request is signed and written, the answer is read, only the network
is left out. As in DynamoDB, a Query with a limit reads as many items as the limit says however
many there are; without one, as a Scan, it reads pages of one megabyte.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, islice
from typing import Any, Final, cast

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.hooks import BaseEventHooks

Item = Mapping[str, Mapping[str, Any]]
"""An item as it goes over the wire: each attribute's value under the letter of its type."""

PAGE: Final = 1024 * 1024
READ_UNIT: Final = 4096
WRITE_UNIT: Final = 1024


def item_size(item: Item) -> int:
    """Return the bytes of an item as DynamoDB counts them.

    Source: "DynamoDB item sizes and formats" in its developer guide.
    """
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "N":
        digits = content.replace(".", "").replace("-", "").strip("0")
        return math.ceil(len(digits) / 2) + 1
    if kind == "M":
        return 3 + len(content) + item_size(content)
    if kind == "L":
        return 3 + len(content) + sum(map(_value_size, content))
    return len(content.encode()) if kind == "S" else 1


class Table:
    """The items, oldest first, and the requests that were made since they were last counted."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = list(items)
        self._inserted: list[Item] = []
        self.requests: Counter[str] = Counter()
        self.read_units = 0.0

    def answer_all(self, events: BaseEventHooks) -> None:
        """Answer the clients that will be made with these events in the place of AWS."""
        # The stubs do not know that the answer of such a handler counts.
        events.register("before-send.dynamodb", cast("Any", self._answer))

    def forget(self) -> None:
        """Take away what was inserted, and count from zero again."""
        self._inserted.clear()
        self.requests.clear()
        self.read_units = 0.0

    def _answer(
        self, request: AWSPreparedRequest, event_name: str, **_others: object
    ) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        self.requests[operation] += 1
        body = {"Query": self._query, "Scan": self._scan, "PutItem": self._put_item}[operation](
            json.loads(cast("bytes", request.body))
        )
        return AWSResponse(request.url, 200, HTTPHeaders(), _Raw(body))

    def _query(self, request: Mapping[str, Any]) -> bytes:
        """Answer a Query of the newest items first; its key is how many came before."""
        start = int(request.get("ExclusiveStartKey", {"before": {"N": "0"}})["before"]["N"])
        newest = chain(reversed(self._inserted), reversed(self._items))
        size, page = _page(islice(newest, start, None), request.get("Limit"))
        self._count_read(size, consistent=request.get("ConsistentRead", False))
        end = start + len(page)
        more = end < len(self._items) + len(self._inserted)
        key = {"LastEvaluatedKey": {"before": {"N": str(end)}}} if more else {}
        return json.dumps({"Items": page, "Count": len(page), **key}).encode()

    def _scan(self, _request: Mapping[str, Any]) -> bytes:
        size, page = self._first_page
        self._count_read(size, consistent=False)
        return page

    def _put_item(self, request: Mapping[str, Any]) -> bytes:
        self._inserted.append(request["Item"])
        return b"{}"

    def _count_read(self, size: int, *, consistent: bool) -> None:
        units = math.ceil(size / READ_UNIT)
        self.read_units += units if consistent else units / 2

    @cached_property
    def _first_page(self) -> tuple[int, bytes]:
        """The size of a Scan's first page, and its answer."""
        size, page = _page(self._items)
        return size, json.dumps({"Items": page, "Count": len(page)}).encode()


def _page(items: Iterable[Item], limit: int | None = None) -> tuple[int, list[Item]]:
    """Return the first items, as many as are asked for and fit into a page, and their size."""
    size, page = 0, []
    for item in islice(items, limit):
        size += item_size(item)
        page.append(item)
        if size > PAGE:
            break
    return size, page


class _Raw:
    """A body that was received, as botocore reads it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_options: object) -> Iterable[bytes]:
        return iter([self._body])
