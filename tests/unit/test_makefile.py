"""The Makefile: what is given on its command line is used or refused, never left aside."""

import os
import subprocess

import pytest

from gas_notifier import REPOSITORY


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Say what make would do, and do none of it."""
    return subprocess.run(
        ["/usr/bin/env", "make", "--dry-run", *arguments],
        cwd=REPOSITORY,
        # `make test` hands its own variables on.
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["demo", "MIN_DROP_CENTS=3"], "make demo takes no MIN_DROP_CENTS: it takes LIVE PYTHON"),
        (["test", "WEEKS=2"], "make test takes no WEEKS: it takes PYTHON."),
        (["WEEK=2"], "make help takes no WEEK: it takes PYTHON."),
        (["demo", "LIVE=false"], "LIVE is 1 or 0, not 'false'."),
        (["demo", "LIVE=1 0"], "LIVE is 1 or 0, not '1 0'."),
        (["demo", "LIVE="], "LIVE is 1 or 0, not ''."),
        (["replay", "JSON=figures.json"], "JSON is 1 or 0, not 'figures.json'."),
    ],
)
def test_what_a_target_does_not_take_is_refused_in_one_line(
    arguments: list[str], message: str
) -> None:
    refused = make(*arguments)
    assert refused.returncode == 2
    assert message in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["demo", "WEEKS=8", "LIVE=0"], "gas_notifier demo --weeks '8'"),
        (["demo", "LIVE=1"], "gas_notifier demo   --live"),
        (["replay", "MIN_DROP_CENTS=3", "MAILS=1"], "gas_notifier replay --min-drop-cents '3'"),
        (["preview", "REGIONS=$$(id) it's"], "--regions '$$(id) it'\\''s'"),
        (["deploy", "EMAIL=you@example.com"], "context_file EMAIL='you@example.com'"),
        (["bench", "ONLY=rule"], "benchmarks --only 'rule'"),
    ],
)
def test_what_a_target_takes_reaches_its_command(arguments: list[str], told: str) -> None:
    assert told in make(*arguments).stdout
