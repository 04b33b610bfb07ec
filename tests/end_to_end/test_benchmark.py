"""The pipeline's benchmark at its smallest: all programs deployed, and every look mailed."""

from benchmarks import pipeline
from gas_notifier.emulator.emulator import Emulator


def test_all_programs_mail_every_week_and_are_timed(bootstrapped: Emulator) -> None:
    comparisons = list(pipeline.compare(rounds=1, looks=2, emulator=bootstrapped))

    assert [(comparison.what, comparison.beside) for comparison in comparisons] == [
        (f"feed change to mail, {what}", beside)
        for what in ("both functions cold", "warm, median", "warm, 95th percentile")
        for beside in ("the article's", "a bare pipeline")
    ]
