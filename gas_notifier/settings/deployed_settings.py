"""The settings that a deployment from this checkout has, as far as the checkout knows."""

from collections.abc import Mapping

from gas_notifier import REPOSITORY
from gas_notifier.settings import files
from gas_notifier.settings.settings import NONE, Settings


def deployed_settings(given: Mapping[str, object]) -> Settings:
    """Return the settings of the last deployment, of `cdk.json` before, and what is given first.

    Raises SettingsError.
    """
    said = {**files.project_context(REPOSITORY), **given}
    stack_name = stack_name_of(said)
    context = {**files.copied_settings(REPOSITORY, stack_name), **said}
    return Settings.from_context(context, files.places(REPOSITORY, said))


def project_settings(given: Mapping[str, object]) -> Settings:
    """Return the settings of `cdk.json`, and what is given first; raises SettingsError."""
    said = {**files.project_context(REPOSITORY), **given}
    return Settings.from_context(said, files.places(REPOSITORY, said))


def stack_name_of(context: Mapping[str, object]) -> str:
    """Return the name of the stack that a context is about; raises SettingsError."""
    said = {"stack_name": context.get("stack_name", NONE)}
    return Settings.from_context(said, files.places(REPOSITORY, said)).stack_name
