"""What all commands say beside their answers: `gas_notifier.commands.screen`."""

from pathlib import Path

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.commands import replay
from gas_notifier.commands.screen import failed


def test_in_a_terminal_a_refusal_is_in_lines_that_fit_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    address = f"https://feed.example/{'a' * 100}"
    with pytest.raises(SystemExit):
        replay.main(["REGIONS=westchester"])
    assert failed(f"the feed cannot be reached, at whatever time it is asked, at {address}") == 1

    assert capsys.readouterr().err.splitlines() == [
        "python -m gas_notifier replay: regions: 'westchester' is not",
        "  a region; take 'white_plains' for it",
        "the feed cannot be reached, at whatever time it is asked, at",
        f"  {address}",
    ]


def test_nothing_else_writes_to_standard_error() -> None:
    writing = {
        path.name
        for path in Path(REPOSITORY, "gas_notifier/commands").glob("*.py")
        if "sys.stderr" in path.read_text(encoding="utf-8")
    }
    assert writing == {"screen.py"}
