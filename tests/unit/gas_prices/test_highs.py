"""What the highs are after each week."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from gas_prices.credible import Row
from gas_prices.notice import High
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

ALBANY = Rule(regions=("albany",))


def high(price: str, number: int) -> High:
    return High(Decimal(price), week(number))


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        pytest.param("3.10 3.11", high("3.11", 1), id="a higher price"),
        pytest.param("3.10 3.10", high("3.10", 1), id="an equal one"),
        pytest.param("3.10 3.06", high("3.10", 0), id="not one that fell untold"),
        pytest.param("3.10 3.05", high("3.05", 1), id="one that was told"),
        pytest.param("3.10 -", high("3.10", 0), id="not where there is none"),
        pytest.param("3.10 3.90", high("3.10", 0), id="not a suspect one"),
        pytest.param("- 3.10", high("3.10", 1), id="the first"),
    ],
)
def test_of_a_watched_region(walk: Walk, prices: str, expected: High) -> None:
    rule = Rule(("nassau", "albany"), min_drop_cents=5)
    # Nassau is told of in each case.
    *_, record = walk(rule, rows(albany=prices, nassau="3.10 3.00"))
    assert record.highs == {"albany": expected, "nassau": high("3.00", 1)}


@pytest.mark.parametrize(("price", "expected"), [("3.05", 1), ("3.15", 1), ("4", 0), ("-", 0)])
def test_of_a_region_that_is_not_watched_are_its_last_prices(
    walk: Walk, price: str, expected: int
) -> None:
    *_, record = walk(ALBANY, rows(albany="3 3", utica=f"3.10 {price}"))
    assert record.highs["utica"] == high(price if expected else "3.10", expected)


def test_a_region_watched_later_starts_from_last_weeks_price() -> None:
    weeks = rows(albany="3.00 3.00 3.00", utica="3.50 3.05 3.04")
    [newest] = apply(ALBANY, weeks[:2], None).records
    [record] = apply(Rule(("albany", "utica")), weeks, newest).records
    assert record.notice is not None
    assert [told.high for told in record.notice.regions] == [high("3.05", 1)]
