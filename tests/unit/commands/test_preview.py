"""`python -m gas_notifier preview`, as its user meets it."""

import json
from collections.abc import Callable, Sequence
from typing import Final

import pytest

from gas_notifier.commands.preview import Preview, main, preview, readers
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.settings.settings import Settings
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.credible import Row, judge
from gas_prices.notice import Notice
from gas_prices.record import Record
from gas_prices.rule import Rule
from publisher.mail import compose
from tests.support.feed_rows import rows

Output = pytest.CaptureFixture[str]

PROGRAM = "python -m gas_notifier preview"
LINE = "-" * 72
UTICA_ALONE = ("--week", "2007-12-17", "--min-drop-cents", "3")
"""A week in which Utica had fallen by 3 cents, and Buffalo by 2."""


def shown(capsys: Output, *arguments: str) -> str:
    """Return what the command says."""
    assert main(arguments) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def refusal(capsys: Output, *arguments: str) -> str:
    """Return the one line that wrong options get, and check that the status is 2."""
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    return told.err.strip()


def test_the_mail_is_word_for_word_the_one_that_is_sent(
    capsys: Output,
    walk: Callable[[Rule, list[Row]], list[Record]],
    recorded: list[Row],
) -> None:
    rule = Rule(("buffalo", "utica"), min_drop_cents=3)
    record = [record for record in walk(rule, recorded) if record.notice][-1]
    assert record.notice is not None
    mail = compose(record.week, record.notice, Settings().tank_gallons)

    told = shown(
        capsys,
        *("--week", record.week.isoformat(), "--regions", "buffalo,utica", "--min-drop-cents", "3"),
    )

    before, text, _ = told.split(f"{LINE}\n")
    assert text == f"{mail.subject}\n\n{mail.body}"
    assert before.splitlines()[-2:] == [
        f"Subject: {len(mail.subject)} of at most 99 characters.",
        f"Body: {len(mail.body.encode())} of at most 262,144 bytes.",
    ]


def test_the_newest_recorded_week_is_the_one_when_none_is_named(capsys: Output) -> None:
    told = shown(capsys)
    assert told[told.index("Week") :] == (
        "Week 2026-04-06: no mail.\n"
        "Not told: New York State, it did not fall: $4.02 is 10 cents above $3.92, the\n"
        "  high of 2026-03-30.\n"
    )


def test_every_condition_that_keeps_a_mail_back_is_told_and_by_how_much(capsys: Output) -> None:
    told = shown(
        capsys,
        *("--week", "2026-02-09", "--min-drop-cents", "300", "--below", "2.95"),
        *("--lowest-in-weeks", "8"),
    )
    assert " ".join(told.split("Not told: ")[1].split()) == (
        "New York State, "
        "min_drop_cents is 300: $2.99 is 204 cents below $5.03, the high of 2022-06-20; "
        "below is not reached: $2.99 is 4 cents above $2.95; "
        "lowest_in_weeks is 8: $2.99 is 1 cent above $2.98, the price of 2026-01-26."
    )


def test_regions_that_are_not_in_the_mail_are_named_below_it(capsys: Output) -> None:
    told = shown(capsys, *UTICA_ALONE, "--regions", "buffalo,utica")
    assert told.split(f"{LINE}\n")[2] == (
        "Not told: Buffalo, min_drop_cents is 3: $3.28 is 2 cents below $3.30, the high\n"
        "  of 2007-12-03.\n"
    )


def test_the_readers_are_those_who_would_get_it(
    capsys: Output, set_context: Callable[..., None]
) -> None:
    set_context(
        email="all@example.com",
        regions="buffalo,utica",
        subscribers=[
            {"email": "buffalo@example.com", "regions": "buffalo"},
            {"email": "utica@example.com", "regions": "utica"},
        ],
    )
    told = shown(capsys, *UTICA_ALONE)
    assert "Week 2007-12-17: a mail to all@example.com, utica@example.com.\n" in told


def test_readers_can_be_options(capsys: Output) -> None:
    subscribers = [{"email": "utica@example.com", "regions": "utica"}]
    told = shown(
        capsys,
        *(*UTICA_ALONE, "--regions", "utica", "--email", "a@example.com"),
        *("--subscribers", json.dumps(subscribers)),
    )
    assert "a mail to a@example.com, utica@example.com.\n" in told


def test_without_a_reader_it_says_so(capsys: Output) -> None:
    told = shown(capsys, *UTICA_ALONE, "--regions", "utica")
    assert "Week 2007-12-17: a mail to nobody, as no address waits for it.\n" in told


def test_the_first_mail_of_a_stack_can_be_seen(capsys: Output) -> None:
    told = shown(capsys, "--first", "--week", "2026-01-26")
    assert "\nNow watching gas in New York State: $2.98" in told


def test_the_oldest_week_is_a_first_one_anyway(capsys: Output) -> None:
    told = shown(capsys, "--week", "2007-10-29")
    assert "\nNow watching gas in New York State: $2.98" in told


def test_live_it_is_the_newest_week_of_the_deployments_feed(
    capsys: Output, set_context: Callable[..., None]
) -> None:
    newest = {"date": "2026-04-13T00:00:00.000", "new_york_state_average_gal": "3.90"}
    with RecordedFeed([*recorded_weeks()[-60:], newest]) as feed:
        set_context(feed_url=feed.url)
        told = shown(capsys, "LIVE=1")
    assert "Week 2026-04-13: a mail" in told
    assert "\nGas down 12c to $3.90" in told


def test_live_what_had_to_be_left_out_is_told(capsys: Output) -> None:
    newest = {"date": "2026-04-13T00:00:00.000", "new_york_state_average_gal": "free"}
    with RecordedFeed([*recorded_weeks(), newest]) as feed:
        assert main(["--feed-url", feed.url, "LIVE=0"]) == 0
    assert capsys.readouterr().err == (
        'left out: 2026-04-13 new_york_state is not a price: "free"; 2026-04-13 has no price\n'
    )


def test_a_feed_that_cannot_be_reached_is_one_line_and_status_1(capsys: Output) -> None:
    assert main(["FEED_URL=http://127.0.0.1:1/none.json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("the feed cannot be reached: http://127.0.0.1:1/none.json: ")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--week", "2026-01-27"],
            "week: there is no 2026-01-27, the nearest is 2026-01-26",
        ),
        (["--week", "soon"], "week: 'soon' is not a date like 2026-04-06"),
        (["--email", "me"], "email: 'me' is not an e-mail address such as you@example.com"),
        (["--wek", "2026-01-26"], "unrecognized arguments: --wek 2026-01-26"),
    ],
)
def test_a_wrong_option_gets_one_line(capsys: Output, arguments: list[str], message: str) -> None:
    assert refusal(capsys, *arguments) == f"{PROGRAM}: {message}"


RULE: Final = Rule(("albany", "utica", "nassau"), min_drop_cents=2)


def after(weeks: int, **series: str) -> tuple[Preview, Record | None]:
    """Return the preview of the last of the weeks when so many were recorded, and its record."""
    published = rows(**series)
    newest_record: Record | None = None
    for end in range(1, weeks + 1):
        newest_record = RULE.apply(published[:end], newest_record).records[-1]
    found = preview(RULE, judge(published), newest_record)
    return found, RULE.apply(published, newest_record).records[-1]


def told(notice: Notice | None) -> Sequence[str]:
    return [region.region for region in notice.regions] if notice else []


def test_the_notice_is_the_one_that_would_be_recorded() -> None:
    found, record = after(1, albany="3.00 2.90", utica="3 3", nassau="3 2.9")
    assert record is not None
    assert found.notice == record.notice
    assert told(found.notice) == ["albany", "nassau"]


def test_each_watched_region_is_in_the_notice_or_kept_back_for_a_reason() -> None:
    found, _ = after(1, albany="3.00 2.90", utica="3.00 2.99", nassau="3.00 -", elmira="3 3")
    assert told(found.notice) == ["albany"]
    assert found.kept_back == {
        "utica": ["min_drop_cents is 2: $2.99 is 1 cent below $3.00, the high of 2025-01-06"],
        "nassau": ["it has no price"],
    }


def test_what_keeps_a_region_back_is_the_high_as_the_feed_has_it_now() -> None:
    [first] = RULE.apply(rows(albany="3.20"), None).records
    found = preview(RULE, judge(rows(albany="3.00 3.00")), first)
    assert found.notice is None
    assert found.kept_back["albany"] == [
        "it did not fall: $3.00 is the same as $3.00, the high of 2025-01-06"
    ]


def test_when_nothing_is_told_all_are_kept_back() -> None:
    found, _ = after(1, albany="3 3", utica="3 3", nassau="3 3")
    assert found.notice is None
    assert list(found.kept_back) == ["albany", "utica", "nassau"]


def test_in_the_first_week_all_that_have_a_price_are_told() -> None:
    found, _ = after(0, albany="3.00", utica="-", nassau="3.00")
    assert found.notice is not None
    assert found.notice.kind == "first"
    assert told(found.notice) == ["albany", "nassau"]
    assert found.kept_back == {"utica": ["it has no price"]}


def test_a_week_that_is_not_even_recorded_has_no_notice() -> None:
    rule = Rule(("albany",), record="drops")
    published = rows(albany="3.00 3.10")
    [record] = rule.apply(published[:1], None).records
    assert preview(rule, judge(published), record) == Preview(
        None,
        {"albany": ["it did not fall: $3.10 is 10 cents above $3.00, the high of 2025-01-06"]},
    )


def test_readers_are_those_of_every_notice_and_those_who_wait_for_a_region_in_it() -> None:
    found, _ = after(1, albany="3.00 2.90", utica="3 3", nassau="3 2.9")
    assert found.notice is not None
    settings = Settings(
        email=("one@example.com", "two@example.com"),
        subscribers=(
            Subscriber("albany@example.com", ("albany",)),
            Subscriber("utica@example.com", ("utica",)),
            Subscriber("both@example.com", ("utica", "nassau")),
        ),
    )
    assert list(readers(settings, found.notice)) == [
        "one@example.com",
        "two@example.com",
        "albany@example.com",
        "both@example.com",
    ]
