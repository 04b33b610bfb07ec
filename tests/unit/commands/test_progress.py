"""The progress bar: `gas_notifier.commands.progress`."""

from collections.abc import Iterator
from io import StringIO

import pytest
from rich.console import Console

from gas_notifier.commands import progress as slow_progress
from gas_notifier.commands.progress import SlowProgress

STEPS = range(3)


def drawn(*, terminal: bool) -> str:
    """Return what three steps leave on a console."""
    file = StringIO()
    console = Console(file=file, force_terminal=terminal, force_interactive=terminal, width=80)
    with SlowProgress("Playing", console) as progress:
        assert list(progress.track(STEPS, len(STEPS))) == list(STEPS)
    return file.getvalue()


def test_what_is_quick_shows_no_bar() -> None:
    assert drawn(terminal=True) == ""


def test_what_is_slow_shows_one_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_progress, "PATIENCE", -1.0)
    text = drawn(terminal=True)
    assert "Playing" in text
    # The last thing it does is to clear its line.
    assert text.endswith("\x1b[2K")


def test_where_there_is_no_terminal_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_progress, "PATIENCE", -1.0)
    assert drawn(terminal=False) == ""


def test_it_is_gone_when_the_steps_are_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_progress, "PATIENCE", -1.0)
    console = Console(file=StringIO(), force_terminal=True, force_interactive=True, width=80)

    def interrupted() -> Iterator[int]:
        yield from STEPS
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), SlowProgress("Playing", console) as progress:
        list(progress.track(interrupted(), len(STEPS)))
    # The cursor, hidden beside the bar, is there again.
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue().rindex("\x1b[?25h") > console.file.getvalue().rindex("\x1b[?25l")
