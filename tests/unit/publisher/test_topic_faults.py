"""The publisher when AWS fails it: every notice is mailed, and again only if an answer was lost."""

import logging
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any, Final

import pytest

from gas_prices.outcome import apply
from gas_prices.rule import Rule
from publisher import handler as publisher_handler
from tests.support.aws_faults import AwsFault, CrashError
from tests.support.feed_rows import rows
from tests.unit.publisher.conftest import Mailroom

Disturb = Callable[[str, Iterable[AwsFault]], list[AwsFault | None]]

ATTEMPTS: Final = 3

every_fault = pytest.mark.parametrize("fault", AwsFault, ids=lambda fault: fault.value)


@pytest.fixture
def event(mailroom: Mailroom) -> dict[str, Any]:
    """The stream's batch with one record, whose notice waits to be mailed."""
    return mailroom.insert(*apply(Rule(("albany",)), rows(albany="3.10"), None).records)


@pytest.mark.parametrize("operation", ["dynamodb.GetItem", "sns.Publish", "dynamodb.UpdateItem"])
@every_fault
def test_a_fault_that_passes_is_not_felt(
    event: dict[str, Any], mailroom: Mailroom, disturb: Disturb, operation: str, fault: AwsFault
) -> None:
    requests = disturb(operation, [fault])
    mailroom.publish(event)
    assert requests == [fault, None]
    assert mailroom.mailed_at(0)
    # A topic whose answer was lost is asked again, for else a notice might be.
    twice = operation == "sns.Publish" and fault is AwsFault.LOST_ANSWER
    assert len(mailroom.mails()) == (2 if twice else 1)


@pytest.mark.parametrize("operation", ["dynamodb.GetItem", "sns.Publish"])
@every_fault
def test_a_fault_that_stays_before_the_mail_is_raised_and_the_retry_mails(
    event: dict[str, Any], mailroom: Mailroom, disturb: Disturb, operation: str, fault: AwsFault
) -> None:
    requests = disturb(operation, repeat(fault, ATTEMPTS))
    with pytest.raises(publisher_handler.PublishError, match="not mailed: 2025-01-06"):
        mailroom.publish(event)
    assert len(requests) == ATTEMPTS
    assert not mailroom.mailed_at(0)
    lost = operation == "sns.Publish" and fault is AwsFault.LOST_ANSWER
    assert len(mailroom.mails()) == (ATTEMPTS if lost else 0)
    mailroom.publish(event)
    assert mailroom.mailed_at(0)
    assert len(mailroom.mails()) == 1


@every_fault
def test_a_fault_that_stays_after_the_mail_is_logged_and_sends_no_mail_by_itself(
    event: dict[str, Any],
    mailroom: Mailroom,
    disturb: Disturb,
    fault: AwsFault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    disturb("dynamodb.UpdateItem", repeat(fault, ATTEMPTS))
    mailroom.publish(event)
    assert len(mailroom.mails()) == 1
    [error] = [vars(line) for line in caplog.records if line.levelno == logging.ERROR]
    assert (error["message"], error["week"]) == ("mailed but not marked", "2025-01-06")
    assert bool(mailroom.mailed_at(0)) is (fault is AwsFault.LOST_ANSWER)


@pytest.mark.parametrize(
    ("calls", "mails"),
    [
        pytest.param(1, 1, id="GetItem"),
        pytest.param(2, 2, id="Publish, before its mark"),
        pytest.param(3, 1, id="UpdateItem"),
    ],
)
def test_a_crash_after_any_call_loses_no_mail_and_only_before_the_mark_sends_a_second(
    event: dict[str, Any], mailroom: Mailroom, crash: Callable[[int], None], calls: int, mails: int
) -> None:
    crash(calls)
    with pytest.raises(CrashError):
        mailroom.publish(event)
    mailroom.publish(event)
    assert len(mailroom.mails()) == mails
    assert mailroom.mailed_at(0)
