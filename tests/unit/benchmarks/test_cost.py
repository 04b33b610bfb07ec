"""What a month costs: `benchmarks.cost`."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeSerializer

from benchmarks import cost
from benchmarks.cost import Line, monthly_bill, next_limit, ses_price
from benchmarks.dynamodb_table import item_size
from gas_notifier import REPOSITORY
from gas_prices.item import to_item
from gas_prices.record import Record
from publisher.mail import compose

CENT = Decimal("0.01")
DOCUMENTATION = REPOSITORY / "docs" / "performance.md"
README = REPOSITORY / "README.md"


def due(bill: Sequence[Line]) -> Decimal:
    return sum((line.due for line in bill), Decimal(0)).quantize(CENT)


def line(bill: Sequence[Line], what: str) -> Line:
    (found,) = [line for line in bill if line.what == what]
    return found


@pytest.mark.parametrize(
    ("readers", "in_the_free_tier", "with_alarms_outside_it"),
    [(1, "0.00", "0.70"), (10, "0.00", "0.70"), (1000, "0.07", "0.77"), (10**6, "86.65", "87.35")],
)
def test_the_bill_grows_with_the_mails_alone(
    readers: int, in_the_free_tier: str, with_alarms_outside_it: str
) -> None:
    bill = monthly_bill(readers)

    assert due(bill) == Decimal(in_the_free_tier)
    assert due(bill) + line(bill, "alarms").free == Decimal(with_alarms_outside_it)


def test_the_list_price_is_what_is_used_times_its_price() -> None:
    mails = line(monthly_bill(3000), "e-mails")

    # 52 weeks a year, 3,000 readers, two dollars for 100,000 mails.
    assert mails.quantity == 13_000
    assert mails.list_price == Decimal("0.26")
    assert mails.free == Decimal("0.02")
    assert mails.due == Decimal("0.24")


def test_more_regions_make_larger_records() -> None:
    of_one, of_all = (line(monthly_bill(1, regions), "write units") for regions in (1, 17))

    # A week's Put and mark: 1,220 bytes take two units each, 4,740 take five.
    assert of_one.quantity == Decimal(52) / 12 * 4
    assert of_all.quantity == Decimal(52) / 12 * 10


def test_all_regions_for_one_reader_still_cost_nothing() -> None:
    assert due(monthly_bill(1, 17)) == 0


def test_no_recorded_week_takes_more_room_than_is_reckoned_with(
    recorded_notices: list[Record],
) -> None:
    serializer = TypeSerializer()
    for record in recorded_notices:
        assert record.notice is not None
        regions = len(record.notice.regions)
        item = serializer.serialize(to_item(record))["M"]
        mail = compose(record.week, record.notice, Decimal(12))

        assert item_size(item) <= cost.RECORD_BYTES + cost.REGION_BYTES * regions
        assert len(mail.body) <= (cost.MAIL_BYTES + cost.REGION_BYTES * regions) / 2


@pytest.mark.parametrize(
    ("readers", "limit"),
    [(1, 200), (200, 200), (201, 400), (401, 5000), (5001, 12_500_000)],
)
def test_the_next_limit_is_the_first_that_is_not_reached(readers: int, limit: int) -> None:
    found = next_limit(readers)

    assert found is not None
    assert found.readers == limit


def test_beyond_all_limits_there_is_no_next() -> None:
    assert next_limit(12_500_001) is None


def test_ses_takes_ten_cents_for_a_thousand_mails() -> None:
    assert ses_price(3000) == Decimal("1.30")


def test_the_report_is_about_the_readers_and_regions_asked_for() -> None:
    printed = cost.report(1000, 17)

    assert printed.startswith("A month with 1,000 readers and 17 regions, a mail a week;")
    assert "| SNS                   | e-mails                      | 4,333" in printed
    assert "The next for 1,000 readers: 5,000 subscriptions of one account" in printed


def test_the_report_says_when_no_limit_is_left() -> None:
    assert "The next for 20,000,000 readers: none" in cost.report(20_000_000, 1)


def test_the_report_has_a_row_for_every_audience() -> None:
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for row in cost.report(1, 1).splitlines()
        if row.startswith("| 1")
    ]

    assert [(readers, to_pay, ses) for readers, _, _, to_pay, ses in rows] == [
        ("1", "under 1c", "under 1c"),
        ("10", "under 1c", "under 1c"),
        ("1,000", "$0.07", "$0.43"),
        ("1,000,000", "$86.65", "$433.33"),
    ]


def test_the_report_in_the_documentation_is_what_the_command_prints() -> None:
    assert cost.report(1, 1) in DOCUMENTATION.read_text()


def test_the_readme_says_what_one_and_a_thousand_readers_cost_without_a_free_tier() -> None:
    one, thousand = (
        sum((line.list_price for line in monthly_bill(readers)), Decimal(0)).quantize(CENT)
        for readers in (1, 1000)
    )
    readme = README.read_text(encoding="utf-8")

    assert f"about ${one} a month with the seven alarms on" in readme
    assert f"with 1,000 readers about ${thousand}." in readme
