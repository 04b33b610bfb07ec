"""The settings of a deployment, read from CDK context: `cdk.json` or `-c`."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from itertools import product
from typing import Any, Final, Self

from gas_notifier.settings.setting import RULE_SETTINGS, SETTINGS, Api
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.regions import STATE
from gas_prices.rule import Rule

MOST_SUBSCRIBERS: Final = 200
"""SNS takes no more subscriptions with a filter policy on one topic."""

MOST_ADDRESSES: Final = 400
"""A CloudFormation stack takes 500 resources: one for each address, and the pipeline's own."""

MOST_URL_CHARACTERS: Final = 3_000
"""A function's environment takes 4 kB: the feed's URLs, the rule, and the name of the table."""

METADATA: Final = "GasNotifierSettings"
"""Where a stack's template carries its settings, as the context that they are read from."""

NONE: Final = "none"
"""The word that takes a setting out."""

DEFAULT_RULE: Final = Rule(regions=(STATE,))


class SettingsError(ValueError):
    """A setting is wrong: one line that names its key, its value and what is allowed."""


@dataclass(frozen=True)
class Settings:
    """One field for each context key, of the same name; those of the rule are the rule's own.

    `email` and the subscribers get the notices; `rule` says when, and of which regions,
    and `fuel` what is watched there;
    `schedule`, in `time_zone`, says when to look at the `feed_url`s, which are tried in order;
    `tank_gallons` is for the mail; `alarm_email` is the operator's; `retain_data` keeps the table;
    `api` opens the page; `kinesis` streams the changes of the table, and `replica_regions` copy it.
    `stack_name` tells one copy in an account from another.
    """

    email: tuple[str, ...] = ()
    subscribers: tuple[Subscriber, ...] = ()
    rule: Rule = DEFAULT_RULE
    fuel: str = DEFAULT.slug
    schedule: str = "cron(0 18 * * ? *)"
    time_zone: str = "America/New_York"
    feed_url: tuple[str, ...] = DEFAULT.feed_urls
    tank_gallons: Decimal = Decimal(12)
    alarm_email: str | None = None
    retain_data: bool = False
    api: Api = "off"
    kinesis: bool = False
    replica_regions: tuple[str, ...] = ()
    stack_name: str = "GasNotifier"

    @classmethod
    def from_context(
        cls, context: Mapping[str, object], places: Mapping[str, str] | None = None
    ) -> Self:
        """Read and check the settings.

        Values may be JSON types or, as `-c` gives them, strings; null, "", [] and "none" count as
        not given. Keys that are not ours pass, unless one looks like a misspelt one of ours.
        `places` names the file that a key stands in, where it stands in one.

        Raises SettingsError.
        """
        stands_in = {key: f" (in {file})" for key, file in (places or {}).items()}
        for key in context:
            _refuse_if_misspelt(key, stands_in.get(key, ""))
        given: dict[str, Any] = {}
        for name, setting in SETTINGS.items():
            value = context.get(name)
            if value in (None, "", [], NONE):
                continue
            try:
                given[name] = setting.read(value)
            except ValueError as error:
                raise SettingsError(f"{name}{stands_in.get(name, '')}: {error}") from None
        of_the_rule = {name: given.pop(name) for name in RULE_SETTINGS if name in given}
        given.setdefault("feed_url", FUELS[given.get("fuel", DEFAULT.slug)].feed_urls)
        settings = cls(**given, rule=replace(DEFAULT_RULE, **of_the_rule))
        _check_rule(settings.rule)
        _check_addresses(settings)
        _check_urls(settings)
        return settings

    def to_context(self) -> dict[str, Any]:
        """Return the context, in JSON types, that these settings are read from.

        What is as it is by default is left out.
        """
        usual = type(self)(feed_url=FUELS[self.fuel].feed_urls)
        own, default = (fields | fields.pop("rule") for fields in (asdict(self), asdict(usual)))
        given = {name: value for name, value in own.items() if value != default[name]}
        context: dict[str, Any] = json.loads(json.dumps(given, default=str))
        return context

    def refuse_own_region(self, region: str | None) -> None:
        """Raise SettingsError when copies of the table cannot be told from it by their region."""
        if self.replica_regions and not region:
            raise SettingsError(
                "replica_regions: the stack's own region is not known; synthesize with the CDK "
                "CLI, which tells it"
            )
        if region in self.replica_regions:
            raise SettingsError(
                f"replica_regions: {region!r} is the stack's own region, which has the table; "
                "only others are allowed"
            )

    @property
    def readers(self) -> tuple[str, ...]:
        """The addresses of all who get notices."""
        return (*self.email, *(subscriber.email for subscriber in self.subscribers))

    def readers_of(self, regions: Iterable[str]) -> list[str]:
        """Return the addresses of those who would get a notice of these regions, once confirmed."""
        told = set(regions)
        return [
            address
            for address, own in self.regions_of_readers.items()
            if not own or told.intersection(own)
        ]

    @property
    def regions_of_readers(self) -> Mapping[str, tuple[str, ...]]:
        """Each reader's address, and the regions it waits for, none for every notice."""
        own = {subscriber.email: subscriber.regions for subscriber in self.subscribers}
        return dict.fromkeys(self.email, ()) | own

    @property
    def warnings(self) -> Mapping[str, str]:
        """What is allowed but hardly meant: a sentence each, by a name in kebab case."""
        found = {}
        if not self.readers:
            found["no-address"] = "nobody gets a mail: set email, as in -c email=you@example.com"
        unwatched = [
            region
            for subscriber in self.subscribers
            for region in subscriber.regions
            if region not in self.rule.regions
        ]
        if unwatched:
            found["unwatched-region"] = (
                f"subscribers wait for {', '.join(dict.fromkeys(unwatched))}, "
                "of which no notice will ever tell: add what is to be watched to regions"
            )
        # Plain http is for loopback alone.
        if here := [url for url in self.feed_url if url.startswith("http:")]:
            found["loopback-feed"] = (
                f"feed_url: {', '.join(here)} is on this machine, "
                "which no function on AWS can reach"
            )
        return found


def _refuse_if_misspelt(key: str, where: str) -> None:
    # Feature flags, the CDK's own keys and its cached look-ups all hold one of these.
    if key in SETTINGS or re.search("[:/]", key):
        return
    written = key.lower().replace("-", "_")
    near = get_close_matches(written, SETTINGS, n=1, cutoff=0.7)
    halves = [name for name in SETTINGS if set(written.split("_")) <= set(name.split("_"))]
    if meant := [*near, *halves]:
        raise SettingsError(f"{key!r}{where} is not a setting; did you mean {meant[0]!r}?")


def _check_rule(rule: Rule) -> None:
    if rule.record == "drops" and rule.min_rise_cents is not None:
        raise SettingsError(
            f"min_rise_cents: {rule.min_rise_cents} is not allowed with record: drops, the "
            "article's rule, which never hears of a rise; every-week is"
        )


def _check_addresses(settings: Settings) -> None:
    addresses = settings.readers
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


def _check_urls(settings: Settings) -> None:
    length = len(",".join(settings.feed_url))
    if length > MOST_URL_CHARACTERS:
        raise SettingsError(
            f"feed_url: {length} characters are too many; a function's environment has room for "
            f"{MOST_URL_CHARACTERS}"
        )
    own = FUELS[settings.fuel]
    for other, url in product(FUELS.values(), settings.feed_url):
        if other is not own and any(data_set in url for data_set in other.data_sets):
            raise SettingsError(
                f"feed_url: {url!r} has the prices of {other.slug}, but fuel is {own.slug}, whose "
                f"data set is {own.data_set}"
            )
