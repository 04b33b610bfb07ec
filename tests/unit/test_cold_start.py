"""What keeps the cold start of both functions short."""

import subprocess
import sys

import pytest

CODE = """
import gc, gas_notifier
before = sum(generation["collections"] for generation in gc.get_stats())
import {function}.handler
print(sum(generation["collections"] for generation in gc.get_stats()) - before)
"""


@pytest.mark.parametrize("function", ["fetcher", "publisher"])
def test_no_time_goes_into_looking_for_garbage(function: str) -> None:
    code = CODE.format(function=function)

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    # One can fall due before the function's first line; without care there are some eighty.
    assert int(run.stdout) <= 1
