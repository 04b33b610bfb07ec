"""The preview: what a rule makes of one week, and what it is that keeps a mail back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from gas_prices.credible import PublishedWeek
from gas_prices.kept_back import kept_back
from gas_prices.notice import Notice
from gas_prices.outcome import decide
from gas_prices.record import Record
from gas_prices.rule import Rule


@dataclass(frozen=True)
class Preview:
    """What a rule makes of a week.

    `kept_back` gives, for each watched region that is in no notice, all that speaks against it.
    """

    notice: Notice | None
    kept_back: Mapping[str, Sequence[str]]

    def stamped(self, at: datetime) -> Self:
        """Return the preview of a week that is recorded at a moment (UTC), which its mail tells."""
        return replace(self, notice=self.notice and replace(self.notice, recorded_at=at))


def preview(rule: Rule, window: Sequence[PublishedWeek], newest_record: Record | None) -> Preview:
    """Return what the rule makes of the last of the weeks, which is not recorded yet."""
    records = decide(rule, window, newest_record).records
    notice = records[-1].notice if records else None
    told = {part.region for part in notice.regions} if notice else set()
    return Preview(
        notice=notice,
        kept_back={
            region: list(kept_back(rule, region, window, newest_record))
            for region in rule.regions
            if region not in told
        },
    )
