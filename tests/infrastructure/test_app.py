"""The app as the CDK CLI runs it: a process of its own, anywhere, that is told the context."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.emulator.isolated_environment import REGION
from tests.infrastructure.conftest import EVERYTHING

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))
} | {"CDK_DEFAULT_REGION": REGION}
WARNING = "nobody gets a mail"


def _synth(
    directory: Path, settings: Mapping[str, object], **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the app in a directory that is not the repository, without an account or a network."""
    flags = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    return subprocess.run(
        [sys.executable, REPOSITORY / "app.py"],
        cwd=directory,
        env={
            **ENVIRONMENT,
            "CDK_OUTDIR": str(directory / "cdk.out"),
            "CDK_CONTEXT_JSON": json.dumps({**flags, **settings}),
            "UV_OFFLINE": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cloud assembly with all there is."""
    directory = tmp_path_factory.mktemp("app")
    synth = _synth(directory, EVERYTHING)
    assert (synth.returncode, synth.stderr) == (0, "")
    return directory / "cdk.out"


def _files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def test_the_app_makes_the_one_stack_and_each_function_has_an_asset_of_its_own(
    assembly: Path,
) -> None:
    manifest = json.loads((assembly / "manifest.json").read_text())
    stacks = {
        name: artifact["environment"]
        for name, artifact in manifest["artifacts"].items()
        if artifact["type"] == "aws:cloudformation:stack"
    }
    assert stacks == {"GasNotifier": f"aws://unknown-account/{REGION}"}
    manifest = json.loads((assembly / "GasNotifier.assets.json").read_text())
    paths = [assembly / asset["source"]["path"] for asset in manifest["files"].values()]
    for package in ("fetcher", "publisher"):
        assert sum((path / package / "handler.py").exists() for path in paths) == 1


def test_no_address_is_a_warning_that_is_gone_with_its_cause_and_synths_are_byte_identical(
    assembly: Path, tmp_path: Path
) -> None:
    output = tmp_path / "cdk.out"
    assert _synth(tmp_path, {}).returncode == 0
    for told in ("GasNotifier.metadata.json", "validation-report.json"):
        assert WARNING in (output / told).read_text()

    elsewhere = {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "TMPDIR": str(tmp_path)}
    assert _synth(tmp_path, EVERYTHING, **elsewhere).returncode == 0
    assert _files(output) == _files(assembly)


def test_a_wrong_setting_is_shown_by_the_cdk_cli_as_one_line_and_no_traceback(
    tmp_path: Path,
) -> None:
    cli = subprocess.run(
        [
            REPOSITORY / "node_modules/.bin/cdk",
            "ls",
            *("--app", f"{sys.executable} app.py", "--output", tmp_path, "-c", "region=utica"),
        ],
        cwd=REPOSITORY,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert cli.returncode == 1
    assert "'region' is not a setting; did you mean 'regions'?\n" in cli.stderr
    assert "Traceback" not in cli.stderr


def test_without_a_region_nothing_is_synthesized_that_needs_one(tmp_path: Path) -> None:
    synth = _synth(tmp_path, EVERYTHING, CDK_DEFAULT_REGION="")
    assert (synth.returncode, synth.stdout) == (1, "")
    assert synth.stderr.startswith("replica_regions: the stack's own region is not known")
    assert synth.stderr.count("\n") == 1


def test_assets_that_cannot_be_built_stop_the_synth_in_uvs_words(tmp_path: Path) -> None:
    synth = _synth(tmp_path, EVERYTHING, UV_INDEX_STRATEGY="none")
    assert synth.returncode == 1
    assert "--index-strategy" in synth.stderr
    assert "Traceback" not in synth.stderr
