"""What followed, as the mails count it, beside a count that shares no code with it."""

from decimal import Decimal

import pytest

from gas_prices import what_followed as module
from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.regions import REGIONS, STATE
from gas_prices.what_followed import WhatFollowed, what_followed
from tests.support.raw_weeks import alike, recount


@pytest.mark.parametrize("cents", [-27, -3, -2, -1, 0, 1, 2, 3, 60])
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("fuel", FUELS)
def test_every_figure_is_what_the_recorded_data_says(fuel: str, region: str, cents: int) -> None:
    found = what_followed(
        FUELS[fuel], region, [None, Decimal(3), Decimal(3) + Decimal(cents) / 100]
    )
    counted = recount(fuel, region, *alike(cents))
    if found is None:
        assert counted["cases"] < 20
        return
    figures = found._asdict()
    del figures["situation"]
    figures["median_half_cents"] = figures.pop("median_cents") * 2
    assert figures == counted


@pytest.mark.parametrize(
    "prices", [[], [Decimal(3)], [Decimal(3), None], [Decimal(4), None, Decimal(3)]]
)
def test_nothing_is_said_where_it_is_not_known_what_the_price_did(
    prices: list[Decimal | None],
) -> None:
    assert what_followed(DEFAULT, "utica", prices) is None


def test_nothing_is_said_of_what_was_met_too_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    state_alone = "\nsince\n2025\nfell-3\n\nfell-2\n20 13 2 12 -1.5\n"
    monkeypatch.setattr(module, "COUNTS", {DEFAULT.slug: state_alone})
    assert what_followed(DEFAULT, STATE, [Decimal("3.05"), Decimal("3.02")]) is None
    assert what_followed(DEFAULT, STATE, [Decimal("3.05"), Decimal("3.03")]) == WhatFollowed(
        "fell-2", 2025, 20, 13, 2, 12, Decimal("-1.5")
    )
