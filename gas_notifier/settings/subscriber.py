"""The readers who wait for some regions only, as `subscribers` lists them."""

import json
from dataclasses import dataclass
from typing import Final

from gas_notifier.settings import values

EXAMPLE: Final = '{"email": "you@example.com", "regions": "albany, utica"}'


@dataclass(frozen=True)
class Subscriber:
    """A reader who is told only when one of these regions fell."""

    email: str
    regions: tuple[str, ...]


def subscribers(value: object) -> tuple[Subscriber, ...]:
    """Return the subscribers of a JSON list, or of the text of one.

    Raises ValueError with a message of one line that names the value and what is allowed.
    """
    try:
        items = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        items = None
    if isinstance(items, list):
        return tuple(_subscriber(item) for item in items)
    raise ValueError(f"{value!r} must be a JSON list of items like {EXAMPLE}")


def _subscriber(value: object) -> Subscriber:
    if not isinstance(value, dict) or value.keys() != {"email", "regions"} or not value["regions"]:
        raise ValueError(f"{value!r} must be like {EXAMPLE}")
    return Subscriber(values.address(value["email"]), values.regions(value["regions"]))
