"""The fetcher when AWS fails it: each week is recorded once, with one notice, sooner or later."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import repeat
from typing import Any, Final

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from gas_prices.notice import High
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from price_table import PriceTable
from tests.support.aws_faults import AwsFault, CrashError
from tests.support.clock import NOW
from tests.support.feed_rows import body, rows, week
from tests.support.scripted_feed import ScriptedFeed, answer

Serve = Callable[..., ScriptedFeed]
Fetch = Callable[..., dict[str, Any]]
Crash = Callable[[int], None]
Disturb = Callable[[str, Iterable[AwsFault]], list[AwsFault | None]]
Recorded = Callable[[], list[Record | None]]
Upset = Callable[..., None]

RULE: Final = Rule(("albany",))
WEEKS: Final = rows(albany="3.10 3.20 3.15")
ATTEMPTS: Final = 3

every_fault = pytest.mark.parametrize("fault", AwsFault, ids=lambda fault: fault.value)
every_operation = pytest.mark.parametrize("operation", ["Query", "PutItem"])


def undisturbed() -> list[Record]:
    """Return the records of one look at the first week and one at all three."""
    [first] = apply(RULE, WEEKS[:1], None).records
    return [record.stamped(NOW) for record in (first, *apply(RULE, WEEKS, first).records)]


@pytest.fixture
def published(serve: Serve, price_table: PriceTable) -> ScriptedFeed:
    """The feed with two weeks more than are recorded; the second of them brings a notice."""
    price_table.insert(undisturbed()[0])
    return serve(answer(body(WEEKS)))


@pytest.fixture
def recorded(price_table: PriceTable) -> Recorded:
    """Return a function that reads the three weeks from the table."""
    return lambda: [price_table.get(week(number)) for number in range(3)]


@every_operation
@every_fault
def test_a_fault_that_passes_is_not_felt(
    published: ScriptedFeed,
    fetch: Fetch,
    recorded: Recorded,
    disturb: Disturb,
    operation: str,
    fault: AwsFault,
) -> None:
    requests = disturb(f"dynamodb.{operation}", [fault])
    result = fetch(published)
    assert recorded() == undisturbed()
    assert result["newest_week"] == "2025-01-20"
    assert requests == [fault, *[None] * (1 if operation == "Query" else 2)]
    # An insert that was carried out and not answered looks like one of a rival's.
    lost = operation == "PutItem" and fault is AwsFault.LOST_ANSWER
    assert result["recorded"] == ["2025-01-13", "2025-01-20"][1 if lost else 0 :]


@every_operation
@every_fault
def test_a_fault_that_stays_is_raised_and_made_good_by_the_next_look(
    published: ScriptedFeed,
    fetch: Fetch,
    recorded: Recorded,
    disturb: Disturb,
    operation: str,
    fault: AwsFault,
) -> None:
    requests = disturb(f"dynamodb.{operation}", repeat(fault, ATTEMPTS))
    with pytest.raises((BotoCoreError, ClientError)):
        fetch(published)
    assert len(requests) == ATTEMPTS
    carried_out = operation == "PutItem" and fault is AwsFault.LOST_ANSWER
    assert recorded() == [*undisturbed()[: 2 if carried_out else 1], None, None][:3]
    fetch(published)
    assert recorded() == undisturbed()


@pytest.mark.parametrize("calls", [1, 2, 3], ids=["Query", "first PutItem", "second PutItem"])
def test_a_crash_after_any_call_is_made_good_by_the_retry(
    published: ScriptedFeed, fetch: Fetch, recorded: Recorded, crash: Crash, calls: int
) -> None:
    crash(calls)
    with pytest.raises(CrashError):
        fetch(published)
    assert recorded() == [*undisturbed()[:calls], None, None][:3]
    again = fetch(published)
    assert again["recorded"] == ["2025-01-13", "2025-01-20"][calls - 1 :]
    assert recorded() == undisturbed()


def test_what_a_rival_that_saw_less_told_meanwhile_is_not_told_again(
    serve: Serve, fetch: Fetch, recorded: Recorded, price_table: PriceTable, upset: Upset
) -> None:
    falling = rows(albany="3.20 3.10 3.05")
    [first] = apply(RULE, falling[:1], None).records
    [of_rival] = [record.stamped(NOW) for record in apply(RULE, falling[:2], first).records]
    [last] = apply(RULE, falling, of_rival).records
    price_table.insert(first)
    upset("dynamodb.PutItem", lambda: price_table.insert(of_rival))
    result = fetch(serve(answer(body(falling))))
    assert recorded() == [first, of_rival, last.stamped(NOW)]
    assert last.notice
    assert last.notice.regions[0].high == High(Decimal("3.10"), week(1))
    assert result["recorded"] == ["2025-01-20"]
