"""The feed's answer, read: what is kept of it, and what is said of the rest."""

import json
from datetime import date
from decimal import Decimal

import pytest

from fetcher.rows import RowsError, parse
from gas_prices.credible import Row
from gas_prices.regions import REGIONS, column

TODAY = date(2026, 4, 10)
WEEK = date(2026, 4, 6)
WEEK_BEFORE = date(2026, 3, 30)


def row(week: object = f"{WEEK}T00:00:00.000", **cells: object) -> dict[str, object]:
    """Return a row of the feed, by region, with a price for Albany unless told otherwise."""
    return {
        "date": week,
        **{column(region): cell for region, cell in {"albany": "3.10", **cells}.items()},
    }


def read(*rows: object) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return what is made of an array of rows: the sound ones, and the faults."""
    answer = parse(json.dumps(rows).encode(), TODAY)
    return answer.rows, answer.faults


ALBANY = Row(WEEK, {"albany": Decimal("3.10")})


class TestSoundRows:
    def test_a_row_is_its_week_and_the_price_of_every_region_it_has(self) -> None:
        cells = {region: f"3.{number}" for number, region in enumerate(REGIONS, start=10)}
        assert read(row(**cells)) == (
            (Row(WEEK, {region: Decimal(price) for region, price in cells.items()}),),
            (),
        )

    @pytest.mark.parametrize("price", ["2.60", "3.1", "3", "0.00", "-3.10", "1234.123456"])
    def test_a_price_is_read_exactly_whatever_its_scale(self, price: str) -> None:
        [found], faults = read(row(albany=price))
        assert str(found.prices["albany"]) == price
        assert faults == ()

    def test_an_absent_price_and_a_null_are_no_price_and_no_fault(self) -> None:
        assert read(row(utica=None)) == ((ALBANY,), ())

    @pytest.mark.parametrize(
        "label", ["2026-04-06T00:00:00.000", "2026-04-06", "2026-04-06T00:00:00.000Z"]
    )
    def test_the_date_may_be_written_with_a_time_or_without(self, label: str) -> None:
        assert read(row(label)) == ((ALBANY,), ())

    def test_a_week_that_begins_today_is_not_in_the_future(self) -> None:
        assert parse(json.dumps([row()]).encode(), WEEK).rows == (ALBANY,)

    def test_json_may_come_in_any_encoding_of_unicode(self) -> None:
        assert parse(json.dumps([row()]).encode("utf-16"), TODAY).rows == (ALBANY,)


class TestAFaultyCell:
    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ("", '""'),
            ("NaN", '"NaN"'),
            ("1e3", '"1e3"'),
            (" 3.10", '" 3.10"'),
            ("3.10\n", '"3.10\\n"'),
            ("3.", '"3."'),
            (".5", '".5"'),
            ("3,10", '"3,10"'),
            ("+3.10", '"+3.10"'),
            ("12345", '"12345"'),
            ("3.1234567", '"3.1234567"'),
            ("٣", '"\\u0663"'),
            (True, "true"),
            ({"usd": "3.10"}, '{"usd": "3.10"}'),
        ],
        ids=repr,
    )
    def test_it_costs_that_cell_and_is_told(self, cell: object, shown: str) -> None:
        assert read(row(utica=cell)) == (
            (ALBANY,),
            (f"2026-04-06 utica is not a price: {shown}",),
        )

    def test_a_key_given_twice_with_one_value_is_no_fault(self) -> None:
        body = b'[{"date": "2026-04-06", "albany_average_gal": "3.10", "date": "2026-04-06"}]'
        answer = parse(body, TODAY)
        assert (answer.rows, answer.faults) == ((ALBANY,), ())

    @pytest.mark.parametrize("other", ['"3.20"', "null"])
    def test_a_key_given_twice_with_two_values_costs_that_cell(self, other: str) -> None:
        for pair in (('"3.10"', other), (other, '"3.10"')):
            cells = ", ".join(f'"utica_average_gal": {value}' for value in pair)
            answer = parse(f"[{json.dumps(row())[:-1]}, {cells}}}]".encode(), TODAY)
            assert answer.rows == (ALBANY,)
            assert answer.faults == (f"2026-04-06 utica is not a price: [{', '.join(pair)}]",)


class TestAFaultyRow:
    @pytest.mark.parametrize(
        ("faulty", "fault"),
        [
            (3, 'row is not an object: "3"'),
            ([], "row is not an object: []"),
            (row(None), "date is not a date: null"),
            (row("04/06/2026"), 'date is not a date: "04/06/2026"'),
            (row("2026-02-30"), 'date is not a date: "2026-02-30"'),
            (row(["2026-04-06"]), 'date is not a date: ["2026-04-06"]'),
            (row("2026-04-07"), "date is not a Monday: 2026-04-07"),
            (row("2026-04-13"), "date is in the future: 2026-04-13"),
            (row("2026-03-30", albany=None), "2026-03-30 has no price"),
        ],
        ids=repr,
    )
    def test_it_costs_that_row_and_is_told(self, faulty: object, fault: str) -> None:
        assert read(faulty, row()) == ((ALBANY,), (fault,))

    def test_a_date_given_twice_costs_that_row(self) -> None:
        twice = b'{"date": "2026-04-06", "date": "2026-03-30", "albany_average_gal": "9"}'
        answer = parse(b"[%b, %b]" % (twice, json.dumps(row()).encode()), TODAY)
        assert answer.rows == (ALBANY,)
        assert answer.faults == ('date is not a date: ["2026-04-06", "2026-03-30"]',)

    def test_a_row_of_faulty_cells_alone_is_no_row(self) -> None:
        assert read(row("2026-03-30", albany="?"), row()) == (
            (ALBANY,),
            ('2026-03-30 albany is not a price: "?"', "2026-03-30 has no price"),
        )


class TestAWeekPublishedTwice:
    def test_equal_prices_may_be_written_differently(self) -> None:
        assert read(row(albany="3.10"), row(albany="3.1")) == ((ALBANY,), ())

    def test_rows_that_complete_each_other_are_one(self) -> None:
        assert read(row(utica="3.20"), row(nassau="3.30")) == (
            (
                Row(
                    WEEK,
                    {
                        "albany": Decimal("3.10"),
                        "nassau": Decimal("3.30"),
                        "utica": Decimal("3.20"),
                    },
                ),
            ),
            (),
        )

    def test_a_price_they_disagree_on_is_no_price(self) -> None:
        assert read(row(utica="3.30"), row(utica="3.20"), row(utica="3.30")) == (
            (ALBANY,),
            ("2026-04-06 utica has several prices: 3.20, 3.30",),
        )

    def test_rows_that_disagree_on_everything_are_no_row(self) -> None:
        assert read(row(), row(albany="3.11"), row("2026-03-30")) == (
            (Row(WEEK_BEFORE, {"albany": Decimal("3.10")}),),
            ("2026-04-06 albany has several prices: 3.10, 3.11", "2026-04-06 has no price"),
        )


class TestAnAnswerWithoutRows:
    @pytest.mark.parametrize(
        ("body", "message"),
        [
            (b"[]", "no row with a price"),
            (b'"prices"', 'not an array: "prices"'),
            (b"NaN", 'not an array: "NaN"'),
            (b"<html>502</html>", "not JSON: Expecting value: line 1 column 1 (char 0)"),
            (b"\x1f\x8b\x08", "not JSON: 'utf-8' codec can't decode byte"),
            (b"[" * 100_000, "not JSON: "),
        ],
        ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else "",
    )
    def test_it_is_an_error_that_says_what_came_instead(self, body: bytes, message: str) -> None:
        with pytest.raises(RowsError) as raised:
            parse(body, TODAY)
        assert str(raised.value).startswith(message)

    def test_at_most_three_faults_are_told_in_the_error(self) -> None:
        with pytest.raises(RowsError) as raised:
            read(1, 2, 3, 4)
        assert str(raised.value) == (
            'no row with a price; row is not an object: "1"; row is not an object: "2";'
            ' row is not an object: "3"'
        )

    def test_a_price_given_twice_with_another_between_is_none(self) -> None:
        cells = ", ".join(f'"{column("utica")}": "{price}"' for price in ("3.05", "3.06", "3.05"))
        body = json.dumps([row()]).replace("}", f", {cells}}}").encode()
        found = parse(body, TODAY)
        assert found.rows == (ALBANY,)
        assert found.faults == (f'{WEEK} utica is not a price: ["3.05", "3.06"]',)

    @pytest.mark.parametrize("depth", [300, 5_000])
    @pytest.mark.parametrize(
        "shape",
        [
            pytest.param(("[", "]"), id="arrays"),
            pytest.param(('{"a":', "}"), id="objects"),
            pytest.param(('{"a":', ',"a":2}'), id="keys given twice"),
        ],
    )
    def test_no_nesting_is_too_deep_to_be_told(self, shape: tuple[str, str], depth: int) -> None:
        start, end = shape
        nested = f"{start * depth}1{end * depth}"
        with pytest.raises(RowsError):
            parse(f"[{nested}]".encode(), TODAY)
        with pytest.raises(RowsError):
            parse(f'{{"answer": {nested}}}'.encode(), TODAY)
