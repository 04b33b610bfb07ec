"""A progress bar for what is mostly too quick to need one."""

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import Progress

PATIENCE: Final = 1.0
"""Seconds without a bar."""

Step = TypeVar("Step")


class SlowProgress(AbstractContextManager["SlowProgress"]):
    """Shows a bar on standard error, if that is a terminal, once the steps take over a second."""

    def __init__(self, description: str, console: Console | None = None) -> None:
        console = console or Console(stderr=True)
        self._progress = Progress(
            console=console, transient=True, disable=not console.is_interactive
        )
        self._description = description

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def track(self, steps: Iterable[Step], total: int) -> Iterator[Step]:
        """Yield the steps, of which there are so many."""
        task = self._progress.add_task(self._description, total=total)
        end = time.monotonic() + PATIENCE
        for step in steps:
            yield step
            self._progress.advance(task)
            if time.monotonic() > end:
                self._progress.start()
