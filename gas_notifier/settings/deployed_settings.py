"""The settings that a deployment from this checkout has."""

from collections.abc import Mapping

from gas_notifier import REPOSITORY
from gas_notifier.settings import context_file
from gas_notifier.settings.settings import Settings


def deployed_settings(given: Mapping[str, object]) -> Settings:
    """Return the settings of `cdk.json` and `cdk.context.json`; what is given comes before both.

    Raises SettingsError.
    """
    return Settings.from_context({**context_file.context(REPOSITORY), **given})
