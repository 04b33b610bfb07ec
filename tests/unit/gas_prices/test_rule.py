"""The rule, in words and as it is handed on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from gas_prices.rule import Rule


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "falls {} it"),
        ({"min_drop_cents": 1}, "falls {} it"),
        ({"min_drop_cents": 2}, "falls 2 cents or more {} it"),
        ({"min_drop_cents": 105}, "falls $1.05 or more {} it"),
        ({"below": Decimal("3.1")}, "falls {} it and is at most $3.10"),
        ({"below": Decimal("3.099")}, "falls {} it and is at most $3.099"),
        ({"lowest_in_weeks": 1}, "falls {} it and is lower than in the week before"),
        (
            {"min_drop_cents": 5, "below": Decimal(3), "lowest_in_weeks": 12},
            (
                "falls 5 cents or more {} it, is at most $3.00 "
                "and is lower than in the 12 weeks before"
            ),
        ),
        ({"record": "drops"}, "falls below the price in the last mail about it"),
    ],
)
def test_a_rule_is_said_in_words(told: Mapping[str, Any], words: str) -> None:
    said = Rule(("albany",), **told).in_words()
    assert said == words.format("from its highest since the last mail about")


@pytest.mark.parametrize(
    "rule",
    [Rule(("albany",)), Rule(("utica", "albany"), 5, Decimal("3.10"), 8, "drops")],
    ids=["nothing set", "everything set"],
)
def test_a_rule_can_be_handed_on_as_text(rule: Rule) -> None:
    handed_on = Rule.from_json(rule.to_json())
    assert handed_on == rule
    # Equal is not enough: 3.1 is 3.10, and a list is no tuple.
    assert repr(handed_on) == repr(rule)
    assert "null" not in rule.to_json()
