"""What the rule of credible prices makes of true prices and of errors: `benchmarks.credible`."""

from benchmarks.credible import tables
from gas_notifier import REPOSITORY


def test_the_decision_record_has_the_figures_of_the_program() -> None:
    text = (REPOSITORY / "docs/decisions/credible-prices.md").read_text(encoding="utf-8")
    for table in tables():
        assert table in text
