"""What the rule of credible prices makes of true prices and of errors: `benchmarks.credible`."""

import subprocess
import sys

from gas_notifier import REPOSITORY


def test_the_decision_record_has_the_figures_of_the_program() -> None:
    text = (REPOSITORY / "docs/decisions/credible-prices.md").read_text(encoding="utf-8")
    # In a process of its own, whose lines nobody counts: that takes a third of the time.
    program = [sys.executable, "-m", "benchmarks.credible"]
    run = subprocess.run(
        program, cwd=REPOSITORY, env={}, capture_output=True, text=True, check=True
    )
    tables = run.stdout.strip().split("\n\n")
    assert len(tables) == 2
    for table in tables:
        assert table in text
