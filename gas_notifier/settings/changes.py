"""What a deployment changes of the settings, and what would be lost by it."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from gas_notifier.settings.settings import NONE, Settings
from gas_notifier.settings.subscriber import Subscriber


def changes(before: Settings, after: Settings) -> Iterator[str]:
    """Yield a line for each setting that is not as it was, from what to what."""
    old, new = _values(before), _values(after)
    for name, value in new.items():
        if value != old[name]:
            yield f"{name}: {_text(old[name])} -> {_text(value)}"


def losses(before: Settings, after: Settings) -> Iterator[str]:
    """Yield a sentence for each reader, the fuel, and each thing of the stack that would go."""
    left = {address.lower() for address in after.readers}
    for address in before.readers:
        if address.lower() not in left:
            yield f"{address} would get no notice any more"
    if before.fuel != after.fuel:
        yield (
            f"nobody would hear of {before.fuel} any more: the table keeps its recorded weeks, and "
            f"{after.fuel}, unless it was watched before, begins with a first mail. Both live side "
            "by side as two stacks, each with a STACK_NAME of its own"
        )
    if before.alarm_email and not after.alarm_email:
        yield f"the alarms would go, and {before.alarm_email} would hear of nothing any more"
    if before.api != "off" and after.api == "off":
        yield "the page would go, and its address for good: links in mails, and feeds, lead nowhere"
    if before.kinesis and not after.kinesis:
        yield "the Kinesis stream would go, with the changes of the last day"
    for region in before.replica_regions:
        if region not in after.replica_regions:
            yield f"the copy of the table in {region} would go"
    if before.retain_data and not after.retain_data:
        yield "the recorded prices would no longer be protected, and would go with the stack"


def _values(settings: Settings) -> dict[str, Any]:
    own = {field.name: getattr(settings, field.name) for field in fields(settings)}
    rule = own.pop("rule")
    return own | {field.name: getattr(rule, field.name) for field in fields(rule)}


def _text(value: object) -> str:
    match value:
        case None | ():
            return NONE
        case tuple():
            return ", ".join(map(_text, value))
        case Subscriber(email, regions):
            return f"{email} ({', '.join(regions)})"
        case bool():
            return str(value).lower()
    return str(value)
