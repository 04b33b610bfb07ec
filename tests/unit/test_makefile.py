"""The Makefile: what is given on its command line is used or refused, never left aside."""

import os
import subprocess

import pytest

from gas_notifier import REPOSITORY


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Say what make would do, and do none of it."""
    return subprocess.run(
        ["/usr/bin/env", "make", "--dry-run", *arguments],
        cwd=REPOSITORY,
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
    environment = {"WEEKS": "8", "TAKEN": "WEEKS", "UPGRADE": "1"}
    assert "gas_notifier demo \n" in make("demo", **environment).stdout
    assert "--upgrade" not in make("lock", **environment).stdout
