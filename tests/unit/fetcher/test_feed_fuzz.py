"""Whatever the feed says: no error but the feed's own, and no record of what it did not say."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from fetcher.feed import WEEKS
from fetcher.rows import RowsError, parse
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_prices.fuels import DEFAULT
from gas_prices.item import from_item, to_item
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.regions import REGIONS, column
from gas_prices.rule import Rule
from tests.support.clock import NOW

TODAY: Final = NOW.date()
RULE: Final = Rule(("new_york_state", "albany"))
LONGEST_FAULT: Final = 250
NEW_WEEKS: Final = 3
REAL: Final = [row for row in recorded_weeks() if row["date"] < "2025-01-20"][-53:]
"""What the feed answered before the clock of the tests stood still, three weeks of it new."""
COLUMNS: Final = [*map(column, REGIONS), "date"]

texts = st.text(max_size=8) | st.sampled_from(
    ["3.10", "2.99", "-1", "2025-01-13", "2025-01-20T00:00:00.000", "2024-12-30", "2025-W04-1"]
)
prices = st.sampled_from(["-3.05", "0.00", "3.1", "3", "2.99", "9.99", "31.00"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda values: (
        st.lists(values, max_size=4)
        | st.dictionaries(st.sampled_from(COLUMNS) | texts, values, max_size=6)
    ),
    max_leaves=12,
)


@st.composite
def damaged_rows(draw: st.DrawFn) -> bytes:
    """Return a real answer with cells changed and rows lost, repeated and moved."""
    rows: list[Any] = list(REAL)
    for _ in range(draw(st.integers(1, 6))):
        number = draw(st.integers(-NEW_WEEKS, -1))
        match draw(st.sampled_from(["price", "price", "cell", "loss", "repeat", "row", "move"])):
            case "price" if isinstance(rows[number], dict):
                rows[number] = {**rows[number], draw(st.sampled_from(COLUMNS)): draw(prices)}
            case "cell" if isinstance(rows[number], dict):
                rows[number] = {**rows[number], draw(st.sampled_from(COLUMNS)): draw(json_values)}
            case "loss":
                rows.pop(number)
            case "repeat":
                rows.append(rows[number])
            case "row":
                rows[number] = draw(json_values)
            case _:
                rows.insert(0, rows.pop(number))
    return json.dumps(rows).encode()


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """Return a real answer with some bytes in the place of others."""
    sound = json.dumps(REAL[::-1]).encode()
    start = draw(st.integers(0, 2_000))
    return sound[:start] + draw(st.binary(max_size=4)) + sound[start + draw(st.integers(0, 40)) :]


BEFORE: Final = apply(RULE, parse(json.dumps(REAL[:-NEW_WEEKS]).encode(), TODAY).rows, None)


def meet(body: bytes) -> None:
    """Assert that an answer is refused as it should be, or that all that comes of it is sound."""
    try:
        answer = parse(body, TODAY)
    except RowsError:
        return
    assert len({found.week for found in answer.rows}) == len(answer.rows) > 0
    assert all(found.week.weekday() == 0 and found.week <= TODAY for found in answer.rows)
    for fault in answer.faults:
        assert fault.isprintable()
        assert len(fault) < LONGEST_FAULT
    for record in apply(RULE, answer.newest(WEEKS).rows, BEFORE.records[-1]).records:
        assert_said(record, body)
        assert from_item(to_item(DEFAULT, record)) == record


def assert_said(record: Record, body: bytes) -> None:
    """Assert that each price of a record stands in the answer, for its week and region."""
    said = set(prices_in(body))
    for region, price in {**record.prices, **record.suspect}.items():
        assert (record.week, column(region), price) in said
    if record.notice:
        for told in record.notice.regions:
            assert told.price == record.prices[told.region]


def prices_in(body: bytes) -> Iterator[tuple[object, str, Decimal]]:
    """Yield week, column and price of all that can be taken for a price in an answer."""
    answer = json.loads(body, parse_float=str, parse_int=str, object_pairs_hook=Pairs)
    for row in answer:
        if not isinstance(row, Pairs):
            continue
        for label in (value for name, value in row if name == "date" and isinstance(value, str)):
            for name, value in row:
                if isinstance(value, str) and value.replace("-", "").replace(".", "").isdigit():
                    try:
                        yield datetime.fromisoformat(label).date(), name, Decimal(value)
                    except (ValueError, ArithmeticError):
                        continue


class Pairs(list[tuple[str, Any]]):
    """A JSON object with all its keys, also those given twice."""


@given(body=json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40))
def test_an_arbitrary_answer(body: bytes) -> None:
    meet(body)


@given(body=damaged_rows())
def test_a_real_answer_with_damaged_rows(body: bytes) -> None:
    meet(body)


@given(body=damaged_bytes())
def test_a_real_answer_with_damaged_bytes(body: bytes) -> None:
    meet(body)
