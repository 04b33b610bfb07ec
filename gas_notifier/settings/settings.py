"""The settings of a deployment, read from CDK context: `cdk.json`, `cdk.context.json` or `-c`."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final, Self

from gas_notifier.settings import values
from gas_prices.regions import STATE
from gas_prices.rule import RecordMode

MOST_SUBSCRIBERS: Final = 200
"""SNS takes no more subscriptions with a filter policy on one topic."""

MOST_ADDRESSES: Final = 400
"""A CloudFormation stack takes 500 resources: one for each address, and the pipeline's own."""


class SettingsError(ValueError):
    """A setting is wrong: one line that names its key, its value and what is allowed."""


@dataclass(frozen=True)
class Subscriber:
    """A reader who is told only when one of these regions fell."""

    email: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """One field for each context key, of the same name.

    `email` and the subscribers get the notices; `regions` are watched, the most important first;
    `min_drop_cents`, `below` (dollars per gallon), `lowest_in_weeks` and `record` are the rule;
    `schedule`, in `time_zone`, says when to look at the `feed_url`s, which are tried in order;
    `tank_gallons` is for the mail; `alarm_email` is the operator's; `retain_data` keeps the table.
    """

    email: tuple[str, ...] = ()
    subscribers: tuple[Subscriber, ...] = ()
    regions: tuple[str, ...] = (STATE,)
    min_drop_cents: int = 0
    below: Decimal | None = None
    lowest_in_weeks: int | None = None
    record: RecordMode = "every-week"
    schedule: str = "cron(0 18 * * ? *)"
    time_zone: str = "America/New_York"
    feed_url: tuple[str, ...] = (
        "https://data.ny.gov/resource/nqur-w4p7.json",
        "https://data.ny.gov/resource/wuxr-ni2i.json",
    )
    tank_gallons: Decimal = Decimal(12)
    alarm_email: str | None = None
    retain_data: bool = False

    @classmethod
    def from_context(cls, context: Mapping[str, object]) -> Self:
        """Read and check the settings.

        Values may be JSON types or, as `-c` gives them, strings; null, "" and [] count as not
        given. Keys that are not ours pass, unless one looks like a misspelt one of ours.

        Raises SettingsError.
        """
        for key in context:
            _refuse_if_misspelt(key)
        given: dict[str, Any] = {}
        for field in fields(cls):
            value = context.get(field.name)
            if value in (None, "", []):
                continue
            try:
                given[field.name] = _PARSERS[field.name](value)
            except ValueError as error:
                raise SettingsError(f"{field.name}: {error}") from None
        settings = cls(**given)
        _check_addresses(settings)
        return settings

    @property
    def warnings(self) -> Mapping[str, str]:
        """What is allowed but hardly meant: a sentence each, by a name in kebab case."""
        found = {}
        if not (self.email or self.subscribers):
            found["no-address"] = "nobody gets a mail: set email, as in -c email=you@example.com"
        unwatched = [
            region
            for subscriber in self.subscribers
            for region in subscriber.regions
            if region not in self.regions
        ]
        if unwatched:
            found["unwatched-region"] = (
                f"subscribers wait for {', '.join(dict.fromkeys(unwatched))}, "
                "of which no notice will ever tell: add what is to be watched to regions"
            )
        return found


def _refuse_if_misspelt(key: str) -> None:
    # Feature flags, the CDK's own keys and its cached look-ups all hold one of these.
    if key in _PARSERS or re.search("[:/]", key):
        return
    written = key.lower().replace("-", "_")
    near = get_close_matches(written, _PARSERS, n=1, cutoff=0.7)
    halves = [name for name in _PARSERS if set(written.split("_")) <= set(name.split("_"))]
    if meant := [*near, *halves]:
        raise SettingsError(f"{key!r} is not a setting; did you mean {meant[0]!r}?")


def _check_addresses(settings: Settings) -> None:
    addresses = [*settings.email, *(subscriber.email for subscriber in settings.subscribers)]
    # SNS holds one subscription for an address and a topic: the second would be lost.
    for address, count in Counter(address.lower() for address in addresses).items():
        if count > 1:
            raise SettingsError(
                f"email, subscribers: {address!r} is there {count} times; "
                "an address is allowed once, in one of the two"
            )
    if len(settings.subscribers) > MOST_SUBSCRIBERS:
        raise SettingsError(
            f"subscribers: {len(settings.subscribers)} are too many; one SNS topic takes "
            f"{MOST_SUBSCRIBERS} filter policies"
        )
    if len(addresses) > MOST_ADDRESSES:
        raise SettingsError(
            f"email, subscribers: {len(addresses)} addresses are too many; one stack takes "
            f"{MOST_ADDRESSES}, and any number more can be subscribed to its topic by hand"
        )


def _subscribers(value: object) -> tuple[Subscriber, ...]:
    try:
        subscribers = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        subscribers = None
    if isinstance(subscribers, list):
        return tuple(_subscriber(item) for item in subscribers)
    raise ValueError(f"{value!r} must be a JSON list")


def _subscriber(value: object) -> Subscriber:
    if not isinstance(value, dict) or value.keys() != {"email", "regions"} or not value["regions"]:
        raise ValueError(
            f'{value!r} must be like {{"email": "you@example.com", "regions": "albany, utica"}}'
        )
    return Subscriber(values.address(value["email"]), values.regions(value["regions"]))


_PARSERS: Final[Mapping[str, Callable[[object], object]]] = {
    "email": values.addresses,
    "subscribers": _subscribers,
    "regions": values.regions,
    # 1400 is the most that a credible price, 1.00 to 15.00, can fall.
    "min_drop_cents": values.whole(0, 1400, "cents"),
    "below": values.decimal("1.00", "15.00", 3, "dollars"),
    "lowest_in_weeks": values.whole(1, 52, "weeks"),
    "record": values.record,
    "schedule": values.schedule,
    "time_zone": values.time_zone,
    "feed_url": values.feed_urls,
    "tank_gallons": values.decimal("1", "200", 2, "gallons"),
    "alarm_email": values.address,
    "retain_data": values.flag,
}
