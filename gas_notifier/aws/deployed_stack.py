"""The deployed stack, as CloudFormation knows it: what it is made of, and the settings it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from gas_notifier.aws.account import NotDeployedError
from gas_notifier.aws.untold_settings import untold_settings
from gas_notifier.settings.settings import METADATA
from gas_prices.fuels import DEFAULT, FUELS, Fuel

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

TOPIC: Final = "NoticeTopicArn"
# A first deployment that failed, or one that was never begun, has nothing.
_NEVER_DEPLOYED: Final = ("REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")


@dataclass(frozen=True)
class DeployedStack:
    """A stack by its outputs. `context` is what its settings are read from.

    One of version 1.0.0 does not tell it.
    """

    name: str
    outputs: Mapping[str, str]
    context: Mapping[str, Any]
    tells_settings: bool

    @property
    def fuel(self) -> Fuel:
        """What it watches."""
        return FUELS[(self.context or {}).get("fuel", DEFAULT.slug)]


def find(cloudformation: "CloudFormationClient", name: str) -> DeployedStack | None:
    """Return the stack of a name, or None when there is none that was ever complete.

    Raises NotDeployedError when a stack has the name that is not ours.
    """
    try:
        [stack] = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        # CloudFormation has no error of its own for this.
        if "does not exist" in str(error):
            return None
        raise
    if stack["StackStatus"] in _NEVER_DEPLOYED:
        return None
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    if TOPIC not in outputs:
        raise NotDeployedError(f"the stack {name} is {stack['StackStatus']} and has no topic")
    template: Any = cloudformation.get_template(StackName=name)["TemplateBody"]
    told = template.get("Metadata", {}).get(METADATA)
    if told is None:
        return DeployedStack(name, outputs, untold_settings(template), tells_settings=False)
    return DeployedStack(name, outputs, told, tells_settings=True)


def subscribed_at(cloudformation: "CloudFormationClient", name: str) -> Mapping[str, datetime]:
    """Return when each address of a stack, in small letters, was last subscribed or changed."""
    template: Any = cloudformation.get_template(StackName=name)["TemplateBody"]
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    return {
        template["Resources"][resource["LogicalResourceId"]]["Properties"]["Endpoint"].lower(): (
            resource["LastUpdatedTimestamp"]
        )
        for page in pages
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::SNS::Subscription"
    }


def need(cloudformation: "CloudFormationClient", name: str) -> DeployedStack:
    """Return the stack of a name; raises NotDeployedError when there is none."""
    if stack := find(cloudformation, name):
        return stack
    raise NotDeployedError(f"there is no stack {name} in {cloudformation.meta.region_name}")
