"""`python -m gas_notifier replay`, as its user meets it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gas_notifier.commands.replay import main
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.history.replays import replay, windows
from gas_notifier.settings.settings import Settings
from gas_prices.rule import Rule
from publisher.mail import Mail, compose
from tests.support.feed_rows import body, rows

Output = pytest.CaptureFixture[str]

PRICES = rows(new_york_state="3.00 2.98 2.99 2.90", albany="3.00 2.94 2.99 2.99")
PROGRAM = "python -m gas_notifier replay"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the name of a file with four weeks."""
    path = tmp_path / "weeks.json"
    path.write_bytes(body(PRICES))
    return str(path)


def numbers(capsys: Output, *arguments: str) -> dict[str, dict[str, object]]:
    """Return the figures that the command gives, by the names of the rules."""
    assert main([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    return {rule["name"]: {**rule["figures"], **rule["settings"]} for rule in answer["rules"]}


def refusal(capsys: Output, *arguments: str) -> str:
    """Return the one line that wrong options get, and check that the status is 2."""
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err.strip()


def test_all_recorded_weeks_are_played_by_five_rules(capsys: Output) -> None:
    assert main([]) == 0

    told = capsys.readouterr()
    assert "Played: 962 weeks of New York State, 2007-10-29 to 2026-04-06." in told.out
    lines = [line.split() for line in told.out.splitlines()]
    assert ["your", "rule", "456", "24.7", "35", "wk", "2c", "22c", "41c", "0"] in lines
    assert ["any", "drop", "456", "24.7", "35", "wk", "2c", "22c", "41c", "0"] in lines
    assert "5 cents since the high    196  10.6    62 wk      6c      22c     87c     260" in (
        told.out.splitlines()
    )
    assert "lowest in 8 weeks         268  14.5    59 wk      4c      29c     64c     188" in (
        told.out.splitlines()
    )
    assert "record: drops              10   0.5   900 wk   11.5c      17c   $1.38     446" in (
        told.out.splitlines()
    )
    assert told.out.endswith(
        'Warning: "record: drops" has been silent since 2009-01-05, for 900 weeks.\n'
    )
    assert told.err == ""


def test_in_a_narrow_terminal_each_rule_has_its_figures_in_lines(
    capsys: Output, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["--file", file]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("") + 1
    assert lines[first : first + 3] == [
        "your rule",
        "  mails 2, a year 34.8, longest silence 2 wk, median drop",
        "  5.5c, largest drop 9c, saved a tank 66c, falls missed 0",
    ]
    assert max(map(len, lines)) <= 60


def test_what_is_no_terminal_gets_no_chart_no_control_code_and_no_long_line(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert main(["--regions", "all", "--since", "2026-01-01"]) == 0
    told = capsys.readouterr().out
    assert "█" not in told
    assert "\x1b" not in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_file_without_a_price_of_a_watched_region_says_so(capsys: Output, file: str) -> None:
    assert "regions: there is no price of utica" in refusal(capsys, "REGIONS=utica", f"FILE={file}")
    assert main(["REGIONS=albany,utica", f"FILE={file}"]) == 0
    assert capsys.readouterr().err == "regions: there is no price of utica\n"


def test_the_rule_is_the_one_that_would_be_deployed(
    capsys: Output, set_context: Callable[..., None], file: str
) -> None:
    set_context(regions="albany", min_drop_cents=7, tank_gallons=10)

    found = numbers(capsys, "--file", file)

    yours = found["your rule"]
    assert (yours["regions"], yours["min_drop_cents"], yours["notices"]) == (["albany"], 7, 0)
    # The others are compared over the same regions.
    assert found["any drop"]["regions"] == ["albany"]
    assert found["any drop"]["saved_on_a_tank_cents"] == 60


@pytest.mark.parametrize(
    "option",
    [
        ["--min-drop-cents", "2"],
        ["--min_drop_cents=2"],
        ["MIN_DROP_CENTS=2"],
        ["min_drop_cents= 2"],
    ],
)
def test_each_setting_can_be_an_option(capsys: Output, file: str, option: list[str]) -> None:
    yours = numbers(
        capsys,
        *("--file", file, *option, "--regions", "albany", "--below", "2.95"),
        *("--lowest_in_weeks", "1", "--record", "drops", "--tank-gallons", "20"),
    )["your rule"]

    assert {
        key: yours[key] for key in ("min_drop_cents", "below", "lowest_in_weeks", "record")
    } == {"min_drop_cents": 2, "below": 2.95, "lowest_in_weeks": 1, "record": "drops"}
    assert yours["saved_on_a_tank_cents"] == 120


def test_the_rules_beside_it_are_the_four_that_are_named(capsys: Output, file: str) -> None:
    found = numbers(capsys, "--file", file)
    parts = ("min_drop_cents", "below", "lowest_in_weeks", "record")
    assert {name: tuple(rule[part] for part in parts) for name, rule in found.items()} == {
        "your rule": (0, None, None, "every-week"),
        "any drop": (0, None, None, "every-week"),
        "5 cents since the high": (5, None, None, "every-week"),
        "lowest in 8 weeks": (0, None, 8, "every-week"),
        "record: drops": (0, None, None, "drops"),
    }


def test_since_a_date_later_weeks_are_played(capsys: Output, file: str) -> None:
    assert main(["--file", file, "--since", "2025-01-14"]) == 0
    assert "Played: 2 weeks of New York State, 2025-01-20 to 2025-01-27." in (
        capsys.readouterr().out
    )


@pytest.fixture
def mails() -> list[tuple[str, Mail]]:
    """Return what is to be mailed of the file's weeks, and when."""
    [played] = replay([Rule(("new_york_state",))], windows(PRICES))
    assert len(played.notices) == 3
    return [
        (week.isoformat(), compose(week, notice, Settings().tank_gallons))
        for week, notice in played.notices
    ]


def test_mails_are_printed_as_they_would_be_sent(
    capsys: Output, file: str, mails: list[tuple[str, Mail]]
) -> None:
    assert main(["--file", file, "--mails"]) == 0
    assert capsys.readouterr().out.startswith(
        "".join(f"{week}: {mail.subject}\n\n{mail.body}\n{'-' * 72}\n\n" for week, mail in mails)
        + "Your rule: "
    )


def test_mails_are_part_of_the_numbers_when_they_are_asked_for(
    capsys: Output, file: str, mails: list[tuple[str, Mail]]
) -> None:
    assert main(["--file", file, "--mails", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["mails"] == [
        {"week": week, "subject": mail.subject, "body": mail.body} for week, mail in mails
    ]


def test_the_mails_are_not_there_when_they_are_not_asked_for(capsys: Output, file: str) -> None:
    assert main(["--file", file, "--json"]) == 0
    assert "mails" not in json.loads(capsys.readouterr().out)


def test_a_feed_can_be_replayed(capsys: Output) -> None:
    with RecordedFeed(recorded_weeks()[-100:]) as feed:
        assert main([f"FEED_URL={feed.url}"]) == 0
    assert "Played: 100 weeks" in capsys.readouterr().out


def test_a_feed_that_cannot_be_reached_is_one_line_and_status_1(capsys: Output) -> None:
    assert main(["FEED_URL=http://127.0.0.1:1/none.json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("the feed cannot be reached: http://127.0.0.1:1/none.json: ")
    assert told.err.count("\n") == 1


def test_what_had_to_be_left_out_of_a_file_is_told_in_one_line(
    capsys: Output, tmp_path: Path
) -> None:
    path = tmp_path / "weeks.json"
    faulty = [
        {"date": f"2026-04-{day:02}", "new_york_state_average_gal": "3", "utica_average_gal": "x"}
        for day in (6, 13, 20, 27)
    ]
    path.write_text(json.dumps(faulty))

    assert main(["--file", str(path)]) == 0

    fault = 'utica is not a price: "x"'
    assert capsys.readouterr().err == (
        f"left out: 2026-04-06 {fault}; 2026-04-13 {fault}; 2026-04-20 {fault}; 1 more\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--min-drop-cents"], "argument --min-drop-cents: expected one argument"),
        (["--min-drop-cents", "-1"], "min_drop_cents: '-1' is not a whole number of cents"),
        (["--below", "cheap"], "below: 'cheap' is not a number of dollars"),
        (["--lowest-in-weeks", "53"], "lowest_in_weeks: '53' is not a whole number of weeks"),
        (["--record", "all"], "record: 'all' must be every-week or drops"),
        (["--regions", "bufalo"], "regions: 'bufalo' is not a region; did you mean 'buffalo'?"),
        (["--tank-gallons", "0"], "tank_gallons: '0' is not a number of gallons"),
        (["--since", "2020-13-01"], "since: '2020-13-01' is not a date like 2026-04-06"),
        (["--since", "2026-04-07"], "since: 2026-04-07 is after the newest week, 2026-04-06"),
        (["FEED_URL=http://example.com"], "feed_url: 'http://example.com' must be an https"),
        (["--file", "/nowhere.json"], "/nowhere.json: No such file or directory"),
        (["LIVE=1", "FILE=x"], "file: prices come from a file or from a feed, not from both"),
        (
            ["--chart", "chart.pdf"],
            "chart: 'chart.pdf' must end in .svg, the one kind that is drawn",
        ),
        (["--chart", "nowhere/a.svg"], "chart: 'nowhere/a.svg' is not a file in a "),
        (["--chart", "tests"], "chart: 'tests' is not a file in a folder that is "),
        (["--min-drop", "5"], "unrecognized arguments: --min-drop 5"),
        (["MIN_DROP=5"], "MIN_DROP is not taken; did you mean MIN_DROP_CENTS?"),
        (
            ["EMAIL=x"],
            "EMAIL is not taken; it takes LIVE, FILE, SINCE, MAILS, JSON, CHART, REGIONS",
        ),
        (["AWS_REGION=x"], "AWS_REGION goes before the command: AWS_REGION=x make replay"),
        (["BELOW="], "below: nothing was given; to take it out, BELOW=none"),
        (["SINCE="], "since: nothing was given"),
        (["MAILS=yes"], "mails: 'yes' must be 1 or 0, or true or false"),
    ],
)
def test_a_wrong_option_gets_one_line(capsys: Output, arguments: list[str], message: str) -> None:
    assert refusal(capsys, *arguments).startswith(f"{PROGRAM}: {message}")


def test_a_wrong_setting_of_the_checkout_gets_one_line(
    capsys: Output, set_context: Callable[..., None]
) -> None:
    set_context(below="cheap")
    assert refusal(capsys).startswith(
        f"{PROGRAM}: below (in cdk.json): 'cheap' is not a number of dollars"
    )


def test_a_chart_is_drawn_into_a_file(capsys: Output, tmp_path: Path, file: str) -> None:
    path = tmp_path / "chart.svg"
    assert main(["--file", file, "--chart", str(path)]) == 0
    assert path.stat().st_size > 1000
    assert capsys.readouterr().err == f"Chart: {path}\n"


def test_a_chart_that_cannot_be_written_is_one_line_and_status_1(
    capsys: Output, tmp_path: Path, file: str
) -> None:
    path = tmp_path / "chart.svg"
    path.symlink_to("/dev/full")
    assert main(["--file", file, "--chart", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: No space left on device\n"


def test_its_help_says_what_each_number_means(capsys: Output) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--help"])
    assert raised.value.code == 0
    told = capsys.readouterr().out
    for number in ("mails ", "a year ", "longest silence ", "saved a tank ", "falls missed "):
        assert f"\n  {number}" in told
    assert "--min-drop-cents CENTS" in told
    assert max(map(len, told.splitlines())) <= 80
