"""What a month costs on AWS: `python -m benchmarks.cost` prints the table of docs/performance.md.

Public prices in US East (N. Virginia) of June 2026; source: each service's pricing page. Only what
stays free counts as free, not the offers of an account's first year.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from benchmarks.markdown_table import markdown_table

LOOKS: Final = Decimal(365) / 12
MAILS: Final = Decimal(52) / 12
"""In a month: a look every day, and a mail about one region every week, the most there can be."""
RUNS: Final = LOOKS + MAILS
ALARMS: Final = Decimal(7)
METRICS: Final = Decimal(4)
MEMORY: Final = Decimal("0.25")
"""Of each function, in GB."""
READERS: Final = (1, 1_000, 1_000_000)
MILLION: Final = 1_000_000


class Price(NamedTuple):
    """What is used in a month, and the dollars for `per` of it, beyond what is free."""

    what: str
    used: Decimal
    dollars: str
    per: int = 1
    free: int = 0

    def costs(self, used: Decimal) -> Decimal:
        """Return the dollars for so much of it."""
        return max(used, Decimal(0)) * Decimal(self.dollars) / self.per


def prices(readers: int) -> list[Price]:
    """Return all that a month takes with so many readers."""
    return [
        Price("e-mails", MAILS * readers, "2.00", 100_000, free=1_000),
        Price("GB sent, 3.2 kB a mail", MAILS * readers * 32 / 10**7, "0.09", free=100),
        Price("alarms", ALARMS, "0.10", free=10),
        Price("metrics, an hour a day", METRICS / 24, "0.30", free=10),
        Price("Lambda: runs", RUNS, "0.20", MILLION, free=MILLION),
        Price(
            "Lambda: GB-seconds on arm64, 3 s a run",
            RUNS * 3 * MEMORY,
            "0.0000133334",
            free=400_000,
        ),
        Price("DynamoDB: two writes a record, two a mark", MAILS * 4, "0.625", MILLION),
        Price("DynamoDB: a read a run", RUNS, "0.125", MILLION),
        Price("DynamoDB: GB, ten years of records", Decimal("0.00064"), "0.25", free=25),
        Price("DynamoDB: GB that can be restored", Decimal("0.00064"), "0.20"),
        Price("SNS: messages", MAILS, "0.50", MILLION, free=MILLION),
        Price("EventBridge Scheduler: runs", LOOKS, "1.00", MILLION, free=14 * MILLION),
        Price("CloudWatch: GB of logs, 4 kB a run", RUNS * 4 / MILLION, "0.50", free=5),
    ]


def bill(readers: int) -> dict[str, Decimal]:
    """Return the dollars of a month, by what they are for, and at last what there is to pay."""
    costs = {price.what: price.costs(price.used) for price in prices(readers)}
    due = [price.costs(price.used - price.free) for price in prices(readers)]
    return {
        **costs,
        "all, by the list": sum(costs.values(), Decimal(0)),
        "to pay, after the free tier": sum(due, Decimal(0)),
    }


def table() -> str:
    """Return the bills of all numbers of readers, side by side."""
    bills = [bill(readers) for readers in READERS]
    return markdown_table(
        ["dollars a month", *(f"{count:,} reader{'s' * (count > 1)}" for count in READERS)],
        [[what, *(f"{bill[what]:,.4f}" for bill in bills)] for what in bills[0]],
    )


if __name__ == "__main__":
    print(table())
