"""Records with a notice, and the changes of the table that its stream tells the publisher of."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_rows import rows

RULE: Final = Rule(("albany", "utica"))


def records(count: int) -> list[Record]:
    """Return so many records, each with a notice: Albany falls every week, Utica in the last."""
    falling = " ".join(f"{Decimal('3.10') - Decimal(number) / 100}" for number in range(count))
    steady = " ".join(["3.20"] * (count - 1) + ["3.15"])
    weeks = rows(albany=falling, utica=steady)
    made: list[Record] = []
    for end in range(1, count + 1):
        made += RULE.apply(weeks[:end], made[-1] if made else None).records
    return made


def stream_record(
    recorded: date, image: Mapping[str, Any] | None, event_name: str = "INSERT"
) -> dict[str, Any]:
    """Return one change of the table as its stream hands it over."""
    change: dict[str, Any] = {
        "Keys": {"fuel": {"S": "gasoline"}, "week": {"S": recorded.isoformat()}},
        "StreamViewType": "NEW_IMAGE",
    }
    if image is not None:
        change["NewImage"] = image
    return {"eventName": event_name, "eventSource": "aws:dynamodb", "dynamodb": change}
