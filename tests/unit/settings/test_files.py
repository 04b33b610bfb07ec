"""The files of a checkout that settings stand in: `gas_notifier.settings.files`."""

import json
from pathlib import Path

import pytest

from gas_notifier.settings.files import copied_settings, keep_copy, places, project_context, read
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.rule import Rule

DEPLOYED = Settings(email=("you@example.com",), rule=Rule(("utica",), min_drop_cents=3))


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def test_what_was_deployed_is_kept_for_each_stack(tmp_path: Path) -> None:
    keep_copy(tmp_path, DEPLOYED, account="123456789012", region="us-east-1")
    keep_copy(tmp_path, Settings(stack_name="Other"), account="123456789012", region="us-west-1")

    assert json.loads((tmp_path / "deployed.json").read_text())["GasNotifier"] == {
        "account": "123456789012",
        "region": "us-east-1",
        "settings": {"email": ["you@example.com"], "regions": ["utica"], "min_drop_cents": 3},
    }
    assert Settings.from_context(copied_settings(tmp_path, "GasNotifier")) == DEPLOYED
    assert copied_settings(tmp_path, "Third") == {}


def test_an_interrupted_write_leaves_the_old_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_copy(tmp_path, DEPLOYED, account="1", region="us-east-1")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        keep_copy(tmp_path, Settings(), account="1", region="us-east-1")

    assert Settings.from_context(copied_settings(tmp_path, "GasNotifier")) == DEPLOYED


@pytest.mark.parametrize("name", ["cdk.json", "deployed.json"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"email":', "is not JSON: Expecting value: line 1 column 10 (char 9)"),
        ("[]", "does not hold a JSON object"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refusal:
        read(tmp_path / name)
    assert str(refusal.value) == f"{name} {message}"


def test_a_folder_without_files_has_no_settings(tmp_path: Path) -> None:
    assert project_context(tmp_path) == {}
    assert copied_settings(tmp_path, "GasNotifier") == {}


def test_a_value_is_traced_to_the_file_that_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    mail = {"email": "you@example.com"}
    write(tmp_path / "home/.cdk.json", {"context": {"region": "utica", "below": "3", **mail}})
    write(tmp_path / "cdk.context.json", {"tank_gallons": 14, **mail})
    write(tmp_path / "cdk.json", {"context": {"below": "3", "record": "drops"}})

    # What was given with -c stands in none, though a file has the key, too.
    context = {"region": "utica", "below": "3", "tank_gallons": 14, "record": "every-week", **mail}
    assert places(tmp_path, context) == {
        "region": "~/.cdk.json",
        "tank_gallons": "cdk.context.json",
        "email": "cdk.context.json",
        "below": "cdk.json",
    }
    (tmp_path / "cdk.json").write_text("{")
    assert places(tmp_path, {"below": "3"}) == {"below": "~/.cdk.json"}


def test_a_misspelt_key_is_named_with_its_file() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_context({"region": "utica"}, {"region": "~/.cdk.json"})
    assert str(refusal.value) == (
        "'region' (in ~/.cdk.json) is not a setting; did you mean 'regions'?"
    )
