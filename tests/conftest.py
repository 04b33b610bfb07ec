"""What all tests share: the option that accepts snapshots as they now are."""

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshot",
        action="store_true",
        help="accept the template and the mails as they are",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-snapshot") and os.environ.get("CI"):
        raise pytest.UsageError("--update-snapshot: in CI a snapshot is compared, never accepted")
