"""The settings of a stack of version 1.0.0, which does not tell them, by what it is made of."""

from collections.abc import Mapping
from typing import Any, Final

_VARIABLES: Final = {
    "REGIONS": "regions",
    "MIN_DROP_CENTS": "min_drop_cents",
    "BELOW": "below",
    "LOWEST_IN_WEEKS": "lowest_in_weeks",
    "RECORD": "record",
    "FEED_URLS": "feed_url",
    "TANK_GALLONS": "tank_gallons",
}


def untold_settings(template: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context that the settings of a template's resources are read from."""
    context: dict[str, Any] = {"email": [], "subscribers": []}
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::SNS::Subscription":
                _add_address(context, properties)
            case "AWS::DynamoDB::Table":
                context["retain_data"] = properties.get("DeletionProtectionEnabled")
            case "AWS::Scheduler::Schedule":
                context["schedule"] = properties["ScheduleExpression"]
                context["time_zone"] = properties["ScheduleExpressionTimezone"]
            case "AWS::Lambda::Function":
                variables = properties["Environment"]["Variables"]
                context |= {
                    _VARIABLES[name]: variables[name] for name in _VARIABLES.keys() & variables
                }
    return context


def _add_address(context: dict[str, Any], properties: Mapping[str, Any]) -> None:
    address = properties["Endpoint"]
    if properties["TopicArn"]["Ref"].startswith("Alarms"):
        context["alarm_email"] = address
    elif only := properties.get("FilterPolicy"):
        context["subscribers"].append({"email": address, "regions": only["regions"]})
    else:
        context["email"].append(address)
