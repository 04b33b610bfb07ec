"""`python -m gas_notifier confirm`, with moto in the place of SNS."""

from collections.abc import Callable

import boto3
import pytest
from botocore.exceptions import ClientError

from gas_notifier.commands.confirm import main
from gas_notifier.settings.settings import Settings
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen

Upset = Callable[..., None]

LINK = "https://sns.us-east-1.amazonaws.com/confirmation.html?TopicArn={}&Token=2336412f37fb&x=y"


@pytest.fixture
def link(deployed: Deploy) -> str:
    """Return a link for the deployed topic."""
    return LINK.format(deployed(Settings())["NoticeTopicArn"])


def test_a_link_is_confirmed_so_that_its_owner_alone_can_end_it(link: str, screen: Screen) -> None:
    sent: list[dict[str, str]] = []
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register(
        "before-parameter-build.sns.ConfirmSubscription", lambda params, **_: sent.append(params)
    )
    told = screen.output(main, f"LINK={link}")
    assert [(params["Token"], params["AuthenticateOnUnsubscribe"]) for params in sent] == [
        ("2336412f37fb", "true")
    ]
    assert told.startswith("Confirmed; only who has your AWS credentials")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("InvalidParameter", "this link is spent, or older than two days: make subscriptions says"),
        ("AuthorizationError", "An error occurred (AuthorizationError) when calling"),
    ],
)
def test_what_aws_does_not_take_is_one_line(
    link: str, screen: Screen, upset: Upset, code: str, message: str
) -> None:
    upset(
        "sns.ConfirmSubscription",
        ClientError({"Error": {"Code": code, "Message": "Invalid token"}}, "ConfirmSubscription"),
    )
    assert screen.failure(main, f"LINK={link}").startswith(message)


@pytest.mark.parametrize(
    "topic",
    [
        "arn:aws:sns:us-east-1:123456789012:Other-notices",
        "arn:aws:sns:us-east-1:999999999999:GasNotifier-notices",
    ],
)
@pytest.mark.usefixtures("link")
def test_a_link_for_another_topic_is_one_line(screen: Screen, topic: str) -> None:
    failure = screen.failure(main, f"LINK={LINK.format(topic)}")
    assert failure == f"this link is for another topic: {topic}"
