"""The deployed pipeline in the hands of a test: a feed to move, a fetcher to invoke, inboxes."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pytest

from gas_notifier.aws.functions import InvocationError
from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.deployment import Deployment
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.inbox import Inbox
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks
from tests.support.processes import wait_until

ALL: Final = "all@example.com"
BUFFALO: Final = "buffalo@example.com"
UTICA: Final = "utica@example.com"
OPERATOR: Final = "operator@example.com"


@dataclass(frozen=True)
class Pipeline:
    """The stack in the emulator, its feed, and an inbox in the place of each address."""

    emulator: Emulator
    deployment: Deployment
    feed: RecordedFeed
    inboxes: Mapping[str, Inbox]

    def look(self, week: str) -> dict[str, Any]:
        """Let the feed go as far as a week, have the fetcher look at it, and return its result."""
        self.feed.newest_week = date.fromisoformat(week)
        return self.deployment.fetch()

    def cut_off(self, week: str, after: int) -> None:
        """Let the fetcher look as `look` does, and kill its process once so many are recorded."""
        functions, name = self.emulator.client("lambda"), self.deployment.fetcher_name
        timeout = functions.get_function_configuration(FunctionName=name)["Timeout"]
        with ThreadPoolExecutor(max_workers=1) as executor:
            looking = executor.submit(self.look, week)
            wait_until(lambda: len(self.recorded()) >= after, timeout=60)
            # Unlike AWS, the emulator ends what runs of a function that is updated.
            functions.update_function_configuration(FunctionName=name, Timeout=timeout)
            with pytest.raises(InvocationError, match="process died"):
                looking.result()

    def recorded(self) -> list[str]:
        """Return the weeks in the table, oldest first."""
        return [record.week.isoformat() for record in self.deployment.records()]

    def mailed(self) -> dict[str, list[str]]:
        """Return the subjects of the mails that have come to each address since it was last asked.

        All notices of the table are mailed by then: the emulator delivers a message before it
        answers the publisher, which then marks the notice.
        """
        wait_until(
            lambda: all(record.notified_at for record in self.deployment.records() if record.notice)
        )
        return {
            address: [message.subject for message in inbox.messages()]
            for address, inbox in self.inboxes.items()
        }

    def start_afresh(self) -> None:
        """Empty the table and the inboxes."""
        for week in self.recorded():
            self.forget(week)
        for inbox in self.inboxes.values():
            inbox.messages()

    def forget(self, week: str) -> None:
        """Delete the record of a week."""
        self.emulator.client("dynamodb").delete_item(
            TableName=self.deployment.table_name,
            Key={"fuel": {"S": "gasoline"}, "week": {"S": week}},
        )


@contextmanager
def deployed(
    emulator: Emulator, addresses: Sequence[str], **settings: object
) -> Iterator[Pipeline]:
    """Deploy the stack into a bootstrapped emulator, and destroy it in the end."""
    with RecordedFeed(recorded_weeks()) as feed, ExitStack() as stack:
        cdk = Cdk(emulator, {"feed_url": feed.url, **settings})
        outputs = cdk.deploy()
        stack.callback(cdk.destroy)
        inboxes = {
            address: stack.enter_context(Inbox(emulator, outputs["NoticeTopicArn"], address))
            for address in addresses
        }
        yield Pipeline(emulator, Deployment(emulator, outputs), feed, inboxes)
