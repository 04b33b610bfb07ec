"""Everything that a deployment can be told: each setting once, for context and keyboard alike.

What a setting does, and its default, stand where it is used: those of the rule are the fields of
`gas_prices.rule.Rule`, the others those of `gas_notifier.settings.settings.Settings`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, get_args

from gas_notifier.settings import values
from gas_notifier.settings.subscriber import subscribers
from gas_prices.fuels import FUELS
from gas_prices.rule import Mode, Rule

Api = Literal["off", "read", "read-write"]


@dataclass(frozen=True)
class Setting:
    """How a setting is read, what stands for its value in a help text, and what it means.

    `read` takes text or a JSON type; its ValueError says in one line what is allowed.
    """

    read: Callable[[object], object]
    stands_for: str
    meaning: str


SETTINGS: Final[Mapping[str, Setting]] = {
    "email": Setting(values.addresses, "ADDRESSES", "who gets every notice, comma-separated"),
    "subscribers": Setting(subscribers, "JSON", "who waits for some regions, as in cdk.json"),
    "regions": Setting(values.regions, "SLUGS", "watched regions, comma-separated, or all"),
    "min_drop_cents": Setting(
        # 1400 is the most that a credible price, 1.00 to 15.00, can fall.
        values.whole(0, 1400, "cents"),
        "CENTS",
        "the least drop that is worth a mail",
    ),
    "below": Setting(
        values.decimal("1.00", "15.00", 3, "dollars"), "DOLLARS", "only at or under this price"
    ),
    "lowest_in_weeks": Setting(
        values.whole(1, 52, "weeks"), "WEEKS", "only when lower than in so many weeks before"
    ),
    "record": Setting(
        values.one_of(*get_args(Mode)), "HOW", "every-week, or drops, which is the article's rule"
    ),
    "min_rise_cents": Setting(
        values.whole(1, 1400, "cents"), "CENTS", "also told: the first such rise after a drop"
    ),
    "quiet_weeks": Setting(
        values.whole(4, 52, "weeks"), "WEEKS", "also a mail after so many weeks without one"
    ),
    "fuel": Setting(values.one_of(*FUELS), "FUEL", f"what is watched: {' or '.join(FUELS)}"),
    "schedule": Setting(values.schedule, "EXPRESSION", "when to look: rate(...) or cron(...)"),
    "time_zone": Setting(values.time_zone, "NAME", "of the schedule"),
    "feed_url": Setting(values.feed_urls, "URLS", "the feed, comma-separated, tried in order"),
    "tank_gallons": Setting(
        values.decimal("1", "200", 2, "gallons"), "GALLONS", "what a tank holds"
    ),
    "alarm_email": Setting(values.address, "ADDRESS", "the operator, who gets the alarms"),
    "api": Setting(
        values.one_of(*get_args(Api)),
        "HOW",
        "read, a public page with the chart; read-write, weeks by hand too; or off",
    ),
    "kinesis": Setting(
        values.flag, "FLAG", "1 gives programs a Kinesis stream of the changes, for $10.95 a month"
    ),
    "replica_regions": Setting(
        values.aws_regions, "REGIONS", "of AWS, comma-separated: each has a copy of the table"
    ),
    "retain_data": Setting(values.flag, "FLAG", "1 keeps the table when the stack is destroyed"),
    "stack_name": Setting(values.stack_name, "NAME", "of this copy, where an account has several"),
}
"""Each setting, by its key."""

RULE_SETTINGS: Final = tuple(field.name for field in fields(Rule))
"""The keys of those that make up the rule."""
