"""The CDK CLI in its user's hands: `gas_notifier.aws.cdk_cli`, and its commands."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.__main__ import main
from gas_notifier.aws import cdk_cli

# Leaves what jsii leaves when it is interrupted, and notes how it was called.
CLI = f"""#!{sys.executable}
import json, os, signal, sys, time
from pathlib import Path
temporary = os.environ["TMPDIR"]
Path(temporary, "jsii-kernel").mkdir()
Path(__file__).with_name("call.json").write_text(
    json.dumps([sys.argv[1:], os.getcwd(), temporary, os.environ["PATH"], sorted(os.environ)])
)
if "--endless" in sys.argv:
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(60)
sys.exit(0 if "stack_name=Mine" in sys.argv else 3)
"""


@pytest.fixture
def call(_aws: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """Return a function that tells how the CLI was called: arguments, folders, environment."""
    cli = tmp_path / "cdk"
    cli.write_text(CLI)
    cli.chmod(0o755)
    monkeypatch.setattr(cdk_cli, "CLI", cli)
    monkeypatch.chdir(tmp_path)

    def call() -> list[Any]:
        answer: list[Any] = json.loads((tmp_path / "call.json").read_text())
        return answer

    return call


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["synth"], ["synth", "--yes", "--quiet"]),
        (
            ["bootstrap", "CDK_OPTIONS=-v 'my own'"],
            ["bootstrap", "--yes", "-v", "my own"],
        ),
        (["destroy", "CDK_OPTIONS=--force"], ["destroy", "--force"]),
    ],
)
def test_it_runs_in_the_checkout_and_its_status_is_the_commands(
    call: Callable[[], list[Any]], arguments: list[str], command: list[str]
) -> None:
    assert main(arguments) == 3
    told, folder, temporary, search_path, _ = call()
    assert told == command
    assert folder == str(REPOSITORY)
    assert search_path.startswith(f"{Path(sys.executable).parent}:")
    assert not Path(temporary).exists()


@pytest.mark.usefixtures("call")
def test_a_synth_says_where_the_template_is_unless_a_setting_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["synth", "STACK_NAME=Mine"]) == 0
    assert capsys.readouterr().err == "Template: cdk.out/Mine.template.json\n"
    with pytest.raises(SystemExit):
        main(["synth", "BELOW=3,50"])
    assert "synth: below: '3,50' is not a number of dollars" in capsys.readouterr().err


def test_what_a_machine_has_set_for_its_own_tools_means_nothing_to_it(
    call: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = {"CDK_OUTDIR", "JSII_NODE", "NODE_OPTIONS", "PYTHONPATH"}
    kept = {"AWS_PROFILE", "HTTPS_PROXY", "NODE_EXTRA_CA_CERTS"}
    for name in foreign | kept:
        monkeypatch.setenv(name, "/elsewhere")
    main(["synth"])
    assert set(call()[4]) & (foreign | kept) == kept


def test_in_a_terminal_it_asks_its_questions(
    call: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    main(["synth"])
    assert call()[0] == ["synth", "--quiet"]


def test_ctrl_c_ends_it_with_all_that_it_left(call: Callable[[], list[Any]]) -> None:
    with pytest.raises(KeyboardInterrupt):
        cdk_cli.run("synth", "--endless")
    temporary = call()[2]
    assert not Path(temporary).exists()


@pytest.mark.usefixtures("call")
def test_ctrl_c_in_a_deployment_says_that_aws_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bootstrap", "CDK_OPTIONS=--endless"]) == 130
    assert capsys.readouterr().err.startswith("Interrupted: what has begun at AWS goes on there")
