"""The CDK CLI on the emulator: `gas_notifier.emulator.cdk`."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from gas_notifier.emulator import cdk
from gas_notifier.emulator.cdk import Cdk, CdkError
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.settings.settings import SettingsError
from tests.support.processes import command_lines, wait_until

REPOSITORY_SETTINGS = {
    "app": ".venv/bin/python app.py",
    # What a user may have set for deployments of their own: the CLI would execute one of them.
    "build": "touch built",
    "profile": "nobody",
    "context": {
        "email": "someone@example.com",
        "regions": "buffalo",
        "vpc-provider:account=123456789012": "vpc",
        "@aws-cdk/core:checkSecretUsage": True,
        "aws-cdk:enableDiffNoFail": True,
        "aws:cdk:enable-path-metadata": False,
    },
}
FLAGS = {
    "@aws-cdk/core:checkSecretUsage": True,
    "aws-cdk:enableDiffNoFail": True,
    "aws:cdk:enable-path-metadata": False,
}
# Does what the CDK CLI does as far as it is seen from outside, and keeps what it was told.
CLI = f"""#!{sys.executable}
import json, os, sys, time
from pathlib import Path
command, *options = sys.argv[1:]
settings = json.loads(Path("cdk.json").read_text())
with (Path(os.environ["HOME"]) / "calls").open("a") as calls:
    print(json.dumps({{"command": command, "options": options, "settings": settings,
                      "environment": dict(os.environ)}}), file=calls)
for line in range(20):
    print(command, "line", line, flush=True)
print("to stderr", file=sys.stderr)
if command == os.environ["FAILING"]:
    sys.exit(1)
if command == os.environ["ENDLESS"]:
    time.sleep(60)
if command == "synth":
    Path(settings["output"]).mkdir(exist_ok=True)
if command == "deploy":
    outputs = options[options.index("--outputs-file") + 1]
    Path(outputs).write_text(json.dumps({{"GasNotifier": {{"FetcherName": "fetcher"}}}}))
"""


@pytest.fixture
def emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """Stand in for an emulator, in a repository with a CLI and settings of its own."""
    repository = tmp_path / "a repository"
    repository.mkdir()
    (repository / "cdk.json").write_text(json.dumps(REPOSITORY_SETTINGS))
    cli = repository / "cdk"
    cli.write_text(CLI)
    cli.chmod(0o755)
    monkeypatch.setattr(cdk, "REPOSITORY", repository)
    monkeypatch.setattr(cdk, "_CLI", cli)
    return Mock(
        spec=Emulator,
        directory=tmp_path,
        environment={"HOME": str(tmp_path), "FAILING": "", "ENDLESS": ""},
    )


def calls(emulator: Emulator) -> list[dict[str, Any]]:
    lines = (emulator.directory / "calls").read_text().splitlines()
    return [json.loads(line) for line in lines]


def having(emulator: Emulator, **environment: str) -> Emulator:
    return Mock(
        spec=Emulator,
        directory=emulator.directory,
        environment={**emulator.environment, **environment},
    )


def test_the_app_gets_the_feature_flags_and_the_given_context_only(emulator: Emulator) -> None:
    Cdk(emulator, {"email": "you@example.com", "below": 3.1}).synth()

    (call,) = calls(emulator)
    assert call["settings"]["context"] == {**FLAGS, "email": "you@example.com", "below": 3.1}
    others = {key: value for key, value in call["settings"].items() if key != "context"}
    assert others == {"output": str(others["output"]), "versionReporting": False, "notices": False}
    # Python and the dynamic linker of macOS set a variable or two of their own.
    added = call["environment"].keys() - emulator.environment.keys()
    assert all(name.startswith(("LC_", "__")) for name in added)


def test_the_app_runs_in_this_python_wherever_the_two_are(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "it's a python"
    python.symlink_to(sys.executable)
    app = tmp_path / "it's an app.py"
    monkeypatch.setattr("gas_notifier.emulator.cdk.sys.executable", str(python))
    Cdk(emulator, {}, app=app).synth()

    (call,) = calls(emulator)
    command = call["options"][call["options"].index("--app") + 1]
    # Where it begins and ends with a quote, the CLI takes these off.
    assert command[0].isalpha()
    assert shlex.split(command) == ["exec", str(python), str(app)]


def test_a_broken_cdk_json_is_told_as_such(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cdk.json").write_text("{")
    monkeypatch.setattr("gas_notifier.emulator.cdk.REPOSITORY", tmp_path)
    with pytest.raises(SettingsError, match=r"^cdk\.json is not JSON: "):
        Cdk(emulator, {})


def test_bootstrapping_does_not_run_the_app(emulator: Emulator) -> None:
    Cdk(emulator, {}).bootstrap()

    (call,) = calls(emulator)
    assert "app" not in call["settings"]
    assert call["options"] == ["aws://000000000000/us-east-1"]


def test_what_is_deployed_and_destroyed_is_the_assembly_made_once(emulator: Emulator) -> None:
    stack = Cdk(emulator, {})
    assert stack.deploy() == {"FetcherName": "fetcher"}
    stack.destroy()

    synth, *others = calls(emulator)
    assert synth["command"] == "synth"
    assert [call["command"] for call in others] == ["deploy", "destroy"]
    for call in others:
        assert call["options"][call["options"].index("--app") + 1] == synth["settings"]["output"]
    another = Cdk(emulator, {})
    another.prepare()
    _, _, _, *prepared = calls(emulator)
    assert sorted(call["command"] for call in prepared) == ["bootstrap", "synth"]
    assert prepared[0]["settings"]["output"] != synth["settings"]["output"]


def test_each_line_of_a_command_is_reported(emulator: Emulator) -> None:
    lines: list[str] = []
    Cdk(emulator, {}, report=lines.append).bootstrap()

    assert lines == [*(f"bootstrap line {number}" for number in range(20)), "to stderr"]


@pytest.mark.parametrize("command", ["bootstrap", "synth"])
def test_a_command_that_fails_is_told_with_its_last_lines(command: str, emulator: Emulator) -> None:
    with pytest.raises(CdkError) as failure:
        Cdk(having(emulator, FAILING=command), {}).prepare()

    assert str(failure.value).splitlines() == [
        "the CDK CLI failed:",
        *(f"{command} line {number}" for number in range(6, 20)),
        "to stderr",
    ]


def test_an_interrupted_command_ends(emulator: Emulator) -> None:
    def interrupt(_line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cdk(having(emulator, ENDLESS="synth"), {}, report=interrupt).prepare()
    wait_until(lambda: not command_lines(str(emulator.directory)))


def test_a_cli_that_is_not_there_is_named(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cdk, "_CLI", tmp_path / "no-cdk")

    with pytest.raises(CdkError, match="no-cdk"):
        Cdk(emulator, {}).bootstrap()
