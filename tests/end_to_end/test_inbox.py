"""An inbox in place of e-mail: `gas_notifier.emulator.inbox`."""

import json
import threading
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.inbox import Inbox, InboxError, Message

READER: Final = "buffalo@example.com"


@pytest.fixture
def topic_arn(emulator: Emulator) -> Iterator[str]:
    """Return a topic with a reader who wants to hear of Buffalo alone, among a hundred others."""
    sns = emulator.client("sns")
    topic_arn = sns.create_topic(Name="notices")["TopicArn"]
    for number in range(100):
        sns.subscribe(TopicArn=topic_arn, Protocol="email", Endpoint=f"{number}@example.com")
    sns.subscribe(
        TopicArn=topic_arn,
        Protocol="email",
        Endpoint=READER,
        Attributes={"FilterPolicy": json.dumps({"regions": ["buffalo"]})},
    )
    yield topic_arn
    sns.delete_topic(TopicArn=topic_arn)


def publish(emulator: Emulator, topic_arn: str, subject: str, regions: Sequence[str]) -> None:
    emulator.client("sns").publish(
        TopicArn=topic_arn,
        Subject=subject,
        Message=f"{subject}\n\nAnd so on.",
        MessageAttributes={
            "regions": {"DataType": "String.Array", "StringValue": json.dumps(regions)}
        },
    )


def test_an_inbox_receives_what_is_published_as_it_was_published(
    emulator: Emulator, topic_arn: str
) -> None:
    with Inbox(emulator, topic_arn) as inbox:
        publish(emulator, topic_arn, "Gas down", ["utica", "buffalo"])

        assert inbox.wait() == Message(
            subject="Gas down",
            body="Gas down\n\nAnd so on.",
            attributes={"regions": '["utica", "buffalo"]'},
        )


def test_a_message_is_waited_for(emulator: Emulator, topic_arn: str) -> None:
    with Inbox(emulator, topic_arn) as inbox:
        later = threading.Timer(0.2, publish, [emulator, topic_arn, "Gas down", ["utica"]])
        later.start()

        assert inbox.wait().subject == "Gas down"
        later.join()


def test_a_message_is_read_once(emulator: Emulator, topic_arn: str) -> None:
    with Inbox(emulator, topic_arn) as inbox:
        for number in range(12):
            publish(emulator, topic_arn, str(number), ["utica"])

        assert inbox.wait().subject == "0"
        assert [message.subject for message in inbox.messages()] == [
            str(number) for number in range(1, 12)
        ]
        assert inbox.messages() == []


def test_a_message_that_does_not_come_is_an_error(emulator: Emulator, topic_arn: str) -> None:
    with (
        Inbox(emulator, topic_arn) as inbox,
        pytest.raises(InboxError, match=r"no mail came within 0\.1 seconds"),
    ):
        inbox.wait(timeout=0.1)


def test_an_inbox_receives_what_the_reader_in_whose_place_it_is_would(
    emulator: Emulator, topic_arn: str
) -> None:
    with (
        Inbox(emulator, topic_arn, READER) as inbox,
        Inbox(emulator, topic_arn, "7@example.com") as all_of_them,
    ):
        publish(emulator, topic_arn, "Utica", ["utica"])
        publish(emulator, topic_arn, "Both", ["utica", "buffalo"])

        assert [message.subject for message in inbox.messages()] == ["Both"]
        assert [message.subject for message in all_of_them.messages()] == ["Utica", "Both"]


def test_an_inbox_takes_nobodys_place_who_is_not_subscribed(
    emulator: Emulator, topic_arn: str
) -> None:
    with pytest.raises(InboxError, match=r"stranger@example\.com is not subscribed"):
        Inbox(emulator, topic_arn, "stranger@example.com")


def test_an_inbox_leaves_neither_queue_nor_subscription(emulator: Emulator, topic_arn: str) -> None:
    attributes = emulator.client("sns").get_topic_attributes
    with Inbox(emulator, topic_arn):
        assert attributes(TopicArn=topic_arn)["Attributes"]["SubscriptionsConfirmed"] == "102"

    assert attributes(TopicArn=topic_arn)["Attributes"]["SubscriptionsConfirmed"] == "101"
    queues = emulator.client("sqs").list_queues(QueueNamePrefix="inbox-")
    assert queues.get("QueueUrls", []) == []


def test_an_inbox_may_be_closed_after_its_topic_is_gone(emulator: Emulator, topic_arn: str) -> None:
    with Inbox(emulator, topic_arn) as inbox:
        emulator.client("sns").delete_topic(TopicArn=topic_arn)
        assert inbox.messages() == []
