"""What `make deploy` keeps: `gas_notifier.settings.context_file`."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from gas_notifier.settings.context_file import context, keep
from gas_notifier.settings.settings import SettingsError

ADDRESS = "you@example.com"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the context file of an empty project would be."""
    return tmp_path / "cdk.context.json"


def content(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_setting_is_in_the_file_as_it_was_given(path: Path) -> None:
    kept = keep(path, {"email": ADDRESS, "schedule": "cron(0 18 * * ? *)", "below": "3.10"})

    assert content(path) == kept
    assert kept == {"email": ADDRESS, "schedule": "cron(0 18 * * ? *)", "below": "3.10"}


def test_a_later_deploy_that_forgets_the_address_keeps_it(path: Path) -> None:
    keep(path, {"email": ADDRESS})
    keep(path, {"regions": "buffalo"})
    keep(path, {})

    assert content(path) == {"email": ADDRESS, "regions": "buffalo"}


def test_a_setting_given_again_takes_the_place_of_the_former(path: Path) -> None:
    keep(path, {"email": ADDRESS, "min_drop_cents": "3"})
    keep(path, {"min_drop_cents": "5"})

    assert content(path) == {"email": ADDRESS, "min_drop_cents": "5"}


def test_none_takes_the_setting_out(path: Path) -> None:
    keep(path, {"email": ADDRESS, "below": "3.10"})
    keep(path, {"below": "none"})

    assert content(path) == {"email": ADDRESS}


def test_what_the_cdk_keeps_in_the_file_stays_but_is_no_setting(path: Path) -> None:
    looked_up = {"availability-zones:account=000000000000:region=us-east-1": ["us-east-1a"]}
    path.write_text(json.dumps(looked_up), encoding="utf-8")

    kept = keep(path, {"email": ADDRESS})

    assert content(path) == {**looked_up, "email": ADDRESS}
    assert kept == {"email": ADDRESS}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"regions": "bufalo"}, "regions: 'bufalo' is not a region; did you mean 'buffalo'?"),
        ({"emial": ADDRESS}, "did you mean 'email'"),
        ({"vehicle": "car"}, "'vehicle' is not a setting; there are email, subscribers, regions,"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_lost(
    path: Path, settings: Mapping[str, str], message: str
) -> None:
    keep(path, {"email": ADDRESS})
    before = path.read_bytes()

    with pytest.raises(SettingsError) as refusal:
        keep(path, {"below": "3.10", **settings})

    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_setting_that_cdk_json_would_override_is_refused(path: Path) -> None:
    path.with_name("cdk.json").write_text('{"context": {"regions": "utica"}}', encoding="utf-8")

    with pytest.raises(SettingsError, match=r"^regions: cdk\.json sets it, .* change it there$"):
        keep(path, {"email": ADDRESS, "regions": "buffalo"})

    assert not path.exists()


def test_settings_are_checked_together_with_those_of_cdk_json(path: Path) -> None:
    subscribers = [{"email": ADDRESS, "regions": "utica"}]
    project = {"context": {"subscribers": subscribers}}
    path.with_name("cdk.json").write_text(json.dumps(project), encoding="utf-8")

    with pytest.raises(SettingsError, match="is there 2 times"):
        keep(path, {"email": ADDRESS})


@pytest.mark.parametrize("settings", [{}, {"regions": "buffalo"}])
def test_a_deploy_that_would_tell_nobody_is_refused(
    path: Path, settings: Mapping[str, str]
) -> None:
    with pytest.raises(SettingsError, match=r"^email: nobody would get a mail; add EMAIL="):
        keep(path, settings)

    assert not path.exists()


@pytest.mark.parametrize(
    "context",
    [{"email": ADDRESS}, {"subscribers": [{"email": ADDRESS, "regions": "utica"}]}],
    ids=["email", "subscribers"],
)
def test_readers_in_cdk_json_are_enough(path: Path, context: Mapping[str, object]) -> None:
    path.with_name("cdk.json").write_text(json.dumps({"context": context}), encoding="utf-8")

    assert keep(path, {}) == {}
    assert not path.exists()


def test_an_email_of_none_leaves_a_deployment_without_readers(path: Path) -> None:
    keep(path, {"email": ADDRESS})
    keep(path, {"email": "none"})

    assert content(path) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"email":', "cdk.context.json is not JSON: Expecting value: line 1 column 10 (char 9)"),
        ("[]", "cdk.context.json does not hold a JSON object"),
    ],
)
def test_a_broken_file_is_named_and_left_alone(path: Path, text: str, message: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as refusal:
        keep(path, {"email": ADDRESS})

    assert str(refusal.value) == message
    assert path.read_text(encoding="utf-8") == text


def test_an_interrupted_write_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path, {"email": ADDRESS})
    before = path.read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        keep(path, {"regions": "buffalo"})

    assert path.read_bytes() == before


def test_the_context_of_a_deployment_is_what_is_kept_and_before_it_what_cdk_json_says(
    path: Path,
) -> None:
    assert context(path.parent) == {}

    keep(path, {"email": ADDRESS, "regions": "buffalo"})
    project = {"app": "app", "context": {"regions": "utica", "@aws-cdk/core:flag": True}}
    path.with_name("cdk.json").write_text(json.dumps(project), encoding="utf-8")

    assert context(path.parent) == {
        "email": ADDRESS,
        "regions": "utica",
        "@aws-cdk/core:flag": True,
    }
