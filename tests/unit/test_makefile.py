"""The Makefile: what is given on its command line is used or refused, never left aside."""

import os
import subprocess
from pathlib import Path

import pytest

from gas_notifier import REPOSITORY


def make(
    *arguments: str, cwd: Path = REPOSITORY, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Say what make would do, and do none of it."""
    return subprocess.run(
        ["/usr/bin/env", "make", "--dry-run", *arguments],
        cwd=cwd,
        # `make test` hands its own variables on.
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["test", "WEEKS=2"], "make test takes no WEEKS; it takes PYTHON."),
        (["WEEK=2"], "make help takes no WEEK; it takes PYTHON."),
        (["lock", "UPGRAD=1"], "make lock takes no UPGRAD; it takes PYTHON UPGRADE."),
        (["lock", "UPGRADE=yes"], "UPGRADE is 1 or 0, not 'yes'."),
    ],
)
def test_what_a_target_without_a_command_does_not_take_is_refused_in_one_line(
    arguments: list[str], message: str
) -> None:
    refused = make(*arguments)
    assert refused.returncode == 2
    assert message in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["demo", "WEEKS=8"], "gas_notifier demo WEEKS='8'"),
        (["deploy", "EMIAL=x"], "gas_notifier deploy EMIAL='x'"),
        (["preview", 'REGIONS=$$(id) "it\'s"\n'], "REGIONS='$$(id) \"it'\\''s\" '"),
        (["bench", "ONLY=rule"], "benchmarks ONLY='rule'"),
        (["lock", "UPGRADE=1"], "--no-build --upgrade"),
    ],
)
def test_all_that_is_typed_reaches_the_command_as_it_was_typed(
    arguments: list[str], told: str
) -> None:
    assert told in make(*arguments).stdout


def test_a_variable_of_the_environment_is_no_order() -> None:
    assert "gas_notifier demo \n" in make("demo", WEEKS="8").stdout
    assert "--upgrade" not in make("lock", TAKEN="WEEKS", UPGRADE="1").stdout


@pytest.mark.parametrize("place", ["here", "elsewhere"])
def test_a_checkout_that_was_moved_is_set_up_again(place: str, tmp_path: Path) -> None:
    checkout = tmp_path / "here"
    for name in ("Makefile", *map(str, REPOSITORY.glob("requirements*.txt"))):
        path = checkout / Path(name).name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((REPOSITORY / name).read_bytes())
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").touch(mode=0o755)
    (checkout / ".venv/ready").write_text(f"{tmp_path / place}\n")
    told = make(".venv/ready", cwd=checkout).stdout
    assert ("Installing the Python packages" in told) == (place == "elsewhere")


FOREIGN = {
    "CDK_OUTDIR": "/elsewhere",
    "COVERAGE_FILE": "/elsewhere",
    "GIT_DIR": "/elsewhere",
    "JSII_NODE": "/elsewhere/node",
    "JSII_RUNTIME_PACKAGE_CACHE_ROOT": "/elsewhere",
    "MYPYPATH": "/elsewhere",
    "NODE_ENV": "production",
    "NODE_OPTIONS": "--require /elsewhere.js",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
    "NPM_CONFIG_PREFIX": "/elsewhere",
    "PIP_TARGET": "/elsewhere",
    "PYTEST_ADDOPTS": "--elsewhere",
    "PYTHON": "/elsewhere/python",
    "PYTHONHOME": "/elsewhere",
    "PYTHONOPTIMIZE": "2",
    "PYTHONPATH": "/elsewhere",
    "RUFF_CONFIG": "/elsewhere",
    "UV_PYTHON": "/elsewhere",
    "npm_config_update_notifier": "true",
}
OWN = {
    "AWS_PROFILE": "mine",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NODE_EXTRA_CA_CERTS": "/company.pem",
    "NO_COLOR": "1",
    "PIP_INDEX_URL": "https://packages.company.example",
    "TMPDIR": "/tmp",  # noqa: S108
    "UV_DEFAULT_INDEX": "https://packages.company.example",
    "npm_config_registry": "https://packages.company.example",
}


def test_of_the_machines_environment_only_what_is_its_users_own_counts() -> None:
    rule = "--eval=show: ; @env"
    shown = subprocess.run(
        ["/usr/bin/env", "make", rule, "show"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **FOREIGN, **OWN},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert {line for line in shown if "elsewhere" in line} == set()
    assert not {"NODE_ENV", "PYTHONOPTIMIZE"} & {line.partition("=")[0] for line in shown}
    assert "npm_config_update_notifier=false" in shown
    assert {f"{name}={value}" for name, value in OWN.items()} <= set(shown)
