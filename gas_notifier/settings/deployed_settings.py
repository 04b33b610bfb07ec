"""The settings that a deployment from this checkout has, and the rule that they make."""

from collections.abc import Mapping

from gas_notifier import REPOSITORY
from gas_notifier.settings import context_file
from gas_notifier.settings.settings import Settings
from gas_prices.rule import Rule


def deployed_settings(given: Mapping[str, object]) -> Settings:
    """Return the settings of `cdk.json` and `cdk.context.json`; what is given comes before both.

    Raises SettingsError.
    """
    return Settings.from_context({**context_file.context(REPOSITORY), **given})


def rule_of(settings: Settings) -> Rule:
    """Return the rule that the fetcher is deployed with."""
    return Rule(
        regions=settings.regions,
        min_drop_cents=settings.min_drop_cents,
        below=settings.below,
        lowest_in_weeks=settings.lowest_in_weeks,
        record=settings.record,
    )
