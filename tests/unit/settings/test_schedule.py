"""Schedule expressions: what EventBridge Scheduler takes, and how far apart the runs are."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from gas_notifier.settings.schedule import most_days_between_runs


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("rate(1 minute)", 1),
        ("rate(90 minutes)", 1),
        ("rate(1 hour)", 1),
        ("rate(24 hours)", 1),
        ("rate(25 hours)", 2),
        ("rate(1 day)", 1),
        ("rate(30 days)", 30),
        ("cron(0 18 * * ? *)", 1),
        ("cron(*/10 8-18/2,23 ? * * *)", 1),
        ("cron(5/20 * * JAN-DEC ? *)", 1),
        ("cron(0 18 ? * MON-FRI *)", 3),
        ("cron(0 18 ? * 2-6 *)", 3),
        ("cron(0 18 ? * fri-mon *)", 4),
        ("cron(0 18 ? * MON,THU *)", 4),
        ("cron(0 18 ? * SUN *)", 7),
        ("cron(0 18 ? * 1 *)", 7),
        ("cron(0 18 1,8,15,22,29 * ? *)", 7),
        ("cron(0 18 */2 * ? *)", 2),
        ("cron(0 18 1/10 * ? *)", 10),
        ("cron(0 22-4 * * ? *)", 1),
        ("rate(350 days)", 350),
    ],
)
def test_the_longest_gap_between_runs(expression: str, days: int) -> None:
    assert most_days_between_runs(expression) == days


@pytest.mark.parametrize(
    "expression",
    [
        "cron(0 18 1 * ? *)",
        "cron(0 18 L * ? *)",
        "cron(0 18 LW * ? *)",
        "cron(0 18 ? * L *)",
        "cron(0 18 15W * ? *)",
        "cron(0 18 ? * FRIL *)",
        "cron(0 18 ? * 6L *)",
        "cron(0 18 ? * mon#2 *)",
        "cron(0 18 * JUN-AUG ? *)",
        "cron(0 18 L 1,7 ? *)",
        "cron(0 18 * * ? 2027-2199)",
    ],
)
def test_a_schedule_that_pauses_for_weeks_or_ends_has_no_bound(expression: str) -> None:
    assert most_days_between_runs(expression) is None


YESTERDAY = datetime.now(UTC) - timedelta(days=1)
FIELDS = "minutes hours day-of-month month day-of-week year"
SIX_FIELDS = f"cron(...) takes six fields, {FIELDS}, not"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "allowed are cron("),
        ("0 18 * * ? *", "allowed are cron("),
        ("at(2026-11-20T13:00:00)", "allowed are cron("),
        (
            "rate(1 week)",
            f"allowed are cron({FIELDS}) and rate(value unit), in minutes, hours or days",
        ),
        ("rate(351 days)", "351 days between two looks are too many: after 50 weeks, weeks are l"),
        (f"cron(0 {'18,' * 81}18 * * ? *)", "it has 261 characters, and at most 256 are allowed"),
        ("rate(-1 days)", "allowed are cron("),
        ("rate(0 days)", "rate(value unit) takes a value of 1 or more"),
        ("rate(1 hours)", "it is written rate(1 hour)"),
        ("rate(5 minute)", "it is written rate(5 minutes)"),
        ("cron()", f"{SIX_FIELDS} 0"),
        ("cron(0 18 * * ?)", f"{SIX_FIELDS} 5"),
        ("cron(0 18 * * ? * *)", f"{SIX_FIELDS} 7"),
        ("cron(0 18 * * * *)", "one of day-of-month and day-of-week must be ?, and not both"),
        ("cron(0 18 ? * ? *)", "one of day-of-month and day-of-week must be ?, and not both"),
        ("cron(60 18 * * ? *)", "minutes takes 0..59, with , - * /, not '60'"),
        ("cron(? 18 * * ? *)", "minutes takes 0..59, with , - * /, not '?'"),
        ("cron(0 24 * * ? *)", "hours takes 0..23, with , - * /, not '24'"),
        ("cron(0 1- * * ? *)", "hours takes 0..23, with , - * /, not ''"),
        ("cron(0 */0 * * ? *)", "hours takes 0..23, with , - * /, not '/0'"),
        ("cron(0 */x * * ? *)", "hours takes 0..23, with , - * /, not '/x'"),
        ("cron(0 18 0 * ? *)", "day-of-month takes 1..31, with , - * /, not '0'"),
        ("cron(0 18 32W * ? *)", "day-of-month takes 1..31, with , - * /, not '32W'"),
        ("cron(0 18 * 13 ? *)", "month takes 1..12 or JAN..DEC, with , - * /, not '13'"),
        ("cron(0 18 * JUNE ? *)", "month takes 1..12 or JAN..DEC, with , - * /, not 'JUNE'"),
        ("cron(0 18 ? * 0 *)", "day-of-week takes 1..7 or SUN..SAT, with , - *, not '0'"),
        ("cron(0 18 ? * MON#6 *)", "day-of-week takes 1..7 or SUN..SAT, with , - *, not 'MON#6'"),
        ("cron(0 18 ? * MON/2 *)", "day-of-week takes 1..7 or SUN..SAT, with , - *, not 'MON/2'"),
        ("cron(0 18 * * ? 1969)", "year takes 1970..2199, with , - * /, not '1969'"),
        ("cron(0 18 * * ? 2030-2027)", "year takes 1970..2199, with , - * /, not '2030-2027'"),
        ("cron(0 18 * * ? 2019,2021-2024)", "it has no run left"),
        (f"cron(0 18 {YESTERDAY:%-d %-m} ? {YESTERDAY:%Y})", "it has no run left"),
        ("cron(0 18 31 2,4 ? *)", "the months it names have no such day"),
        ("cron(0 18 L JAN ? *)", "366 days between two looks are too many"),
        ("cron(0 18 29 2 ? *)", "1461 days between two looks are too many"),
    ],
)
def test_what_the_scheduler_would_not_take(expression: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        most_days_between_runs(expression)
