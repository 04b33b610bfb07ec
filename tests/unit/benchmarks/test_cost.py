"""What a month costs: `benchmarks.cost`."""

from benchmarks import cost
from gas_notifier import REPOSITORY


def test_the_documentation_has_the_table_that_is_reckoned() -> None:
    assert cost.table() in REPOSITORY.joinpath("docs/performance.md").read_text("utf-8")


def test_the_readme_says_what_one_and_a_thousand_readers_cost_without_a_free_tier() -> None:
    one, thousand = (cost.bill(readers)["all, by the list"] for readers in (1, 1000))
    readme = REPOSITORY.joinpath("README.md").read_text("utf-8")

    assert f"about ${one:.2f} a month with the seven alarms on" in readme
    assert f"with 1,000 readers about ${thousand:.2f}." in readme


def test_a_bill_is_what_is_used_beyond_what_is_free_at_its_price() -> None:
    # 52 weeks a year, 3,000 readers, two dollars for 100,000 mails; 1,000 of them are free.
    assert float(cost.bill(3000)["e-mails"]) == 0.26
    mails, *_ = cost.prices(3000)
    assert float(mails.costs(mails.used - mails.free)) == 0.24
