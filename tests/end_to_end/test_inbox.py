"""An inbox in place of e-mail: `gas_notifier.emulator.inbox`."""

import json
import threading
from collections.abc import Collection, Iterator, Sequence
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


def test_a_message_is_waited_for_and_read_once_as_it_was_published(
    emulator: Emulator, topic_arn: str
) -> None:
    with Inbox(emulator, topic_arn) as inbox:
        later = threading.Timer(0.2, publish, [emulator, topic_arn, "0", ["utica", "buffalo"]])
        later.start()
        assert inbox.wait() == Message("0", "0\n\nAnd so on.", {"regions": '["utica", "buffalo"]'})
        later.join()

        for number in range(1, 12):
            publish(emulator, topic_arn, str(number), ["utica"])
        subjects = [message.subject for message in inbox.messages()]
        assert subjects == [str(number) for number in range(1, 12)]
        with pytest.raises(InboxError, match=r"no mail came within 0\.1 seconds"):
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
    with pytest.raises(InboxError, match=r"stranger@example\.com is not subscribed"):
        Inbox(emulator, topic_arn, "stranger@example.com")


def test_an_inbox_leaves_neither_queue_nor_subscription_be_its_topic_gone(
    emulator: Emulator, topic_arn: str
) -> None:
    def queues() -> Collection[str]:
        found = emulator.client("sqs").list_queues(QueueNamePrefix="inbox-")
        return set(found.get("QueueUrls", ()))

    def confirmed() -> int:
        attributes = emulator.client("sns").get_topic_attributes(TopicArn=topic_arn)["Attributes"]
        return int(attributes["SubscriptionsConfirmed"])

    before = queues()
    with Inbox(emulator, topic_arn):
        assert confirmed() == 102
    assert confirmed() == 101
    with Inbox(emulator, topic_arn):
        emulator.client("sns").delete_topic(TopicArn=topic_arn)
    assert queues() == before
