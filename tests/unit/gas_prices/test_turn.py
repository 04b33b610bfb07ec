"""The turn: a fall that was told is over."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

import pytest

from gas_prices.credible import Row, judge
from gas_prices.notice import Fall, High, Low, Notice
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from tests.support.feed_histories import histories
from tests.support.feed_rows import rows, week

FIVE_UP: Final = Rule(("utica",), min_rise_cents=5)
HISTORIES: Final = 500


def notices(rule: Rule, *looks: list[Row]) -> list[Notice | None]:
    """Return what each look tells."""
    newest: Record | None = None
    told: list[Notice | None] = []
    for look in looks:
        records = apply(rule, look, newest).records
        newest, notice = (records[-1], records[-1].notice) if records else (newest, None)
        told.append(notice)
    return told


def turn(looks: str, rule: Rule = FIVE_UP) -> Fall | None:
    """Return the fall that is said to be over at the last of the looks, if one is."""
    *_, notice = notices(rule, *(rows(utica=prices) for prices in looks.split(" / ")))
    return notice.regions[0].fall if notice else None


def fall(high: str, high_week: int, low: str, low_week: int) -> Fall:
    return Fall(High(Decimal(high), week(high_week)), Low(Decimal(low), week(low_week)))


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        pytest.param(
            "3.20 / 3.20 3.10 / 3.20 3.10 3.15", fall("3.20", 0, "3.10", 1), id="the first rise"
        ),
        pytest.param("3.20 / 3.20 3.10 / 3.20 3.10 3.14", None, id="a cent too little"),
        pytest.param("3.20 / 3.20 3.25 / 3.20 3.25 3.30", None, id="no drop was told"),
        pytest.param(
            "3.20 / 3.20 3.10 / 3.20 3.10 3.15 / 3.20 3.10 3.15 3.20", None, id="told already"
        ),
        pytest.param(
            "3.20 / 3.20 3.10 / 3.20 3.10 3.06 / 3.20 3.10 3.06 3.11",
            fall("3.20", 0, "3.06", 2),
            id="from where the fall began to its lowest",
        ),
        pytest.param(
            "3.20 / 3.20 3.10 / 3.20 3.10 3.15 / 3.20 3.10 3.15 3.12 / 3.20 3.10 3.15 3.12 3.17",
            fall("3.15", 2, "3.12", 3),
            id="once for each fall",
        ),
        pytest.param("3.20 / 3.20 3.10 / 3.20 3.10 9.00", None, id="a suspect price"),
        pytest.param("3.20 / 3.20 3.10 / 3.20 3.10 -", None, id="no price"),
        pytest.param("3.20 / 3.20 3.10 / 3.20 3.10 3.15 3.12", None, id="gone by in a batch"),
        pytest.param(
            "3.20 / 3.20 3.10 / 3.20 3.10 3.15 3.16", fall("3.20", 0, "3.10", 1), id="in a batch"
        ),
        pytest.param("3.20 / 3.20 3.10 / 3.20 3.15", None, id="a revision, and no new week"),
        pytest.param("3.20 / 3.20 3.10 / 3.20 3.14 3.15", None, id="the low was revised"),
        pytest.param("3.20 / 3.20 3.10 / 3.10 3.10 3.15", None, id="the high was revised"),
        pytest.param("3.20 / 3.20 3.10 / 3.20 - 3.15", None, id="the low was withdrawn"),
        pytest.param(
            "3.20 / 3.20 3.10 / 3.20 - 3.12 / 3.20 - 3.12 3.17",
            fall("3.20", 0, "3.12", 2),
            id="the low was withdrawn, and there is another",
        ),
    ],
)
def test_a_turn_is_the_first_rise_above_the_lowest_since_the_last_drop(
    looks: str, expected: Fall | None
) -> None:
    assert turn(looks) == expected


def test_what_both_fell_and_rose_is_told_as_a_drop() -> None:
    # From 3.10 up to 3.30 in a batch, and down again by more than a drop takes.
    rule = Rule(("utica",), min_drop_cents=8, min_rise_cents=5)
    *_, notice = notices(
        rule, rows(utica="3.20"), rows(utica="3.20 3.10"), rows(utica="3.20 3.10 3.30 3.20")
    )
    assert notice
    assert (notice.kind, notice.regions[0].fall) == ("drop", None)


def test_drops_come_before_turns() -> None:
    rule = Rule(("albany", "utica"), min_rise_cents=5)
    *_, notice, last = notices(
        rule,
        rows(albany="3.20", utica="3.20"),
        rows(albany="3.20 3.10", utica="3.20 3.20"),
        rows(albany="3.20 3.10 3.15", utica="3.20 3.20 3.18"),
        rows(albany="3.20 3.10 3.15 3.15", utica="3.20 3.20 3.18 3.24"),
    )
    assert notice
    assert notice.kind == "drop"
    assert [part.region for part in notice.regions] == ["utica", "albany"]
    assert last
    assert last.kind == "turn"


def test_a_turn_leaves_the_high_as_it_is() -> None:
    looks = [rows(utica="3.20 3.10 3.14 3.19 3.15"[:end]) for end in range(4, 29, 5)]
    *_, turned, dropped = notices(Rule(("utica",), min_drop_cents=4, min_rise_cents=5), *looks)
    assert turned
    assert turned.kind == "turn"
    assert dropped
    assert dropped.regions[0].high == High(Decimal("3.19"), week(3))


def test_a_low_older_than_what_the_feed_shows_is_the_recorded_one() -> None:
    long = rows(utica=" ".join(["3.20", "3.10", *["3.12"] * 60, "3.15"]))
    *_, notice = notices(FIVE_UP, *(long[max(0, end - 54) : end] for end in range(1, 64)))
    assert notice
    assert notice.regions[0].fall == fall("3.20", 0, "3.10", 1)


def test_a_region_no_longer_watched_has_no_fall_left_to_turn() -> None:
    newest: Record | None = None
    watching = [FIVE_UP, FIVE_UP, Rule(("albany",), min_rise_cents=5), FIVE_UP]
    prices = "3.20 3.10 3.11 3.20"
    for end, rule in enumerate(watching, start=1):
        look = rows(utica=" ".join(prices.split()[:end]), albany=" ".join(["3.10"] * end))
        [newest] = apply(rule, look, newest).records
    assert newest
    assert newest.notice is None


def read_again(rule: Rule, looks: Iterable[list[Row]]) -> Iterator[dict[str, Decimal]]:
    """Yield the lows that prices are said to have turned from at each look, by the sentence.

    A turn is told in the first new week whose credible price is so many cents above the lowest
    since a drop was told, that week included, as published now, if it fell to it at all.
    """
    pending: dict[str, tuple[date, date]] = {}
    newest: Record | None = None
    rise = rule.min_rise_cents or 0
    for look in looks:
        records = apply(rule, look, newest).records
        newest, notice = (records[-1], records[-1].notice) if records else (newest, None)
        told = notice.regions if notice else ()
        highs = {part.region: part.high.week for part in told if part.high}
        *earlier, last = judge(look)
        lows = {}
        for region, (began, dropped) in list(pending.items()):
            if not records or region in highs or region not in last.prices:
                continue
            prices = {
                found.week: found.prices[region] for found in earlier if region in found.prices
            }
            low = min((prices[found] for found in prices if found >= dropped), default=None)
            if low is None:
                continue
            until = min(found for found in prices if found >= dropped and prices[found] == low)
            fell = max(prices[found] for found in prices if began <= found <= until) > low
            if fell and (last.prices[region] - low) * 100 >= rise:
                lows[region] = low
                del pending[region]
        for region, began in highs.items():
            pending[region] = (pending.get(region, (began,))[0], last.week)
        yield lows


def test_every_turn_and_every_silence_is_what_the_sentence_says() -> None:
    turns = 0
    for seed in range(HISTORIES):
        random = Random(seed)  # noqa: S311 - the same histories everywhere
        regions = ("utica", "new_york_state")
        rule = Rule(regions, min_drop_cents=seed % 4, min_rise_cents=1 + seed % 7)
        looks = list(histories(random))
        found = [
            {part.region: part.fall.low.price for part in notice.regions if part.fall}
            if notice
            else {}
            for notice in notices(rule, *looks)
        ]
        turns += sum(map(len, found))
        assert found == list(read_again(rule, looks)), f"seed {seed}"
    assert turns > HISTORIES / 4
