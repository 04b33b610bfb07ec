"""The settings of a deployment from this checkout: `gas_notifier.settings.deployed_settings`."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from gas_notifier.settings import deployed_settings as module
from gas_notifier.settings.deployed_settings import deployed_settings
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.rule import Rule


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the settings are read from, which has none."""
    monkeypatch.setattr(module, "REPOSITORY", tmp_path)
    return tmp_path


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def test_they_are_the_defaults_when_nothing_is_set() -> None:
    assert deployed_settings({}) == Settings()


def copy(folder: Path, **settings: object) -> None:
    """Write down that a stack was deployed with these settings."""
    write(folder / "deployed.json", {"GasNotifier": {"settings": settings}})


def test_what_is_given_comes_before_cdk_json_and_that_before_what_was_deployed(
    repository: Path,
) -> None:
    write(repository / "cdk.json", {"context": {"regions": "utica", "below": "3.50"}})
    copy(repository, regions="albany", below="3.00", min_drop_cents="5", lowest_in_weeks="8")

    settings = deployed_settings({"lowest_in_weeks": "4", "below": "2.50"})

    assert settings == Settings(
        rule=Rule(("utica",), min_drop_cents=5, below=Decimal("2.50"), lowest_in_weeks=4)
    )


def test_none_takes_a_setting_out(repository: Path) -> None:
    copy(repository, below="3.00")
    assert deployed_settings({"below": "none"}).rule.below is None


def test_each_stack_has_settings_of_its_own(repository: Path) -> None:
    copy(repository, below="3.00")
    assert deployed_settings({"stack_name": "Other"}) == Settings(stack_name="Other")


def test_a_wrong_one_is_an_error_that_names_its_file(repository: Path) -> None:
    write(repository / "cdk.json", {"context": {"below": "cheap"}})

    with pytest.raises(SettingsError, match=r"^below \(in cdk\.json\): 'cheap' is not"):
        deployed_settings({})
