"""`python -m gas_notifier preview`, as its user meets it."""

from collections.abc import Callable, Sequence
from typing import Final

import pytest

from gas_notifier.commands.preview import main
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.previews import Preview, preview
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.settings.settings import Settings
from gas_prices.credible import Row, judge
from gas_prices.fuels import DEFAULT
from gas_prices.notice import Notice
from gas_prices.record import Record
from gas_prices.rule import Rule
from publisher.mail import compose
from tests.support.feed_rows import rows
from tests.unit.commands.conftest import Screen, SetContext

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

PROGRAM: Final = "python -m gas_notifier preview"
LINE: Final = "-" * 72


def test_the_mail_is_word_for_word_the_one_that_is_sent(
    screen: Screen, walk: Walk, recorded: list[Row]
) -> None:
    rule = Rule(("buffalo", "utica"), min_drop_cents=3)
    record = [record for record in walk(rule, recorded) if record.notice][-1]
    assert record.notice is not None
    mail = compose(DEFAULT, record.week, record.notice, Settings().tank_gallons)

    before, text, _ = screen.output(
        main, f"WEEK={record.week}", "REGIONS=buffalo,utica", "MIN_DROP_CENTS=3"
    ).split(f"{LINE}\n")

    assert text == f"{mail.subject}\n\n{mail.body}"
    assert before.splitlines()[-3:] == [
        f"Week {record.week}: a mail to nobody, as no address waits for it.",
        f"Subject: {len(mail.subject)} of at most 99 characters.",
        f"Body: {len(mail.body.encode())} of at most 262,144 bytes.",
    ]


def test_who_gets_it_is_named_above_it_and_what_is_not_told_below(
    screen: Screen, set_context: SetContext
) -> None:
    # Utica had fallen by 3 cents, and Buffalo by 2.
    waiting = {"buffalo": "buffalo", "utica": "utica", "both": "buffalo,utica"}
    set_context(
        email="unread@example.com",
        regions="buffalo,utica",
        subscribers=[
            {"email": f"{name}@example.com", "regions": regions}
            for name, regions in waiting.items()
        ],
    )
    before, _, after = screen.output(
        main, "WEEK=2007-12-17", "MIN_DROP_CENTS=3", "EMAIL=all@example.com"
    ).split(f"{LINE}\n")
    assert (
        " ".join(before.split())
        .partition(" Subject")[0]
        .endswith(
            "Week 2007-12-17: a mail to all@example.com, utica@example.com, both@example.com."
        )
    )
    assert after == (
        "Not told: Buffalo, min_drop_cents is 3: $3.28 is 2 cents below $3.30, the high\n"
        "  of 2007-12-03.\n"
    )


def test_the_newest_recorded_week_is_the_one_when_none_is_named(screen: Screen) -> None:
    assert screen.output(main, "BELOW=3.95").endswith(
        "Week 2026-04-06: no mail.\n"
        "Not told: New York State, it did not fall: $4.02 is 10 cents above $3.92, the\n"
        "  high of 2026-03-30; below is not reached: $4.02 is 7 cents above $3.95.\n"
    )


@pytest.mark.parametrize("arguments", [["FIRST=1", "WEEK=2026-01-26"], ["WEEK=2007-10-29"]])
def test_the_first_mail_of_a_stack_can_be_seen(screen: Screen, arguments: list[str]) -> None:
    assert "\nNow watching gas in New York State: $2.98" in screen.output(main, *arguments)


def test_live_it_is_the_newest_week_of_the_deployments_feed_and_what_was_left_out_is_told(
    capsys: pytest.CaptureFixture[str], set_context: SetContext
) -> None:
    regions = ("elmira", "syracuse", "utica")
    faulty = {f"{region}_average_gal": "free" for region in regions}
    newest = {"date": "2026-04-13T00:00:00.000", "new_york_state_average_gal": "3.90", **faulty}
    with RecordedFeed([*recorded_weeks()[-5:], newest]) as feed:
        set_context(feed_url=feed.url)
        assert main(["LIVE=1"]) == 0
    told = capsys.readouterr()
    assert "\nGas down 12c to $3.90" in told.out
    assert "dated Apr 13, 2026, seen " in told.out.replace("\n", " ")
    # Before the feed's weeks are the recorded ones.
    assert "\nLast 12 weekly prices" in told.out
    faults = [f'2026-04-13 {region} is not a price: "free"' for region in regions]
    assert told.err == f"left out: {'; '.join(faults)}\n"


def test_what_cannot_be_done_gets_one_line(screen: Screen) -> None:
    address = "http://127.0.0.1:1/none.json"
    failure = screen.failure(main, f"FEED_URL={address}")
    assert failure.startswith(f"the feed cannot be reached: {address}: ")
    assert screen.refusal(main, "WEEK=2026-01-27") == (
        f"{PROGRAM}: week: there is no 2026-01-27, the nearest is 2026-01-26"
    )
    assert screen.refusal(main, "EMAIL=me") == (
        f"{PROGRAM}: email: 'me' is not an e-mail address such as you@example.com"
    )


RULE: Final = Rule(("albany", "utica", "nassau"), min_drop_cents=2)


def told(notice: Notice | None) -> Sequence[str]:
    return [region.region for region in notice.regions] if notice else []


def test_each_watched_region_is_in_the_notice_or_kept_back_for_a_reason(walk: Walk) -> None:
    published = rows(albany="3.00 2.90", utica="3.00 2.99", nassau="3.00 -", elmira="3 3")
    first, second = walk(RULE, published)
    found = preview(RULE, judge(published), first)
    assert found.notice == second.notice
    assert told(found.notice) == ["albany"]
    assert found.kept_back == {
        "utica": ["min_drop_cents is 2: $2.99 is 1 cent below $3.00, the high of 2025-01-06"],
        "nassau": ["it has no price"],
    }


def test_in_the_first_week_all_that_have_a_price_are_told() -> None:
    found = preview(RULE, judge(rows(albany="3.00", utica="-", nassau="3.00")), None)
    assert told(found.notice) == ["albany", "nassau"]
    assert found.kept_back == {"utica": ["it has no price"]}


def test_a_week_that_is_not_even_recorded_has_no_notice(walk: Walk) -> None:
    rule = Rule(("albany",), record="drops")
    [record] = walk(rule, rows(albany="3.20"))
    # What it fell from is the price as published now.
    assert preview(rule, judge(rows(albany="3.00 3.10")), record) == Preview(
        None,
        {"albany": ["it did not fall: $3.10 is 10 cents above $3.00, the high of 2025-01-06"]},
    )
