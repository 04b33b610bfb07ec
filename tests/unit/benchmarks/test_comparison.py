"""One figure of the benchmark: `benchmarks.comparison`."""

import pytest

from benchmarks.comparison import Comparison, interleave, table


def comparison(
    *ours: float, at_most: float | None = None, at_least: float | None = None
) -> Comparison:
    """Return a comparison with something that takes ten in each round."""
    theirs = [10] * len(ours)
    return Comparison("speed", "a run", "ms", ours, "the other", theirs, at_most, at_least)


def test_the_ratio_is_the_median_of_the_rounds() -> None:
    assert comparison(5, 90, 8).ratio == 0.8


@pytest.mark.parametrize(
    ("at_most", "at_least", "told"),
    [
        (None, None, ""),
        (0.8, None, "yes"),
        (0.7, None, "NO"),
        (None, 0.8, "yes"),
        (None, 0.9, "NO"),
        (0.8, 0.8, "yes"),
        (1, 1, "NO"),
    ],
)
def test_an_aim_is_reached_or_not(at_most: float | None, at_least: float | None, told: str) -> None:
    assert comparison(8, at_most=at_most, at_least=at_least).row()[-1] == told


def test_the_table_has_medians_ratio_spread_and_aim() -> None:
    slow, exact = comparison(7, 1234, 15, at_most=1.2), comparison(10, at_most=1, at_least=1)

    _, _, *rows = table([slow, exact]).splitlines()

    assert [[cell.strip() for cell in row.strip("|").split("|")] for row in rows] == [
        ["speed", "a run", "15 ms", "the other", "10 ms", "1.5", "0.7 to 123", "<= 1.2", "NO"],
        ["speed", "a run", "10 ms", "the other", "10 ms", "1", "", "= 1", "yes"],
    ]


def test_each_round_begins_with_another_measurement() -> None:
    taken: list[str] = []

    def take(name: str) -> float:
        taken.append(name)
        return float(len(taken))

    measured = interleave(2, ours=lambda: take("ours"), theirs=lambda: take("theirs"))

    assert taken == ["ours", "theirs", "theirs", "ours"]
    assert measured == {"ours": [1, 4], "theirs": [2, 3]}
