"""The high: the highest price since the last notice, as published now, whatever is revised."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

import pytest

from gas_prices.credible import Row, judge
from gas_prices.notice import High
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_histories import histories
from tests.support.feed_rows import rows, week

ANY_DROP: Final = Rule(regions=("utica",))
TWO_CENTS: Final = Rule(regions=("utica",), min_drop_cents=2)
FIVE_CENTS: Final = Rule(regions=("utica",), min_drop_cents=5)
DROPS: Final = Rule(regions=("utica",), record="drops")
HISTORIES: Final = 500


def told(*looks: str, rule: Rule = ANY_DROP) -> High | None:
    """Return what Utica is said to have fallen from at the last of the looks, if it is."""
    newest: Record | None = None
    notice = None
    for prices in looks:
        notice = None
        for record in apply(rule, rows(utica=prices), newest).records:
            newest, notice = record, record.notice
    return notice.regions[0].high if notice else None


def high(price: str, number: int) -> High:
    return High(Decimal(price), week(number))


@pytest.mark.parametrize(
    ("rule", "looks", "expected"),
    [
        pytest.param(
            ANY_DROP,
            "3.20 / 3.20 3.24 / 3.20 3.14 3.16",
            high("3.20", 0),
            id="down and told before",
        ),
        pytest.param(FIVE_CENTS, "3.00 / 3.00 3.10 / 3.00 3.20 3.12", high("3.20", 1), id="up"),
        pytest.param(
            ANY_DROP, "3.20 / 3.20 2.20 / 3.20 3.40 3.30", high("3.40", 1), id="suspect, corrected"
        ),
        pytest.param(
            ANY_DROP, "3.20 / 3.20 3.14 / 3.20 3.19 3.12", high("3.19", 1), id="told, corrected"
        ),
        pytest.param(ANY_DROP, "3.36 / 3.36 3.50 / 3.36 3.36 3.36", None, id="down to nothing"),
        pytest.param(
            ANY_DROP, "3.36 / 3.36 3.50 / 3.36 3.40 3.36", high("3.40", 1), id="down a little"
        ),
        pytest.param(
            ANY_DROP, "3.36 / 3.36 3.50 3.50 / 3.36 3.45 3.50 3.36", high("3.50", 2), id="the next"
        ),
        pytest.param(ANY_DROP, "3.10 / 3.10 3.50 / 3.10 - 3.10", None, id="withdrawn"),
        pytest.param(ANY_DROP, "3.10 / 3.10 3.50 / 3.10 9.50 3.10", None, id="believed no more"),
        pytest.param(
            ANY_DROP, "3.20 / 3.20 3.14 / 3.20 - - / 3.20 3.14 - 3.12", high("3.14", 1), id="back"
        ),
        pytest.param(
            ANY_DROP, "3.20 / 3.20 - 3.18 / 3.20 3.30 3.18 3.17", high("3.18", 2), id="told since"
        ),
        pytest.param(
            TWO_CENTS, "3.20 / 3.20 - 3.19 / 3.20 3.30 3.19 3.19", high("3.30", 1), id="late"
        ),
        pytest.param(ANY_DROP, "3.36 / 3.36 3.50 / 3.36 3.40", None, id="a revision alone"),
        pytest.param(ANY_DROP, "- / 3.20 3.10", high("3.20", 0), id="refilled before any notice"),
        pytest.param(DROPS, "3.50 / 3.50 3.50 / 3.30 3.50 3.40", None, id="drops: down"),
        pytest.param(
            DROPS, "3.50 / 3.50 3.50 / 3.45 3.50 3.40", high("3.45", 0), id="drops: down a little"
        ),
        pytest.param(DROPS, "3.50 / 3.60 3.55", None, id="drops: never up"),
        pytest.param(DROPS, "3.50 / 3.60 3.40", high("3.50", 0), id="drops: as it was"),
        pytest.param(
            DROPS, "3.50 / 3.50 3.50 / - 3.50 3.40", high("3.50", 1), id="drops: withdrawn"
        ),
        pytest.param(DROPS, "3.50 / 3.50 3.50 / - - 3.40", None, id="drops: nothing left"),
        pytest.param(DROPS, "3.50 / - 3.60 3.55", None, id="drops: nothing below"),
    ],
)
def test_a_fall_is_measured_from_the_highest_price_published_now_since_the_last_notice(
    rule: Rule, looks: str, expected: High | None
) -> None:
    assert told(*looks.split(" / "), rule=rule) == expected


def test_a_record_tells_each_regions_high_and_since_when() -> None:
    weeks = rows(utica="3.20 3.25 3.20", albany="3 2.90 -", nassau="- 3.40 3.41", ithaca="- - -")
    rule = Rule(("utica", "nassau", "ithaca"), min_drop_cents=5)
    [first] = apply(rule, weeks[:1], None).records
    _, third = apply(rule, weeks, first).records
    assert third.notice is not None
    assert third.highs == {
        "utica": high("3.20", 2),
        "albany": high("2.90", 1),
        "nassau": high("3.41", 2),
    }
    # Utica's notice, the last price of Albany, which is not watched, and the first look.
    assert third.since == {
        "utica": week(2),
        "albany": week(1),
        "nassau": week(0),
        "ithaca": week(0),
    }


def test_a_high_older_than_what_the_feed_shows_is_the_recorded_one() -> None:
    [first] = apply(FIVE_CENTS, rows(utica="3.50"), None).records
    [record] = apply(FIVE_CENTS, rows(utica="3.50 3.45 3.40")[2:], first).records
    assert record.notice is not None
    assert record.notice.regions[0].high == high("3.50", 0)


def test_a_typing_error_is_no_high_when_nothing_is_left_to_judge_it_by() -> None:
    weeks = rows(utica="3.50 9.50 " + "3.49 " * 53, new_york_state="3.50 " * 55)
    newest: Record | None = None
    for end in range(1, len(weeks) + 1):
        [newest] = apply(FIVE_CENTS, weeks[max(0, end - 54) : end], newest).records
        assert newest.highs["utica"] == high("3.50", 0)


def read_again(rule: Rule, looks: Iterable[list[Row]]) -> Iterator[dict[str, Decimal]]:
    """Yield the high of each drop that the sentence wants told at each of the looks."""
    since: dict[str, date] = {}
    newest = date.min
    for look in looks:
        *_, last = weeks = judge(look)
        drops = {}
        for region in rule.regions if last.week > newest else ():
            prices = {found.week: found.prices[region] for found in weeks if region in found.prices}
            # A region that was never told of is followed from the first look.
            since.setdefault(region, last.week)
            if last.week in prices:
                high = max(price for found, price in prices.items() if found >= since[region])
                if (high - prices[last.week]) * 100 >= max(1, rule.min_drop_cents):
                    drops[region] = high
                    since[region] = last.week
        newest = max(newest, last.week)
        yield drops


def test_every_notice_and_every_silence_is_what_the_sentence_says() -> None:
    drops = 0
    for seed in range(HISTORIES):
        random = Random(seed)  # noqa: S311 - the same histories everywhere
        rule = Rule(("utica", "new_york_state"), min_drop_cents=seed % 5)
        looks = list(histories(random))
        newest: Record | None = None
        found: list[Mapping[str, Decimal]] = []
        for look in looks:
            records = apply(rule, look, newest).records
            newest, notice = (records[-1], records[-1].notice) if records else (newest, None)
            told = notice.regions if notice else ()
            found.append({region.region: region.high.price for region in told if region.high})
            drops += len(found[-1])
        assert found == list(read_again(rule, looks)), f"seed {seed}"
    assert drops > HISTORIES
