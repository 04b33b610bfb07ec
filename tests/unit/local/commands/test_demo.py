"""The options of `python -m gas_notifier.local demo`; what it does has end-to-end tests."""

from collections.abc import Sequence
from typing import Final

import pytest
from rich.console import Console

from gas_notifier.local.commands import demo as command
from gas_notifier.local.commands.demo import main
from gas_notifier.local.demo import DemoError
from gas_notifier.settings import Settings, SettingsError

PROGRAM: Final = "python -m gas_notifier.local demo"


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the list in which a demo that does nothing notes what it was told."""
    notes: list[object] = []

    class Notes:
        def __init__(self, _: Console, regions: Sequence[str]) -> None:
            notes.append(regions)

        def play_recorded(self, weeks: int) -> None:
            notes.append(weeks)

        def play_live(self, feed_urls: Sequence[str]) -> None:
            notes.append(feed_urls)
            raise DemoError("the real feed cannot be reached")

    monkeypatch.setattr(command, "Demo", Notes)
    return notes


def test_it_plays_26_weeks_of_the_state_when_it_is_told_nothing_else(played: list[object]) -> None:
    assert main([]) == 0
    assert played == [("new_york_state",), 26]


def test_weeks_and_regions_can_be_chosen(played: list[object]) -> None:
    assert main(["--weeks", "961", "--regions", "utica,buffalo"]) == 0
    assert played == [("utica", "buffalo"), 961]


def test_live_it_asks_the_real_feed_and_a_failure_is_one_line_and_status_1(
    played: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--live"]) == 1
    assert played == [("new_york_state",), Settings().feed_url]
    assert capsys.readouterr().err == "the real feed cannot be reached\n"


def test_a_broken_cdk_json_is_one_line_and_status_1(
    played: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def play(_demo: object, _weeks: int) -> None:
        raise SettingsError("cdk.json is not JSON")

    monkeypatch.setattr("gas_notifier.local.commands.demo.Demo.play_recorded", play)
    assert main([]) == 1
    assert played == [("new_york_state",)]
    assert capsys.readouterr().err == "cdk.json is not JSON\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--weeks", "0"], "argument --weeks: '0' is not a whole number from 1 to 961"),
        (["--weeks", "962"], "argument --weeks: '962' is not a whole number from 1 to 961"),
        (["--weeks", "all"], "argument --weeks: 'all' is not a whole number from 1 to 961"),
        (["--regions", "bufalo"], "argument --regions: 'bufalo' is not a region"),
    ],
)
def test_a_wrong_option_gets_one_line_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{PROGRAM}: {message}")
    assert told.count("\n") == 1
