"""Some faults of the feed, met by the deployed fetcher; all of them are in tests/unit/fetcher.

Of its four feed URLs the first and the last refuse connections, and the test says what the others
answer.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from typing import Final

import pytest

from gas_notifier.emulator.deployment import InvocationError
from gas_notifier.emulator.emulator import Emulator
from tests.support.feed_faults import DAMAGED, REFUSED, SOUND
from tests.support.pipeline import Pipeline, deployed
from tests.support.scripted_feed import Script, ScriptedFeed, answer, drip, head

READER: Final = "you@example.com"
SUBJECT: Final = "Now watching gas in Albany: $3.05 (Jan 13)"
BUDGET: Final = 20.0


@dataclass(frozen=True)
class Stack:
    """The pipeline, and the two of its feeds that answer."""

    pipeline: Pipeline
    first: ScriptedFeed
    second: ScriptedFeed

    def publish(self, first: Script, second: Script) -> None:
        """Let the feeds answer by these scripts from now on, and start anew."""
        self.pipeline.start_afresh()
        for feed, script in ((self.first, first), (self.second, second)):
            feed.scripts = repeat(script)
            feed.requests.clear()

    def requests(self) -> tuple[int, int]:
        """Return how often each of the two was asked."""
        return len(self.first.requests), len(self.second.requests)


@pytest.fixture(scope="module")
def stack(bootstrapped: Emulator) -> Iterator[Stack]:
    with ExitStack() as opened:
        first, second = (opened.enter_context(ScriptedFeed([answer()])) for _ in range(2))
        refused = opened.enter_context(socket.socket())
        # Bound, so that it stays free, and not listening.
        refused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{refused.getsockname()[1]}/"
        urls = (nobody, first.url, second.url, nobody)
        pipeline = opened.enter_context(
            deployed(
                bootstrapped, [READER], email=READER, regions="albany", feed_url=",".join(urls)
            )
        )
        yield Stack(pipeline, first, second)


def script(name: str) -> Script:
    """Return what a feed does at one of the faults."""
    [feed] = (REFUSED | DAMAGED)[name].feeds
    assert callable(feed)
    return feed


def test_when_every_url_is_broken_the_error_says_of_each_why(stack: Stack) -> None:
    stack.publish(script("503 with HTML"), script("HTML"))
    with pytest.raises(InvocationError) as raised:
        stack.pipeline.deployment.fetch()
    refused, first, second, last = str(raised.value).split("; ")
    assert refused.endswith("Connection refused")
    assert last == refused
    assert first == f"{stack.first.url}: HTTP 503, attempt 3"
    assert second.startswith(f"{stack.second.url}: not JSON: ")
    assert stack.requests() == (3, 1)
    assert stack.pipeline.recorded() == []
    assert stack.pipeline.mailed() == {READER: []}


@pytest.mark.parametrize("name", ["HTML", "gzip that unpacks to 1 GB"])
def test_a_broken_url_costs_nothing_while_a_later_one_is_good(stack: Stack, name: str) -> None:
    stack.publish(script(name), answer(SOUND))
    assert stack.pipeline.deployment.fetch()["feed_url"] == stack.second.url
    assert stack.requests() == (1, 1)
    assert stack.pipeline.recorded() == ["2025-01-13"]
    assert stack.pipeline.mailed() == {READER: [SUBJECT]}


def test_a_url_that_drips_leaves_the_next_ones_their_share_of_the_time(stack: Stack) -> None:
    stack.publish(drip(head(), b" ", 1), answer(SOUND))
    started = time.monotonic()
    assert stack.pipeline.deployment.fetch()["feed_url"] == stack.second.url
    assert time.monotonic() - started < BUDGET / 3 + 1
    assert stack.requests() == (1, 1)
    assert stack.pipeline.mailed() == {READER: [SUBJECT]}
