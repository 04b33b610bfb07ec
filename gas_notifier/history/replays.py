"""The replay: what a rule would have told, had the stack been deployed all those weeks ago.

Each week is shown to the rule as the deployed fetcher would have seen it when it was the newest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fetcher.feed import WEEKS
from gas_prices.credible import PublishedWeek, Row, judge
from gas_prices.notice import Notice
from gas_prices.record import Record
from gas_prices.rule import Rule


@dataclass(frozen=True)
class Replay:
    """What one rule made of some weeks.

    `weeks` are those played, oldest first, each as it was judged when it was the newest; `records`
    are those of them that were recorded, oldest first.
    """

    rule: Rule
    weeks: Sequence[PublishedWeek]
    records: Sequence[Record]

    @property
    def drops(self) -> list[tuple[date, Notice]]:
        """The weeks whose notice tells of a drop, and that notice."""
        return [(week, notice) for week, notice in self.notices if notice.kind == "drop"]

    @property
    def notices(self) -> list[tuple[date, Notice]]:
        """The weeks with a notice of either kind, and that notice."""
        return [(record.week, record.notice) for record in self.records if record.notice]


def windows(rows: Iterable[Row], since: date = date.min) -> Iterator[list[PublishedWeek]]:
    """Yield what the fetcher sees each week, judged: that week, and the year before it.

    The rows come in any order. The first window is that of the first week not before `since`.
    """
    ordered = sorted(rows, key=lambda row: row.week)
    for end, row in enumerate(ordered, start=1):
        if row.week >= since:
            yield judge(ordered[max(0, end - WEEKS) : end])


def replay(rules: Sequence[Rule], shown: Iterable[Sequence[PublishedWeek]]) -> list[Replay]:
    """Show windows, oldest first, to each of the rules, each with a table of its own."""
    weeks: list[PublishedWeek] = []
    tables: list[list[Record]] = [[] for _ in rules]
    for window in shown:
        weeks.append(window[-1])
        for rule, records in zip(rules, tables, strict=True):
            outcome = rule.decide(window, records[-1] if records else None)
            records.extend(outcome.records)
    return [Replay(rule, weeks, records) for rule, records in zip(rules, tables, strict=True)]
