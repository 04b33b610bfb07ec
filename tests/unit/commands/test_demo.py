"""The options of `python -m gas_notifier demo`; what it does has end-to-end tests."""

import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console

from gas_notifier.commands import demo as command
from gas_notifier.commands.demo import (
    DemoError,
    expect_nothing,
    main,
    most_shown,
    price_and_change,
    table_row,
)
from gas_notifier.emulator.cdk import CdkError
from gas_notifier.settings.settings import Settings
from gas_prices.credible import Row
from gas_prices.rule import Rule
from tests.support.feed_rows import body, rows, week
from tests.support.scripted_feed import ScriptedFeed, answer

PROGRAM: Final = "python -m gas_notifier demo"


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the list in which a demo that does nothing notes what it was told."""
    notes: list[object] = []

    class Notes:
        def __init__(
            self,
            _: Console,
            settings: Settings,
            report: Callable[[str], object],
            *,
            page: bool,
        ) -> None:
            notes.extend([settings, "page"] if page else [settings])
            report("line 1")
            report("line 2")

        def play(self, rows: Sequence[Row], weeks: int) -> None:
            notes.extend([rows[-1].week, weeks])

        def look(self) -> None:
            raise DemoError("the feed cannot be reached")

    monkeypatch.setattr(command, "Demo", Notes)
    return notes


def test_it_plays_26_weeks_of_the_state_when_it_is_told_nothing_else(played: list[object]) -> None:
    assert main([]) == 0
    assert played == [Settings(), date(2026, 4, 6), 26]


def test_weeks_and_the_rule_can_be_chosen(played: list[object]) -> None:
    assert main(["WEEKS=961", "REGIONS=utica,buffalo", "MIN_DROP_CENTS=3"]) == 0
    assert played[0] == Settings(rule=Rule(("utica", "buffalo"), min_drop_cents=3))
    assert played[2] == 961


def test_the_page_can_be_had_too(played: list[object]) -> None:
    assert main(["PAGE=1", "WEEKS=2"]) == 0
    assert played[1] == "page"


def test_a_file_can_be_played(played: list[object], tmp_path: Path) -> None:
    file = tmp_path / "weeks.json"
    file.write_bytes(body(reversed(rows(albany="3.00 2.98 2.99 2.90"))))
    assert main(["REGIONS=albany", f"FILE={file}"]) == 0
    assert played[1:] == [date(2025, 1, 27), 3]


def test_live_it_asks_the_deployments_feed_and_a_failure_is_one_line_and_status_1(
    played: list[object],
    capsys: pytest.CaptureFixture[str],
    set_context: Callable[..., None],
) -> None:
    set_context(feed_url="https://feed.example/a.json")
    assert main(["LIVE=1"]) == 1
    assert played == [Settings(feed_url=("https://feed.example/a.json",))]
    assert capsys.readouterr().err == "the feed cannot be reached\n"


def test_when_the_cdk_fails_all_that_it_said_is_in_a_file_that_is_named(
    played: list[object],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def fail(*_: object) -> None:
        raise CdkError("the CDK CLI failed:\nline 2")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(command.Demo, "play", fail)
    assert main([]) == 1
    assert len(played) == 1
    [log] = tmp_path.iterdir()
    assert log.read_text() == "line 1\nline 2\n"
    assert capsys.readouterr().err == (f"the CDK CLI failed:\nline 2\nAll that it said: {log}\n")


def test_a_checkout_that_cannot_be_written_to_gets_one_line(
    played: list[object], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main([]) == 1
    assert not played
    assert "cannot be written to" in capsys.readouterr().err


@pytest.mark.parametrize(("width", "most"), [(40, 1), (60, 1), (72, 2), (80, 3), (200, 3)])
def test_as_many_prices_are_shown_as_leave_room_for_a_mail(width: int, most: int) -> None:
    assert most_shown(width) == most


def test_live_it_waits_for_no_mail_of_a_feed_whose_weeks_are_too_old() -> None:
    with ScriptedFeed([answer(body(rows(albany="3.00")))]) as feed:
        demo = command.Demo(Console(), Settings(feed_url=(feed.url,)))
        with pytest.raises(DemoError, match="the feed's newest week, 2025-01-06, is too old to"):
            demo.look()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["WEEKS=0"], "weeks: '0' is not a whole number of weeks, 1 to 9999"),
        (["WEEKS=962"], "weeks: there are 961 to play, not 962"),
        (["LIVE=1", "WEEKS=2"], "weeks: a feed is looked at once, as it is now"),
        (["REGIONS=bufalo"], "regions: 'bufalo' is not a region"),
        (["FILE=nowhere"], "nowhere: No such file or directory"),
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


def row(price: str | None = None) -> Row:
    return Row(week(0), {"batavia": Decimal(price)} if price else {})


def test_a_fall_a_rise_and_no_change_are_told_in_cents_in_one_width() -> None:
    told = [
        price_and_change(row(price), row("3.1"), "batavia") for price in ("3.04", "3.45", "3.10")
    ]

    assert told == ["$3.04   -6c", "$3.45  +35c", "$3.10     ="]


def test_a_regions_first_price_is_told_as_new() -> None:
    assert price_and_change(row("3"), row(), "batavia") == "$3.00   new"


def test_a_region_without_a_price_is_told_as_having_none() -> None:
    assert price_and_change(row(), row("3.1"), "batavia") == "-"


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
