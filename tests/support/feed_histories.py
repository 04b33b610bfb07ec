"""Feeds that revise, withdraw and bring late what they have published."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from gas_prices.credible import Row
from tests.support.feed_rows import week


def histories(random: Random) -> Iterator[list[Row]]:
    """Yield looks at a feed of two regions that changes what it likes, whenever it likes."""
    published: dict[date, dict[str, Decimal]] = {}
    cents = {"new_york_state": 300, "utica": 310}
    for number in range(random.randint(2, 12)):
        for region in cents:
            cents[region] += random.randint(-6, 6)
        published[week(number)] = {region: Decimal(price) / 100 for region, price in cents.items()}
        late = week(number) if random.random() < 0.1 else None
        for changed in random.sample(sorted(published), k=min(len(published), 2)):
            region = random.choice(sorted(cents))
            step = Decimal(random.choice([-40, -6, -2, -1, 1, 2, 6, 40])) / 100
            match random.choice(["leave", "revise", "revise", "withdraw"]):
                case "revise":
                    published[changed][region] = cents[region] / Decimal(100) + step
                case "withdraw":
                    published[changed].pop(region, None)
        if random.random() < 0.8 and (seen := published.keys() - {late}):
            yield [Row(shown, dict(published[shown])) for shown in sorted(seen)]
