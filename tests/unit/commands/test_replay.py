"""`python -m gas_notifier replay`, as its user meets it; its table stands in the README."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

from gas_notifier.commands.replay import main
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.history.replays import replay, windows
from gas_notifier.settings.settings import Settings
from gas_prices.fuels import DEFAULT
from gas_prices.rule import Rule
from publisher.mail import compose
from tests.support.feed_rows import body, rows
from tests.unit.commands.conftest import Screen, SetContext

Output = pytest.CaptureFixture[str]

PRICES: Final = rows(new_york_state="3.00 2.98 2.99 2.90", albany="3.00 2.94 2.99 2.99")
PROGRAM: Final = "python -m gas_notifier replay"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the option that plays a file with four weeks."""
    path = tmp_path / "weeks.json"
    path.write_bytes(body(PRICES))
    return f"FILE={path}"


def numbers(screen: Screen, *arguments: str) -> dict[str, dict[str, object]]:
    """Return the figures that the command gives, by the names of the rules."""
    answer = json.loads(screen.output(main, *arguments, "--json"))
    assert "mails" not in answer
    return {rule["name"]: {**rule["figures"], **rule["settings"]} for rule in answer["rules"]}


def test_in_a_narrow_terminal_there_are_more_tables_with_fewer_columns(
    screen: Screen, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = screen.output(main, file, "MIN_DROP_CENTS=3").splitlines()
    tables = [line.split() for line in lines if line.startswith("your rule")]
    assert tables == [
        ["your", "rule", *cells]
        for cells in (
            ["1", "17.4", "3", "wk"],
            ["10c", "10c", "1"],
            ["-", "-", "0"],
            ["-", "+0.0", "+0.0", "+2.5", "+2.5"],
        )
    ]
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ([], ["your rule (any drop)", "5 cents or more"]),
        (["MIN_DROP_CENTS=5"], ["your rule (5 cents or more)", "any drop"]),
    ],
)
def test_a_rule_that_is_another_as_well_is_told_once(
    screen: Screen, file: str, rule: list[str], names: list[str]
) -> None:
    told = screen.output(main, file, *rule)
    first = told.index("your rule")
    table = told[first : told.index("\n\n", first)].splitlines()
    assert [re.split("  +", line)[0] for line in table[:2]] == names
    assert len(table) == 5
    assert len(numbers(screen, file, *rule)) == 6


def test_a_file_without_a_price_of_a_watched_region_says_so(
    screen: Screen, capsys: Output, file: str
) -> None:
    refusal = screen.refusal(main, "REGIONS=utica", file)
    assert "regions: there is no price of utica" in refusal
    assert main(["REGIONS=albany,utica", file]) == 0
    assert capsys.readouterr().err == "regions: there is no price of utica\n"


def test_the_rule_is_the_one_that_would_be_deployed(
    screen: Screen, set_context: SetContext, file: str
) -> None:
    set_context(regions="albany", min_drop_cents=7)
    found = numbers(screen, file)
    yours = found["your rule"]
    assert (yours["regions"], yours["min_drop_cents"], yours["notices"]) == (["albany"], 7, 0)
    # The others are compared over the same regions.
    assert found["any drop"]["regions"] == ["albany"]


@pytest.mark.parametrize(
    "option",
    ["--min-drop-cents=2", "--min_drop_cents=2", "MIN_DROP_CENTS=2", "min_drop_cents= 2"],
)
def test_each_setting_can_be_an_option(screen: Screen, file: str, option: str) -> None:
    told = {"below": 2.95, "lowest_in_weeks": 1, "record": "drops"}
    others = [f"{name}={value}" for name, value in told.items()]
    yours = numbers(screen, file, option, "REGIONS=albany", *others)["your rule"]
    assert yours.items() >= {**told, "min_drop_cents": 2}.items()


def test_since_a_date_later_weeks_are_played(screen: Screen, file: str) -> None:
    assert "Played: 2 weeks of New York State, 2025-01-20 to 2025-01-27." in (
        screen.output(main, file, "SINCE=2025-01-14")
    )


def test_mails_are_printed_as_they_would_be_sent(screen: Screen, file: str) -> None:
    [played] = replay([Rule(("new_york_state",), min_drop_cents=3)], windows(PRICES))
    mails = [
        (week.isoformat(), compose(DEFAULT, week, notice, Settings().tank_gallons))
        for week, notice in played.notices
    ]
    assert len(mails) == 2
    assert screen.output(main, file, "MIN_DROP_CENTS=3", "MAILS=1").startswith(
        "".join(f"{week}: {mail.subject}\n\n{mail.body}\n{'-' * 72}\n\n" for week, mail in mails)
        + "Your rule: "
    )
    answer = json.loads(screen.output(main, file, "MIN_DROP_CENTS=3", "MAILS=1", "JSON=1"))
    assert answer["mails"] == [
        {"week": week, "subject": mail.subject, "body": mail.body} for week, mail in mails
    ]


def test_a_feed_can_be_replayed_unless_it_cannot_be_reached(screen: Screen) -> None:
    with RecordedFeed(recorded_weeks()[-100:]) as feed:
        assert "Played: 100 weeks" in screen.output(main, f"FEED_URL={feed.url}")
    failure = screen.failure(main, "FEED_URL=http://127.0.0.1:1/none.json")
    assert failure.startswith("the feed cannot be reached: http://127.0.0.1:1/none.json: ")


def test_what_had_to_be_left_out_of_a_file_is_told_in_one_line(
    capsys: Output, tmp_path: Path
) -> None:
    path = tmp_path / "weeks.json"
    faulty = [
        {"date": f"2026-04-{day:02}", "new_york_state_average_gal": "3", "utica_average_gal": "x"}
        for day in (6, 13, 20, 27)
    ]
    path.write_text(json.dumps(faulty))

    assert main([f"FILE={path}"]) == 0

    fault = 'utica is not a price: "x"'
    assert capsys.readouterr().err == (
        f"left out: 2026-04-06 {fault}; 2026-04-13 {fault}; 2026-04-20 {fault}; 1 more\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["REGIONS=bufalo"], "regions: 'bufalo' is not a region; did you mean 'buffalo'?"),
        (["SINCE=2020-13-01"], "since: '2020-13-01' is not a date like 2026-04-06"),
        (["SINCE=2026-04-07"], "since: 2026-04-07 is after the newest week, 2026-04-06"),
        (["FILE=/nowhere.json"], "/nowhere.json: No such file or directory"),
        (["LIVE=1", "FILE=x"], "file: prices come from a file or from a feed, not from both"),
        (["CHART=a.pdf"], "chart: 'a.pdf' must end in .svg, the one kind that is drawn"),
        (["CHART=nowhere/a.svg"], "chart: 'nowhere/a.svg' is not a file in a folder"),
        (["CHART=tests"], "chart: 'tests' is not a file in a folder that is "),
        (["--min-drop", "5"], "unrecognized arguments: --min-drop 5"),
        (["MIN_DROP=5"], "MIN_DROP is not taken; did you mean MIN_DROP_CENTS?"),
        (["EMAIL=x"], "EMAIL is not taken; it takes LIVE, FILE, SINCE, MAILS, JSON, CHART, REG"),
        (["AWS_REGION=x"], "AWS_REGION goes before the command: AWS_REGION=x make replay"),
        (["BELOW="], "below: nothing was given; to take it out, BELOW=none"),
        (["SINCE= "], "since: nothing was given"),
        (["MAILS=yes"], "mails: 'yes' must be 1 or 0, or true or false"),
    ],
)
def test_a_wrong_option_gets_one_line(screen: Screen, arguments: list[str], message: str) -> None:
    assert screen.refusal(main, *arguments).startswith(f"{PROGRAM}: {message}")


def test_a_chart_is_drawn_into_a_file_that_takes_it(
    capsys: Output, tmp_path: Path, file: str
) -> None:
    path = tmp_path / "chart.svg"
    assert main([file, f"CHART={path}"]) == 0
    assert path.stat().st_size > 1000
    assert capsys.readouterr().err == f"Chart: {path}\n"

    path.unlink()
    path.symlink_to("/dev/full")
    assert main([file, f"CHART={path}"]) == 1
    assert capsys.readouterr().err == f"{path}: No space left on device\n"
