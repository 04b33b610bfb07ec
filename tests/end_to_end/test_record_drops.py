"""The stack with `record: drops`: only what is below the last record is recorded, and mailed."""

from gas_notifier.emulator.emulator import Emulator
from tests.support.pipeline import deployed

READER = "you@example.com"


def test_only_weeks_below_the_last_record_are_recorded_and_mailed(bootstrapped: Emulator) -> None:
    with deployed(
        bootstrapped, [READER], email=READER, regions="utica", record="drops"
    ) as pipeline:
        # 3.14, 3.12, 3.13, 3.21 and 3.13 again, a fall, but not below 3.12; then 3.09.
        for week in ("10-27", "11-03", "11-10", "12-01", "12-29"):
            pipeline.look(f"2025-{week}")
        pipeline.look("2026-01-12")

        assert pipeline.recorded() == ["2025-10-27", "2025-11-03", "2026-01-12"]
        assert pipeline.mailed()[READER] == [
            "Now watching gas in Utica: $3.14 (Oct 27)",
            "Gas down 2c to $3.12 in Utica, lowest in at least a year (Nov 3)",
            "Gas down 3c to $3.09 in Utica, lowest in at least a year (Jan 12)",
        ]
