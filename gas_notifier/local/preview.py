"""The preview of one week: the notice, who would get it, and what was kept back, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gas_notifier.settings import Settings
from gas_prices.credible import PublishedWeek
from gas_prices.notice import Notice
from gas_prices.record import Record
from gas_prices.rule import Rule


@dataclass(frozen=True)
class Preview:
    """What a rule makes of a week.

    `kept_back` gives, for each watched region that is in no notice, all that speaks against it.
    """

    notice: Notice | None
    kept_back: Mapping[str, Sequence[str]]


def preview(rule: Rule, window: Sequence[PublishedWeek], newest_record: Record | None) -> Preview:
    """Return what the rule makes of the last of the weeks, which is not recorded yet."""
    records = rule.decide(window, newest_record).records
    highs = rule.highs(newest_record, window) if newest_record else None
    against = {region: list(rule.kept_back(region, window, highs)) for region in rule.regions}
    return Preview(
        notice=records[-1].notice if records else None,
        kept_back={region: reasons for region, reasons in against.items() if reasons},
    )


def readers(settings: Settings, notice: Notice) -> Iterator[str]:
    """Yield the address of each one who would get the notice, once confirmed."""
    told = {region.region for region in notice.regions}
    yield from settings.email
    for subscriber in settings.subscribers:
        if told.intersection(subscriber.regions):
            yield subscriber.email
