"""The replay: `gas_notifier.history.replays`."""

from datetime import date

import pytest

from gas_notifier.history import replays as replay_module
from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Judging, Row, judge
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

RULES = [
    Rule(tuple(REGIONS)),
    Rule(("buffalo", "white_plains"), min_drop_cents=5),
    Rule(tuple(REGIONS), min_drop_cents=3, min_rise_cents=5, quiet_weeks=8),
    Rule(("new_york_state",), record="drops"),
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_it_leaves_the_very_records_that_the_fetcher_leaves(
    rule: Rule, as_published: list[Row]
) -> None:
    # Of the years that hold the known typing errors.
    weeks = as_published[-120:]
    records: list[Record] = []
    for end in range(1, len(weeks) + 1):
        shown = weeks[max(0, end - 54) : end]
        records += apply(rule, shown, records[-1] if records else None).records

    [played] = replay([rule], windows(weeks))
    assert played.records == records


def test_each_window_is_judged_as_the_fetcher_would_judge_it_alone(
    recorded: list[Row], as_published: list[Row]
) -> None:
    # Some begin with typing errors, some with blank cells, which count as credible there alone.
    for weeks in (recorded, as_published[-200:]):
        shown = list(windows(weeks))
        assert [len(window) for window in shown] == [*range(1, 54), *[54] * (len(weeks) - 53)]
        for end, window in enumerate(shown, start=1):
            assert window == judge(weeks[max(0, end - 54) : end])


def test_rows_come_in_any_order(recorded: list[Row]) -> None:
    assert list(windows(reversed(recorded[:60]))) == list(windows(recorded[:60]))


def test_since_a_week_it_sees_what_a_stack_deployed_that_week_would_have_seen() -> None:
    prices = rows(albany="3.00 2.99 2.98 2.97")

    # A Tuesday: the next published week is the first.
    [played] = replay([Rule(("albany",))], windows(prices, since=date(2025, 1, 14)))

    assert [found.week for found in played.weeks] == [week(2), week(3)]
    assert [(told, notice.kind) for told, notice in played.notices] == [
        (week(2), "first"),
        (week(3), "drop"),
    ]
    # It was told of the fall from the first week it saw, and still knows of the weeks before.
    [_, (_, notice)] = played.notices
    assert notice.regions[0].falling_weeks == 3


def test_weeks_that_the_articles_rule_does_not_record_are_played_all_the_same() -> None:
    [played] = replay([Rule(("albany",), record="drops")], windows(rows(albany="3 3.1 2.9")))

    assert [found.week for found in played.weeks] == [week(0), week(1), week(2)]
    assert [record.week for record in played.records] == [week(0), week(2)]


def test_each_row_is_judged_once_for_all_windows_and_rules(
    monkeypatch: pytest.MonkeyPatch, recorded: list[Row]
) -> None:
    judged = []

    class Counting(Judging):
        def add(self, row: Row) -> None:
            super().add(row)
            judged.append(row.week)

    monkeypatch.setattr(replay_module, "Judging", Counting)

    replay(RULES, windows(recorded))

    # But for the window that begins with the one price that is not believed.
    assert len(judged) == len(recorded) + 53
