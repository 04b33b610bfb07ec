"""What keeps the cold start of the functions short, and what it keeps from everybody else."""

import os
import subprocess
import sys

import pytest

CODE = """
import gc, gas_notifier
before = sum(generation["collections"] for generation in gc.get_stats())
threshold = gc.get_threshold()
import {module}
print(sum(generation["collections"] for generation in gc.get_stats()) - before)
print(gc.get_threshold() == threshold)
"""


def imported(module: str, **environment: str) -> list[str]:
    """Return how often an import looked for garbage, and whether it left the collector alone."""
    command = [sys.executable, "-c", CODE.format(module=module)]
    environment = {**os.environ, **environment}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return run.stdout.splitlines()


@pytest.mark.parametrize("function", ["fetcher", "publisher", "reader", "recorder"])
def test_no_time_goes_into_looking_for_garbage(function: str) -> None:
    collections, _ = imported(f"{function}.handler", AWS_LAMBDA_FUNCTION_NAME=function)

    # One can fall due before the function's first line; without care there are some eighty.
    assert int(collections) <= 1


@pytest.mark.parametrize("module", ["gas_notifier.alarms", "publisher.mail"])
def test_whoever_else_imports_a_function_keeps_the_garbage_collector(module: str) -> None:
    _, as_before = imported(module)

    assert as_before == "True"
