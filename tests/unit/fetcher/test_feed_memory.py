"""The memory of a whole run, in a process of its own, at the largest answers that a feed can give.

What is bounded is all that the process ever held, Python and boto3 included: 128 MB, half of what
the function is given.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import pytest

from gas_notifier import REPOSITORY
from gas_prices.rule import Rule
from tests.support.feed_faults import BOMB, REFUSED
from tests.support.scripted_feed import Script, ScriptedFeed, answer, head, stream

Serve = Callable[..., ScriptedFeed]

LAMBDA: Final = REPOSITORY / "lambda"
LIMIT: Final = 128 * 1024 * 1024
SMALL_PARENT: Final = ["/bin/sh", "-c", '"$0" "$@"; exit $?']
"""A new process counts what its parent held when it was made: let that not be the tests."""
RUN: Final = """
import json, resource, sys
from types import SimpleNamespace
from fetcher.feed import FeedError
from fetcher.handler import _fetcher, handler

_fetcher()
reason = ""
try:
    handler(None, SimpleNamespace(function_name="fetcher", aws_request_id=""))
except FeedError as error:
    reason = str(error)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"peak": peak * (1 if sys.platform == "darwin" else 1024), "reason": reason}))
"""
"""A look of the fetcher, its AWS client made, that prints the bytes it needed at most."""


LARGE: Final = {
    "gzip that unpacks to 1 GB": (stream(head(Content_Encoding="gzip"), BOMB, 100), "more than"),
    "a redirect with gzip that unpacks to 1 GB": (
        REFUSED["301 to elsewhere, in gzip that unpacks to 1 GB"].feeds[0],
        "HTTP 301",
    ),
    "a megabyte of one row": (
        answer(b"[{" + b",".join(b'"%d":{}' % key for key in range(80_000)) + b"}]"),
        "date is not a date",
    ),
}


@pytest.mark.parametrize(("script", "reason"), LARGE.values(), ids=LARGE)
def test_a_run_never_needs_more_than_128_megabytes(
    serve: Serve, script: Script, reason: str
) -> None:
    environment = {
        "PYTHONPATH": str(LAMBDA),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "TABLE_NAME": "prices",
        "FEED_URLS": serve(script).url,
        "RULE": Rule(("albany",)).to_json(),
    }
    run = subprocess.run(
        [*SMALL_PARENT, sys.executable, "-c", RUN],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(run.stdout)
    assert reason in result["reason"]
    assert result["peak"] < LIMIT
