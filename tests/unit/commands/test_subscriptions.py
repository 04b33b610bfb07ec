"""`python -m gas_notifier subscriptions`, as its user meets it."""

from collections.abc import Callable, Sequence

import pytest

from gas_notifier.aws.subscriptions import Subscription
from gas_notifier.commands import subscriptions as command
from gas_notifier.commands.subscriptions import main
from gas_notifier.settings.settings import Settings
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen, SetContext

Answer = Callable[[Sequence[Subscription]], None]


@pytest.fixture
def answer(deployed: Deploy, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Return a function that has AWS answer with these subscriptions."""
    topic = deployed(Settings(email=("third@example.com",)))["NoticeTopicArn"]

    def answer(found: Sequence[Subscription]) -> None:
        monkeypatch.setattr(command, "subscriptions", lambda _, asked, __: found * (asked == topic))

    return answer


def test_each_address_has_a_line_and_each_state_but_the_good_one_is_explained(
    screen: Screen, answer: Answer
) -> None:
    answer(
        [
            Subscription("one@example.com", "confirmed"),
            Subscription("second@example.com", "confirmed", ("utica", "new_york_city")),
            Subscription("Third@example.com", "pending"),
            Subscription("other@example.com", "confirmed", is_in_settings=False, arn="arn:other"),
            Subscription("four@example.com", "unsubscribed"),
            Subscription("five@example.com", "not subscribed"),
        ]
    )
    assert screen.output(main).splitlines()[2:] == [
        "one@example.com     confirmed       every notice",
        "second@example.com  confirmed       Utica, New York City",
        "Third@example.com   pending         every notice, until 2026-11-28 15:10 UTC",
        "other@example.com   confirmed       not in the settings",
        "four@example.com    unsubscribed    every notice",
        "five@example.com    not subscribed  every notice",
        "",
        "3 confirmed, 1 pending, 1 unsubscribed, 1 not subscribed",
        "pending: no notice comes until the link in Amazon's mail is followed; copy it,",
        "  and make confirm LINK='https://sns...'",
        "unsubscribed: somebody or some mail scanner has opened the link at the end of",
        "  a notice; to begin anew: docs/confirming.md",
        "not subscribed: was pending for more than two days, or is not deployed yet; to",
        "  begin anew: docs/confirming.md",
        "other@example.com is taken out by no deployment, but by:",
        "  aws sns unsubscribe --subscription-arn arn:other",
    ]


def test_a_stack_without_readers_says_how_to_get_one(screen: Screen, answer: Answer) -> None:
    answer([])
    assert screen.output(main).endswith(
        "-notices\n\nNobody is subscribed: make deploy EMAIL=you@example.com\n"
    )


def test_where_there_is_no_such_stack_it_is_one_line(
    deployed: Deploy, screen: Screen, set_context: SetContext
) -> None:
    deployed(Settings())
    assert screen.failure(main, "STACK_NAME=Other") == "there is no stack Other in us-east-1"
    set_context(stack_name="my_stack")
    assert "stack_name (in cdk.json): 'my_stack' is not a name" in screen.refusal(main)
