"""What a month costs on AWS, which limit is met first as readers grow, and what to change then."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from benchmarks.markdown_table import markdown_table
from fetcher.metrics import UNITS
from gas_notifier.settings.settings import MOST_ADDRESSES, MOST_SUBSCRIBERS
from gas_prices.regions import REGIONS

RUNS: Final = Decimal(365) / 12
"""Of the fetcher in a month: one a day."""
NOTICES: Final = Decimal(52) / 12
"""In a month: one every week, the most there can be."""
ALARMS: Final = 7
MEMORY: Final = Decimal("0.25")
"""Of each function, in GB."""
SECONDS: Final = 3
"""Of one invocation, its cold start included; a generous guess, as it costs next to nothing."""
YEARS: Final = 10
"""So many years of records are kept."""
GB: Final = 10**9
MILLION: Final = 10**6
THREE_DIGITS: Final = 100
CENT: Final = Decimal("0.01")
AUDIENCES: Final = (1, 10, 1000, MILLION)

RECORD_BYTES: Final = 1000
REGION_BYTES: Final = 220
"""What each region of a notice adds to its record. With both, no recorded week is larger."""
MAIL_BYTES: Final = 3000
"""With the headers and what SNS adds."""
LOG_BYTES: Final = 4000
LOG_REGION_BYTES: Final = 520
"""Of an invocation, and what each region of a notice adds to it."""
WRITE_UNIT: Final = 1024
READ_UNIT: Final = 4096

PRICED: Final = "June 2026"


@dataclass(frozen=True)
class Price:
    """What one thing costs: dollars for `per` of it, after what is free each month.

    Only what stays free counts as free, not the offers of an account's first year.
    """

    service: str
    what: str
    dollars: Decimal
    per: int = 1
    free: int = 0


PRICES: Final[Mapping[str, Price]] = {
    "invocations": Price("Lambda", "invocations", Decimal("0.20"), MILLION, free=MILLION),
    "compute": Price("Lambda", "GB-seconds, arm64", Decimal("0.0000133334"), free=400_000),
    "writes": Price("DynamoDB", "write units", Decimal("0.625"), MILLION),
    "reads": Price("DynamoDB", "read units", Decimal("0.125"), MILLION),
    "storage": Price("DynamoDB", "GB stored", Decimal("0.25"), free=25),
    "recovery": Price("DynamoDB", "GB recoverable to any moment", Decimal("0.20")),
    "publishes": Price("SNS", "messages published", Decimal("0.50"), MILLION, free=MILLION),
    "mails": Price("SNS", "e-mails", Decimal("2.00"), 100_000, free=1000),
    "transfer": Price("SNS", "GB sent out", Decimal("0.09"), free=100),
    "schedules": Price(
        "EventBridge Scheduler", "runs", Decimal("1.00"), MILLION, free=14 * MILLION
    ),
    "alarms": Price("CloudWatch", "alarms", Decimal("0.10"), free=10),
    "metrics": Price("CloudWatch", "metrics, by the hour", Decimal("0.30"), free=10),
    "logs": Price("CloudWatch", "GB logged", Decimal("0.50"), free=5),
}
"""Public prices in US East (N. Virginia), as of PRICED. Source: each service's pricing page.

What Lambda reads of a DynamoDB stream is free, and so are filter policies on message attributes.
"""

SES_MAIL: Final = Decimal("0.10") / 1000
"""Dollars for a mail through SES, at the same place and time."""
SES_MAILS_A_SECOND: Final = 14
SES_MAILS_A_DAY: Final = 50_000
"""Both are what SES sends for an account that has just left its sandbox."""

BEYOND_SNS: Final = (
    "Beyond SNS e-mail, which is throttled, plain text from Amazon's own address and meant for"
    " alerts within a\nteam, there is SES: for strangers in their thousands, with HTML, an address"
    " of one's own, and bounces\nand complaints dealt with. It takes a list of readers, a domain"
    " and a way to unsubscribe. A new account\nsends"
    f" {SES_MAILS_A_SECOND} mails a second and {SES_MAILS_A_DAY:,} a day: unless that is raised,"
    f" one mail to a million readers takes\n{MILLION // SES_MAILS_A_DAY} days."
)


@dataclass(frozen=True)
class Line:
    """One line of a bill, in dollars; `free` is what the free tier takes off the list price."""

    service: str
    what: str
    quantity: Decimal
    list_price: Decimal
    free: Decimal

    @property
    def due(self) -> Decimal:
        """What is to be paid."""
        return self.list_price - self.free


@dataclass(frozen=True)
class Limit:
    """How many readers are too many for what, and what to change beyond them."""

    readers: int
    what: str
    beyond: str


LIMITS: Final = (
    Limit(
        MOST_SUBSCRIBERS,
        "filter policies on one topic (subscribers who chose regions)",
        f"a topic for each region and no filters; {len(REGIONS)} messages a week cost no more than"
        " one, but who reads two regions gets two mails",
    ),
    Limit(
        MOST_ADDRESSES,
        "addresses in one stack, of which CloudFormation takes 500 resources",
        "subscribe the others to its topic by aws sns subscribe",
    ),
    Limit(
        5000,
        "subscriptions of one account waiting for their confirmation",
        "invite readers in turns; who has confirmed no longer counts",
    ),
    Limit(
        12_500_000,
        "subscriptions of one topic",
        "a second topic, and a publisher that publishes to both",
    ),
)
"""Source: "Amazon SNS endpoints and quotas" and "AWS CloudFormation quotas" (the defaults)."""


def monthly_bill(subscribers: int, regions: int = 1) -> tuple[Line, ...]:
    """Return a month's bill, when so many readers get a mail about so many regions every week."""
    record = RECORD_BYTES + REGION_BYTES * regions
    mail = MAIL_BYTES + REGION_BYTES * regions
    kept = Decimal(52 * YEARS * record) / GB
    invocations = RUNS + NOTICES
    logged = LOG_BYTES * invocations + LOG_REGION_BYTES * regions * NOTICES
    quantities = {
        "invocations": invocations,
        "compute": invocations * SECONDS * MEMORY,
        # A Put and the mark on it; a Query, and a look at whether the mark is there.
        "writes": 2 * NOTICES * math.ceil(record / WRITE_UNIT),
        "reads": invocations * math.ceil(record / READ_UNIT),
        "storage": kept,
        "recovery": kept,
        "publishes": NOTICES,
        "mails": NOTICES * subscribers,
        "transfer": NOTICES * subscribers * mail / GB,
        "schedules": RUNS,
        "alarms": Decimal(ALARMS),
        # One run a day fills one hour of the day with each metric.
        "metrics": Decimal(len(UNITS)) / 24,
        "logs": logged / GB,
    }
    return tuple(_line(PRICES[name], quantity) for name, quantity in quantities.items())


def ses_price(subscribers: int) -> Decimal:
    """Return the dollars that a month's mails would cost through SES."""
    return NOTICES * subscribers * SES_MAIL


def next_limit(subscribers: int) -> Limit | None:
    """Return the first limit that so many readers have not reached, or None beyond them all."""
    return next((limit for limit in LIMITS if subscribers <= limit.readers), None)


def report(subscribers: int, regions: int) -> str:
    """Return what the command prints."""
    readers = "1 reader" if subscribers == 1 else f"{subscribers:,} readers"
    watched = "1 region" if regions == 1 else f"{regions} regions"
    bill = monthly_bill(subscribers, regions)
    lines = [
        *((line.service, line.what, _quantity(line.quantity), *_amounts([line])) for line in bill),
        ("all", "", "", *_amounts(bill)),
    ]
    audiences = [
        (f"{count:,}", *_amounts(monthly_bill(count, regions)), _dollars(ses_price(count)))
        for count in AUDIENCES
    ]
    amounts = ("list price", "free tier", "to pay")
    limit = next_limit(subscribers)
    next_one = f"{limit.readers:,} {limit.what}" if limit else "none: these are beyond them all"
    alarms = _dollars(ALARMS * PRICES["alarms"].dollars)
    return f"""\
A month with {readers} and {watched}, a mail a week; US East (N. Virginia), prices of {PRICED}.

{markdown_table(("service", "what", "a month", *amounts), lines)}

The free tier is the account's. Where ten other alarms use it up, these {ALARMS} cost {alarms}.

{markdown_table(("readers", *amounts, "mails by SES instead"), audiences)}

What is met as readers grow, and what to do then:

{_told(LIMITS)}

The next for {readers}: {next_one}.

{BEYOND_SNS}"""


def _told(limits: Sequence[Limit]) -> str:
    return "\n".join(f"- {limit.readers:,} {limit.what}: {limit.beyond}." for limit in limits)


def _line(price: Price, quantity: Decimal) -> Line:
    each = price.dollars / price.per
    return Line(
        price.service,
        price.what,
        quantity,
        quantity * each,
        min(quantity, Decimal(price.free)) * each,
    )


def _amounts(lines: Sequence[Line]) -> tuple[str, str, str]:
    """Return list price, what the free tier takes off it, and what is to be paid."""
    return (
        _dollars(sum((line.list_price for line in lines), Decimal(0))),
        _dollars(sum((line.free for line in lines), Decimal(0))),
        _dollars(sum((line.due for line in lines), Decimal(0))),
    )


def _dollars(amount: Decimal) -> str:
    return "under 1c" if 0 < amount < CENT / 2 else f"${amount:,.2f}"


def _quantity(quantity: Decimal) -> str:
    return f"{quantity:,.0f}" if quantity >= THREE_DIGITS else f"{quantity:.3g}"


if __name__ == "__main__":
    print(report(subscribers=1, regions=1))
