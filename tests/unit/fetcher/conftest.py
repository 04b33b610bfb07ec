"""What the fetcher's tests share: feeds on loopback, answered by script, and a fetcher to look."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import reload
from typing import Any

import pytest

from fetcher import feed
from fetcher import handler as fetcher_handler
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from tests.support.clock import StandingClock
from tests.support.no_feed import DeadAddress, NoFeed
from tests.support.scripted_feed import Script, ScriptedFeed

Serve = Callable[..., ScriptedFeed]
Fetch = Callable[..., dict[str, Any]]
Feeds = Callable[..., "list[ScriptedFeed | DeadAddress]"]


class _Time:
    """The time as the feed's reader sees it: what it waits passes at once, and is kept."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.pauses)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds waited between attempts, as long as they truly are, but in no time."""
    clock = _Time()
    monkeypatch.setattr(feed, "time", clock)
    return clock.pauses


@pytest.fixture
def _feeds(pauses: list[float]) -> Iterator[ExitStack]:
    """Hold the feeds of a test, between whose attempts no time passes."""
    _ = pauses
    before = threading.enumerate()
    with ExitStack() as stack:
        yield stack
    # A reading that was given up ends with its connection, and must not leak into the next test.
    for thread in set(threading.enumerate()) - set(before):
        thread.join(timeout=2)
        assert not thread.is_alive()


@pytest.fixture
def serve(_feeds: ExitStack) -> Serve:
    """Return a function that starts a feed of the given scripts."""
    return lambda *scripts: _feeds.enter_context(ScriptedFeed(scripts))


@pytest.fixture
def feeds(_feeds: ExitStack) -> Feeds:
    """Return a function that starts a feed for each script, and for each NoFeed what it says."""

    def feeds(*kinds: Script | NoFeed) -> list[ScriptedFeed | DeadAddress]:
        started: list[ScriptedFeed | DeadAddress] = []
        for kind in kinds:
            feed = DeadAddress(kind) if isinstance(kind, NoFeed) else ScriptedFeed([kind])
            _feeds.enter_context(feed)
            started.append(feed)
        return started

    return feeds


@pytest.fixture
def fetch(table_name: str, context: LambdaContext, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    """Return a function that starts a new fetcher, with a rule of these settings."""

    def fetch(
        *feeds: ScriptedFeed | DeadAddress, event: object = None, **rule: object
    ) -> dict[str, Any]:
        urls = ",".join(feed.url for feed in feeds)
        monkeypatch.setenv("TABLE_NAME", table_name)
        monkeypatch.setenv("FEED_URLS", urls)
        fields: dict[str, Any] = {"regions": ("albany",), **rule}
        monkeypatch.setenv("RULE", Rule(**fields).to_json())
        reload(fetcher_handler)
        monkeypatch.setattr(fetcher_handler, "datetime", StandingClock)
        return fetcher_handler.handler(event, context)

    return fetch
