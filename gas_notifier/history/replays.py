"""The replay: what a rule would have told, had the stack been deployed all those weeks ago.

Each week is shown to the rule as the deployed fetcher would have seen it when it was the newest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fetcher.feed import WEEKS
from gas_prices.credible import Judging, PublishedWeek, Row
from gas_prices.notice import Notice
from gas_prices.outcome import decide
from gas_prices.record import Record
from gas_prices.rule import Rule


@dataclass(frozen=True)
class Replay:
    """What one rule made of some weeks.

    `weeks` are those played, oldest first, each as it was judged when it was the newest; those from
    before any watched region had a price are left out. `records` are those that were recorded,
    oldest first.
    """

    rule: Rule
    weeks: Sequence[PublishedWeek]
    records: Sequence[Record]

    @property
    def mails(self) -> list[date]:
        """The weeks with a notice of any kind but the first, which only says what is watched."""
        return [week for week, notice in self.notices if notice.kind != "first"]

    @property
    def first_weeks(self) -> Mapping[str, date]:
        """The week of the first credible price of each watched region that has one."""
        return {
            region: next(week.week for week in self.weeks if region in week.prices)
            for region in self.rule.regions
            if any(region in week.prices for week in self.weeks)
        }

    @property
    def notices(self) -> list[tuple[date, Notice]]:
        """The weeks with a notice of any kind, and that notice."""
        return [(record.week, record.notice) for record in self.records if record.notice]


def windows(rows: Iterable[Row], since: date = date.min) -> Iterator[Sequence[PublishedWeek]]:
    """Yield what the fetcher sees each week, judged: that week, and the year before it.

    The rows come in any order. The first window is that of the first week not before `since`.
    Each row is judged once for all windows, wherever that comes to the same.
    """
    ordered = sorted(rows, key=lambda row: row.week)
    judging, shared = Judging(), set[date]()
    for end, row in enumerate(ordered, start=1):
        first = max(0, end - WEEKS)
        new = [row]
        if first and ordered[first].week not in shared:
            judging, shared, new = Judging(), set(), ordered[first:end]
        for added in new:
            judging.add(added)
            if judging.begins_anew:
                shared.add(added.week)
        if row.week >= since:
            yield judging.weeks[first - end :]


def replay(rules: Sequence[Rule], shown: Iterable[Sequence[PublishedWeek]]) -> list[Replay]:
    """Show windows, oldest first, to each of the rules, each with a table of its own."""
    weeks: list[PublishedWeek] = []
    # Rules that are the same are played once.
    tables: dict[Rule, list[Record]] = {rule: [] for rule in rules}
    for window in shown:
        weeks.append(window[-1])
        for rule, records in tables.items():
            outcome = decide(rule, window, records[-1] if records else None)
            records.extend(outcome.records)
    return [Replay(rule, _from_first_price(weeks, rule), tables[rule]) for rule in rules]


def _from_first_price(weeks: Sequence[PublishedWeek], rule: Rule) -> Sequence[PublishedWeek]:
    watched = set(rule.regions)
    first = next((n for n, week in enumerate(weeks) if watched & week.prices.keys()), 0)
    return weeks[first:]
