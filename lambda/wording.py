"""How prices, differences and days are written for people."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENTS_IN_DOLLAR: Final = 100


def dollars(amount: Decimal) -> str:
    """Return dollars like "$3.04"."""
    return f"${amount.quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def cents(amount: Decimal, unit: str | None = None) -> str:
    """Return dollars like "4 cents", or with a unit of its own, "4c"; from a dollar on "$1.20"."""
    exact = amount * CENTS_IN_DOLLAR
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    if exact < 1:
        # Less than a cent is not nothing.
        tenth = Decimal("0.1")
        rounded = max(exact.quantize(tenth, ROUND_HALF_UP), tenth).normalize()
    if rounded >= CENTS_IN_DOLLAR:
        return dollars(amount)
    return f"{rounded}{unit or (' cent' if rounded == 1 else ' cents')}"


def day(of: date, seen_from: date | None = None) -> str:
    """Return a day like "Nov 3", with its year if that is not the one it is seen from."""
    year = f", {of.year}" if seen_from and of.year != seen_from.year else ""
    return f"{of:%b} {of.day}{year}"
