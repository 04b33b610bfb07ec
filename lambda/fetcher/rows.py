"""The feed's answer, read: what is sound becomes rows, what is not becomes a fault.

One bad cell costs that cell and one bad row that row, never the rest.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from gas_prices.credible import Row
from gas_prices.regions import REGIONS, column

PRICE: Final = re.compile(r"-?\d{1,4}(\.\d{1,6})?", re.ASCII)
"""What is read as a price. The feed writes 2.60, 3.1 and 3; anything longer is no price."""
MONDAY: Final = 0
LEVELS: Final = 3
"""How deep nested a value is shown."""
MOST_ROWS: Final = 1_000
"""As many as the feed gives when it is not told how many; more would cost time and memory."""


class RowsError(ValueError):
    """The answer is not a list of rows, or holds none that is sound."""


@dataclass(frozen=True)
class Rows:
    """The sound rows of one answer, and a line for each thing in it that was left out."""

    rows: tuple[Row, ...]
    faults: tuple[str, ...]

    def newest(self, weeks: int) -> "Rows":
        """Return the same with at most so many rows, for a feed that gave more than asked for."""
        newest_first = sorted(self.rows, key=lambda row: row.week, reverse=True)
        return Rows(tuple(newest_first[:weeks]), self.faults)


def parse(body: bytes, today: date, most_rows: int = MOST_ROWS) -> Rows:
    """Return the rows of an answer of the feed.

    Weeks after `today` are left out, for a mistyped year would hide all that come before it.
    Raises RowsError when the body is not a JSON array of at most `most_rows`
    with one that is sound.
    """
    try:
        # Numbers stay text, so that no size or spelling of them can fail or lose a digit here.
        answer = json.loads(
            body,
            parse_float=str,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_without_contradictions,
        )
    except (ValueError, RecursionError) as error:
        raise RowsError(f"not JSON: {one_line(str(error))}") from error
    if not isinstance(answer, list):
        raise RowsError(f"not an array: {_shown(answer)}")
    if len(answer) > most_rows:
        raise RowsError(f"more than {most_rows} rows")
    faults: list[str] = []
    prices_of_week: dict[date, list[dict[str, Decimal]]] = {}
    for row in answer:
        try:
            week = _week(row, today)
        except RowsError as error:
            faults.append(str(error))
        else:
            prices_of_week.setdefault(week, []).append(_prices(week, row, faults))
    rows = []
    for week, copies in prices_of_week.items():
        if prices := _merge(week, copies, faults):
            rows.append(Row(week, prices))
        else:
            faults.append(f"{week} has no price")
    if not rows:
        raise RowsError("; ".join(["no row with a price", *faults[:3]]))
    return Rows(tuple(rows), tuple(faults))


def _week(row: object, today: date) -> date:
    if not isinstance(row, dict):
        raise RowsError(f"row is not an object: {_shown(row)}")
    label: Any = row.get("date")
    try:
        week = datetime.fromisoformat(label).date()
    except (TypeError, ValueError):
        raise RowsError(f"date is not a date: {_shown(label)}") from None
    if week.weekday() != MONDAY:
        raise RowsError(f"date is not a Monday: {week}")
    if week > today:
        raise RowsError(f"date is in the future: {week}")
    return week


def _prices(week: date, row: dict[str, Any], faults: list[str]) -> dict[str, Decimal]:
    prices = {}
    for region in REGIONS:
        cell = row.get(column(region))
        if isinstance(cell, str) and PRICE.fullmatch(cell):
            prices[region] = Decimal(cell)
        elif cell is not None:
            faults.append(f"{week} {region} is not a price: {_shown(cell)}")
    return prices


def _merge(week: date, copies: list[dict[str, Decimal]], faults: list[str]) -> dict[str, Decimal]:
    """Return what the rows of one week agree on: which of two figures is true, nobody can tell."""
    merged = {}
    for region in REGIONS:
        found = {prices[region] for prices in copies if region in prices}
        if len(found) == 1:
            merged[region] = found.pop()
        elif found:
            faults.append(
                f"{week} {region} has several prices: {', '.join(map(str, sorted(found)))}"
            )
    return merged


def _without_contradictions(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; a key that is given two values gets both, which is no price."""
    first: dict[str, Any] = {}
    contradicted: dict[str, Any] = {}
    for key, value in pairs:
        if first.setdefault(key, value) != value:
            contradicted[key] = [first[key], value]
    return {**first, **contradicted}


def _shown(value: object) -> str:
    return one_line(json.dumps(_shallow(value, LEVELS)))


def _shallow(value: object, levels: int) -> object:
    """Return a value of JSON without what is nested too deep to be shown."""
    if not isinstance(value, list | dict):
        return value
    if not levels:
        return "..."
    if isinstance(value, list):
        return [_shallow(item, levels - 1) for item in value]
    return {key: _shallow(item, levels - 1) for key, item in value.items()}


def one_line(text: str, longest: int = 120) -> str:
    """Return the beginning of a text, at most so many characters, with nothing but what prints."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:longest]
