"""What all tests share: the option that accepts snapshots, and who runs beside whom."""

import os
import sys
from pathlib import Path
from typing import Final

import pytest
from xdist.scheduler import LoadFileScheduling

ONE_STACK: Final = [
    f"tests/end_to_end/test_{name}.py"
    for name in ("first_mail", "least_privilege", "operations", "pipeline")
]
"""The end-to-end tests that share a deployment."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshot",
        action="store_true",
        help="accept the template and the mails as they are",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-snapshot") and os.environ.get("CI"):
        raise pytest.UsageError("--update-snapshot: in CI a snapshot is compared, never accepted")
    # As with make: the CDK needs the Node.js of this checkout, not an older one of the machine.
    tools = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([tools, os.environ.get("PATH", os.defpath)])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Return what hands out the tests: those of a file, or of one stack, all to one worker."""
    scheduling = type("Scheduling", (LoadFileScheduling,), {"_split_scope": _together})
    return scheduling(config, log)


def _together(_scheduling: object, test: str) -> str:
    file = test.partition("::")[0]
    return "the deployed stack" if file in ONE_STACK else file
