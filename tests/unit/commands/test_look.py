"""`python -m gas_notifier look`, with a fetcher that answers by script."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from gas_notifier.aws.functions import InvocationError
from gas_notifier.aws.subscriptions import Subscription
from gas_notifier.commands import look as command
from gas_notifier.commands.look import main
from gas_notifier.settings.settings import Settings
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.credible import Row
from gas_prices.record import Record
from gas_prices.rule import Rule
from price_table import PriceTable
from tests.support.feed_rows import rows
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen

Look = Callable[..., list[str]]
Walk = Callable[[Rule, Sequence[Row]], list[Record]]

RULE = Rule(("albany", "utica"))
SETTINGS = Settings(
    email=("a@example.com",), subscribers=(Subscriber("u@example.com", ("utica",)),), rule=RULE
)


@pytest.fixture
def look(
    deployed: Deploy,
    walk: Walk,
    price_table: PriceTable,
    monkeypatch: pytest.MonkeyPatch,
    screen: Screen,
) -> Look:
    """Return a function that has the fetcher record weeks and answer, and returns what is said."""
    deployed(SETTINGS)
    states = [
        Subscription("a@example.com", "confirmed"),
        Subscription("u@example.com", "pending", ("utica",)),
    ]
    monkeypatch.setattr(command, "subscriptions", lambda *_: states)

    def look(prices: str, **result: object) -> list[str]:
        answer: dict[str, Any] = {
            "newest_week": "2025-01-13",
            "recorded": [],
            "notice": None,
            "suspect": {},
            "missing": [],
            "feed_url": "https://feed.example/a.json",
            **result,
        }

        def invoke(_: object, name: str, event: object) -> object:
            assert (name, event) == ("fetcher", {})
            for record in walk(RULE, rows(albany=prices)):
                price_table.insert(record)
            return answer

        monkeypatch.setattr(command, "invoke", invoke)
        return screen.output(main).splitlines()

    return look


def test_who_is_mailed_and_who_misses_it_are_named(look: Look) -> None:
    told = look(
        "3.10 3.05",
        recorded=["2025-01-13"],
        notice={"kind": "drop", "regions": ["albany", "utica"]},
    )
    assert told == [
        "Looked at https://feed.example/a.json: its newest week is 2025-01-13.",
        "Recorded: 2025-01-13.",
        "Mailed: a@example.com.",
        "Missed by u@example.com, who is pending: make subscriptions says what to do,",
        "  and make resend mails it again.",
    ]


def test_who_waits_for_other_regions_misses_nothing(look: Look) -> None:
    told = look("3.10", recorded=["2025-01-06"], notice={"kind": "drop", "regions": ["albany"]})
    assert told[2:] == ["Mailed: a@example.com."]


def test_what_keeps_a_mail_back_is_said_as_a_preview_says_it(look: Look) -> None:
    told = look("3.10 3.15", recorded=["2025-01-13"])
    assert told[2:4] == [
        "No mail.",
        "Not told: Albany, it did not fall: $3.15 is 5 cents above $3.10, the high of",
    ]


def test_of_the_only_week_there_is_nothing_is_kept_back_but_what_has_no_price(look: Look) -> None:
    told = look("3.10", recorded=["2025-01-06"])
    assert told[2:] == ["No mail.", "Not told: Utica, it has no price."]


def test_what_is_not_believed_or_not_there_is_said(look: Look) -> None:
    told = look("3.10", suspect={"albany": "9.99"}, missing=["utica"])
    assert told[1:] == [
        "Not believed: Albany, $9.99.",
        "No price: Utica.",
        "No mail: nothing is new since the last look.",
    ]


def test_a_look_that_fails_is_one_line(
    deployed: Deploy, monkeypatch: pytest.MonkeyPatch, screen: Screen
) -> None:
    def invoke(*_: object) -> None:
        raise InvocationError("no feed answered")

    deployed(SETTINGS)
    monkeypatch.setattr(command, "invoke", invoke)
    assert screen.failure(main) == "the look failed: no feed answered"
