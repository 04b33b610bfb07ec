"""`python -m gas_notifier demo`, without the demo itself, which has end-to-end tests."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
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
from tests.unit.commands.conftest import Screen, SetContext

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


def test_weeks_the_rule_and_the_page_can_be_chosen(played: list[object]) -> None:
    assert main(["WEEKS=961", "REGIONS=utica,buffalo", "MIN_DROP_CENTS=3", "PAGE=1"]) == 0
    rule = Rule(("utica", "buffalo"), min_drop_cents=3)
    assert played == [Settings(rule=rule), "page", date(2026, 4, 6), 961]


def test_a_file_can_be_played(played: list[object], tmp_path: Path) -> None:
    file = tmp_path / "weeks.json"
    file.write_bytes(body(reversed(rows(albany="3.00 2.98 2.99 2.90"))))
    assert main(["REGIONS=albany", f"FILE={file}"]) == 0
    assert played[1:] == [date(2025, 1, 27), 3]


def test_live_it_asks_the_deployments_feed_and_a_failure_is_one_line(
    played: list[object], screen: Screen, set_context: SetContext
) -> None:
    set_context(feed_url="https://feed.example/a.json")
    assert screen.failure(main, "LIVE=1") == "the feed cannot be reached"
    assert played == [Settings(feed_url=("https://feed.example/a.json",))]


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
    played: list[object], screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "cannot be written to" in screen.failure(main)
    assert not played


@pytest.mark.parametrize(("width", "most"), [(40, 1), (60, 1), (72, 2), (80, 3), (200, 3)])
def test_as_many_prices_are_shown_as_leave_room_for_a_mail(width: int, most: int) -> None:
    assert most_shown(width) == most


def test_watched_regions_that_have_no_room_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def deployed(_: object, **__: object) -> Iterator[tuple[object, None]]:
        yield SimpleNamespace(fetch=lambda: {"notice": None}), None

    monkeypatch.setattr(command.Demo, "_deployed", deployed)
    settings = Settings(rule=Rule(("albany", "utica", "nassau", "ithaca", "elmira")))
    command.Demo(Console(width=80), settings).play(rows(albany="3.00 3.01"), 1)
    told = capsys.readouterr().out
    assert "Watched as well, but not shown here: 2 regions." in told
    assert "Mails in 1 week: 0" in told


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
        (["FILE=nowhere"], "nowhere: No such file or directory"),
    ],
)
def test_a_wrong_option_gets_one_line(screen: Screen, arguments: list[str], message: str) -> None:
    assert screen.refusal(main, *arguments).startswith(f"{PROGRAM}: {message}")


@pytest.mark.parametrize(
    ("price", "before", "told"),
    [
        ("3.04", "3.1", "$3.04   -6c"),
        ("3.45", "3.1", "$3.45  +35c"),
        ("3.1", "3.10", "$3.10     ="),
        ("3", None, "$3.00   new"),
        (None, "3.1", "-"),
    ],
)
def test_a_price_is_told_with_its_change_in_one_width(
    price: str | None, before: str | None, told: str
) -> None:
    row, row_before = (
        Row(week(0), {"batavia": Decimal(known)} if known else {}) for known in (price, before)
    )
    assert price_and_change(row, row_before, "batavia") == told


@pytest.mark.parametrize(
    ("width", "subject"),
    [
        (60, f"Gas down 3c to $3.14 in Utica,\n{' ' * 28}lowest since Jun 16 (Oct 20)"),
        (None, "Gas down 3c to $3.14 in Utica, lowest since Jun 16 (Oct 20)"),
        (40, "Gas down 3c to $3.14 in Utica, lowest since Jun 16 (Oct 20)"),
    ],
    ids=["broken", "in no terminal", "in one too narrow for it"],
)
def test_a_mail_too_long_for_the_terminal_goes_on_below_itself(
    width: int | None, subject: str
) -> None:
    mail = "Gas down 3c to $3.14 in Utica, lowest since Jun 16 (Oct 20)"
    row = table_row("2025-10-20", ["$3.14   -3c"], mail, width)
    assert row == f"2025-10-20     $3.14   -3c  {subject}"


def test_what_is_left_of_the_stack_is_named() -> None:
    expect_nothing(set())
    with pytest.raises(DemoError, match="left behind: queue b, table a"):
        expect_nothing({"table a", "queue b"})
