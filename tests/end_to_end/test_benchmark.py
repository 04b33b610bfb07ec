"""The pipeline's benchmark at its smallest: both programs deployed, and every look mailed."""

from benchmarks import pipeline
from gas_notifier.emulator.emulator import Emulator


def test_both_programs_mail_every_week_and_are_timed(bootstrapped: Emulator) -> None:
    comparisons = list(pipeline.compare(rounds=1, looks=2, emulator=bootstrapped))

    assert [comparison.what for comparison in comparisons] == [
        "feed change to mail, both functions cold",
        "feed change to mail, warm, median",
        "feed change to mail, warm, 95th percentile",
    ]
