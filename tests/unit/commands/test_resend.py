"""`python -m gas_notifier resend`, with a publisher that does nothing."""

from collections.abc import Callable, Sequence

import pytest

from gas_notifier.aws.functions import InvocationError
from gas_notifier.aws.subscriptions import Subscription
from gas_notifier.commands import resend as command
from gas_notifier.commands.resend import main
from gas_notifier.settings.settings import Settings
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.credible import Row
from gas_prices.record import Record
from gas_prices.rule import Rule
from price_table import PriceTable
from tests.support.feed_rows import rows
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen

Output = pytest.CaptureFixture[str]
Walk = Callable[[Rule, Sequence[Row]], list[Record]]

SETTINGS = Settings(
    email=("a@example.com", "p@example.com"),
    subscribers=(Subscriber("u@example.com", ("utica",)),),
    rule=Rule(("albany",)),
)


@pytest.fixture
def mailed(
    deployed: Deploy, walk: Walk, price_table: PriceTable, monkeypatch: pytest.MonkeyPatch
) -> list[object]:
    """Return the list of what the publisher is told, of three weeks of which two are notices."""
    deployed(SETTINGS)
    states = [
        Subscription("a@example.com", "confirmed"),
        Subscription("p@example.com", "pending"),
        Subscription("u@example.com", "confirmed", ("utica",)),
        Subscription("hand@example.com", "confirmed", is_in_settings=False),
    ]
    monkeypatch.setattr(command, "subscriptions", lambda *_: states)
    for record in walk(SETTINGS.rule, rows(albany="3.10 3.05 3.15")):
        price_table.insert(record)
    calls: list[object] = []
    monkeypatch.setattr(command, "invoke", lambda _, *told: calls.append(told))
    return calls


def test_the_newest_notice_is_mailed_to_those_who_wait_for_it_and_have_confirmed(
    mailed: list[object], screen: Screen
) -> None:
    assert screen.output(main, "YES=1") == (
        "The notice of 2025-01-13, to 2 readers: a@example.com, hand@example.com.\nMailed.\n"
    )
    assert mailed == [("publisher", {"week": "2025-01-13"})]


def test_it_asks_first(mailed: list[object], capsys: Output) -> None:
    assert main(["WEEK=2025-01-06"]) == 1
    assert mailed == []
    assert capsys.readouterr().err == (
        "Nothing was done. If it is meant: make resend WEEK=2025-01-06 STACK_NAME=GasNotifier "
        "YES=1\n"
    )


def test_a_week_without_a_notice_is_one_line(mailed: list[object], screen: Screen) -> None:
    assert screen.failure(main, "WEEK=2025-01-20") == (
        "week 2025-01-20 has no notice: the newest is of 2025-01-13"
    )
    assert mailed == []


@pytest.mark.usefixtures("table_name")
def test_before_the_first_notice_there_is_none(deployed: Deploy, screen: Screen) -> None:
    deployed(SETTINGS)
    assert screen.failure(main) == "there is no notice: nothing was told yet"


def test_what_the_publisher_says_is_one_line(
    mailed: list[object], monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def invoke(*_: object) -> None:
        raise InvocationError("no topic")

    monkeypatch.setattr(command, "invoke", invoke)
    assert main(["YES=1"]) == 1
    assert mailed == []
    assert capsys.readouterr().err == "the publisher failed: no topic\n"
