"""`confirm`: a subscription confirmed so that nobody but its owner can end it."""

from collections.abc import Sequence
from typing import Final

from botocore.exceptions import ClientError
from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.confirmation import read_link
from gas_notifier.aws.deployed_stack import DeployedStack
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import failed, say, wrapped
from gas_notifier.settings.setting import Setting

DESCRIPTION: Final = (
    "Confirms a subscription by the link in AWS's mail, which is not opened but copied: make "
    "confirm LINK='https://sns...'. Then no mail scanner can end it, as your credentials are "
    "needed for that."
)
REFUSED: Final = ("InvalidParameter", "InvalidParameterException", "NotFound", "NotFoundException")

OPTIONS: Final = Options(
    "confirm",
    DESCRIPTION,
    EPILOG,
    own={"link": Setting(lambda text: read_link(str(text)), "LINK", "as copied, in quotes")},
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    if "link" not in given.own:
        OPTIONS.error("link: say which, as in LINK='https://sns...'")
    return on_aws(OPTIONS, given, _confirm)


def _confirm(given: Given, account: Account, stack: DeployedStack) -> int:
    link = given.own["link"]
    # So CloudFormation names the topics of a stack: that of the notices and that of the alarms.
    if link.account != account.number or not link.topic_name.startswith(f"{stack.name}-"):
        return failed(f"this link is for another topic: {link.topic_arn}")
    sns = account.client("sns", region_name=link.region)
    try:
        sns.confirm_subscription(
            TopicArn=link.topic_arn, Token=link.token, AuthenticateOnUnsubscribe="true"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in REFUSED:
            raise
        return failed(
            "this link is spent, or older than two days: make subscriptions says who is confirmed"
        )
    say(
        Console(highlight=False),
        wrapped("Confirmed; only who has your AWS credentials can end this subscription."),
    )
    return 0
