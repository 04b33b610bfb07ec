"""An inbox for the mails of a topic, as the emulator delivers no e-mail."""

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from gas_notifier.emulator.emulator import Emulator

_TIMEOUT: Final = 30
"""Seconds, many times what the functions take."""
_LONG_POLL: Final = 20
"""Seconds, the longest that SQS holds a request."""


class InboxError(Exception):
    """What an inbox was to receive, or to stand in for, is not there."""


@dataclass(frozen=True)
class Message:
    """One message as the topic delivered it, with the values of its attributes by name."""

    subject: str
    body: str
    attributes: Mapping[str, str]


class Inbox:
    """A queue subscribed to a topic, from which the delivered messages are read.

    Open it before what is to be received is published. It is deleted at the end of its context.
    """

    def __init__(self, emulator: Emulator, topic_arn: str, address: str | None = None) -> None:
        """Subscribe an inbox of its own to the topic.

        With an e-mail address that is subscribed to the topic, the inbox stands in for it: it has
        the same filter policy. Without one, it receives every message.

        Raises InboxError when the address is not subscribed.
        """
        self._sqs = emulator.client("sqs")
        self._sns = emulator.client("sns")
        attributes = self._filter(topic_arn, address) if address else {}
        name = f"inbox-{uuid.uuid4()}"
        self._url = self._sqs.create_queue(QueueName=name)["QueueUrl"]
        queue_arn = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])[
            "Attributes"
        ]["QueueArn"]
        policy = {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
            },
        }
        self._sqs.set_queue_attributes(
            QueueUrl=self._url, Attributes={"Policy": json.dumps(policy)}
        )
        self._subscription_arn = self._sns.subscribe(
            TopicArn=topic_arn,
            Protocol="sqs",
            Endpoint=queue_arn,
            Attributes=attributes,
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the subscription, and delete the queue with all that is in it."""
        self._sns.unsubscribe(SubscriptionArn=self._subscription_arn)
        self._sqs.delete_queue(QueueUrl=self._url)

    def wait(self, timeout: float = _TIMEOUT) -> Message:
        """Return the next message, taken out of the inbox, as soon as it is there.

        Raises InboxError when none comes within `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while (remaining := deadline - time.monotonic()) > 0:
            for message in self._receive(wait=min(_LONG_POLL, max(1, int(remaining))), most=1):
                return message
        raise InboxError(f"no mail came within {timeout:g} seconds")

    def messages(self) -> list[Message]:
        """Return the messages that are there now, oldest first, taken out of the inbox.

        They are all that will come of what was published before: the emulator delivers a message
        before it answers the publisher.
        """
        messages: list[Message] = []
        while batch := self._receive(wait=0, most=10):
            messages += batch
        return messages

    def _receive(self, *, wait: int, most: int) -> list[Message]:
        received = self._sqs.receive_message(
            QueueUrl=self._url, WaitTimeSeconds=wait, MaxNumberOfMessages=most
        )
        messages = []
        for delivery in received.get("Messages", []):
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=delivery["ReceiptHandle"])
            notification = json.loads(delivery["Body"])
            attributes = notification.get("MessageAttributes", {})
            messages.append(
                Message(
                    subject=notification["Subject"],
                    body=notification["Message"],
                    attributes={name: value["Value"] for name, value in attributes.items()},
                )
            )
        return messages

    def _filter(self, topic_arn: str, address: str) -> dict[str, str]:
        pages = self._sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn)
        for page in pages:
            for subscription in page["Subscriptions"]:
                if subscription["Endpoint"] == address:
                    attributes = self._sns.get_subscription_attributes(
                        SubscriptionArn=subscription["SubscriptionArn"]
                    )["Attributes"]
                    return {
                        name: attributes[name]
                        for name in ("FilterPolicy", "FilterPolicyScope")
                        if name in attributes
                    }
        raise InboxError(f"{address} is not subscribed to {topic_arn}")
