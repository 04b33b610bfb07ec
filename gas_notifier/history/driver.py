"""What acting on the mails is worth: a driver who does, beside one who buys week by week.

A full tank takes either through two weeks. One buys each week what the week takes. The other, who
acts one week or two after the date of a mail's prices,

- fills up on a drop, and else buys only what the week takes beyond what is left, or
- waits, buying only that, from a drop on until the fall is over: at the turn, where the rule tells
  turns, and else in the first week without a drop; and is full whenever there is no fall.

What is left in the end counts as sold at the last price. A week without a price has the last one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from statistics import mean
from typing import Final, Literal, Self

from gas_notifier.history.replays import Replay

FULL: Final = 2
"""Weeks that a full tank lasts."""
CENTS_IN_DOLLAR: Final = 100

Told = Literal["drop", "turn"] | None
"""What a week's mail tells of a region."""


@dataclass(frozen=True)
class ActedOn:
    """Cents a gallon that it costs to act on the mails; below zero, that it saves.

    `fill_up` is to fill up on each drop, `wait` to wait until a fall is over; each for a driver who
    acts one week after the date of a mail's prices, and two. Several regions count alike.
    """

    fill_up_a_week_late: Decimal
    fill_up_two_weeks_late: Decimal
    wait_a_week_late: Decimal
    wait_two_weeks_late: Decimal

    @classmethod
    def of(cls, replay: Replay) -> Self | None:
        """Reckon it for the regions that a replay met a price of; None where it met none."""
        courses = [_course(replay, region) for region in replay.rule.regions]
        courses = [(prices, told) for prices, told in courses if prices]
        if not courses:
            return None
        when_over = partial(_when_over, tells_turns=replay.rule.min_rise_cents is not None)
        return cls(
            *(
                mean(_cost(prices, fills(_read(told, late))) for prices, told in courses)
                for fills in (_on_drops, when_over)
                for late in (1, 2)
            )
        )


def _course(replay: Replay, region: str) -> tuple[list[Decimal], list[Told]]:
    """Return a region's prices, from its first one on, and what the mail of each week tells."""
    kinds = {
        week: part.kind
        for week, notice in replay.notices
        for part in notice.regions
        if part.region == region
    }
    prices: list[Decimal] = []
    told: list[Told] = []
    for week in replay.weeks:
        price = week.prices.get(region, prices[-1] if prices else None)
        if price is not None:
            prices.append(price)
            told.append(kinds.get(week.week))
    return prices, told


def _read(told: Sequence[Told], late: int) -> Sequence[Told]:
    """Return what the mail tells that is acted on in each week."""
    return [*(None,) * late, *told][: len(told)]


def _on_drops(read: Sequence[Told]) -> Iterator[bool]:
    """Yield whether the driver fills up, for what the mail that is acted on tells each week."""
    return (told == "drop" for told in read)


def _when_over(read: Sequence[Told], *, tells_turns: bool) -> Iterator[bool]:
    waits = False
    for told in read:
        waits = told == "drop" or (waits and tells_turns and told is None)
        yield not waits


def _cost(prices: Sequence[Decimal], fills: Iterator[bool]) -> Decimal:
    """Return the cents a gallon by which it is dearer than to buy week by week."""
    left, paid = 0, Decimal(0)
    for price, full in zip(prices, fills, strict=True):
        bought = max((FULL if full else 1) - left, 0)
        left += bought - 1
        paid += bought * price
    more = paid - left * prices[-1] - sum(prices)
    return more * CENTS_IN_DOLLAR / len(prices)
