"""The options of `python -m gas_notifier demo`; what it does has end-to-end tests."""

from collections.abc import Sequence
from typing import Final

import pytest
from rich.console import Console

from gas_notifier.commands import demo as command
from gas_notifier.commands.demo import DemoError, expect_nothing, main, price_and_change, table_row
from gas_notifier.settings.settings import Settings, SettingsError

PROGRAM: Final = "python -m gas_notifier demo"


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

    monkeypatch.setattr("gas_notifier.commands.demo.Demo.play_recorded", play)
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


COLUMN = "batavia_average_gal"


def test_a_fall_a_rise_and_no_change_are_told_in_cents_in_one_width() -> None:
    told = [
        price_and_change({COLUMN: price}, {COLUMN: "3.1"}, "batavia")
        for price in ("3.04", "3.45", "3.10")
    ]

    assert told == ["$3.04   -6c", "$3.45  +35c", "$3.10     ="]


def test_a_regions_first_price_is_told_as_new() -> None:
    assert price_and_change({COLUMN: "3"}, {}, "batavia") == "$3.00   new"


def test_a_region_without_a_price_is_told_as_having_none() -> None:
    assert price_and_change({}, {COLUMN: "3.1"}, "batavia") == "-"


def test_a_mail_too_long_for_the_terminal_goes_on_below_itself() -> None:
    mail = "Gas down 3c to $3.14 in Utica, lowest since Jun 16 (Oct 20)"

    assert table_row("2025-10-20", ["$3.14   -3c"], mail, width=64).splitlines() == [
        "2025-10-20     $3.14   -3c  Gas down 3c to $3.14 in Utica,",
        "                            lowest since Jun 16 (Oct 20)",
    ]


@pytest.mark.parametrize("width", [None, 40], ids=["in no terminal", "in one too narrow for it"])
def test_otherwise_no_mail_is_broken(width: int | None) -> None:
    row = table_row("2025-10-20", ["$3.14   -3c"], "Gas down 3c to $3.14 in Utica", width)

    assert row == "2025-10-20     $3.14   -3c  Gas down 3c to $3.14 in Utica"


def test_what_is_left_of_the_stack_is_named() -> None:
    with pytest.raises(DemoError, match="left behind: queue b, table a"):
        expect_nothing({"table a", "queue b"})


def test_nothing_left_is_no_error() -> None:
    expect_nothing(set())
