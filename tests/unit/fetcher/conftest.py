"""What the fetcher's tests share: feeds on loopback, answered by script."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from fetcher import feed
from tests.scripted_feed import Script, ScriptedFeed

Serve = Callable[..., ScriptedFeed]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Return a function that starts a feed of the given scripts; time passes quickly there."""
    monkeypatch.setattr(feed, "PAUSE", 0.005)
    monkeypatch.setattr(feed, "LONGEST_PAUSE", 0.02)
    monkeypatch.setattr(feed, "READ_TIMEOUT", 0.1)
    before = threading.enumerate()
    with ExitStack() as stack:

        def serve(*scripts: Script) -> ScriptedFeed:
            return stack.enter_context(ScriptedFeed(scripts))

        yield serve
    # A reading that was given up ends with its connection, and must not leak into the next test.
    for thread in set(threading.enumerate()) - set(before):
        thread.join(timeout=2)
        assert not thread.is_alive()
