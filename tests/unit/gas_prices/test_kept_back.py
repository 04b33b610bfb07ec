"""What keeps a region out of a notice, and by how much."""

from collections import Counter
from decimal import Decimal

import pytest

from gas_prices.credible import Row, judge
from gas_prices.kept_back import kept_back
from gas_prices.outcome import apply, decide
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Mode, Rule
from tests.support.feed_rows import rows

ALBANY = Rule(regions=("albany",))


class TestWhatKeepsARegionBack:
    """By default: a drop of five cents or more, to at most $3.00, the lowest in two weeks."""

    RULE = Rule(("albany",), min_drop_cents=5, below=Decimal("3.00"), lowest_in_weeks=2)

    def reasons(self, prices: str, rule: Rule = RULE, known: int | None = None) -> list[str]:
        """Return what keeps Albany back in the last week, the weeks before it being recorded.

        Utica has a price in every week. `known` says how many weeks were recorded, when not all.
        """
        weeks = rows(albany=prices, utica=" ".join("3" for _ in prices.split()))
        newest: Record | None = None
        for count in range(1, len(weeks) if known is None else known + 1):
            newest = apply(rule, weeks[:count], newest).records[-1]
        return list(kept_back(rule, "albany", judge(weeks), newest))

    @pytest.mark.parametrize(
        ("rule", "prices", "reasons"),
        [
            (RULE, "3.05 3.00", []),
            (RULE, "3.00 -", ["it has no price"]),
            (RULE, "3.00 4.00", ["its price, $4.00, is suspect"]),
            (RULE, "- 2.90", ["it has no earlier price to compare with"]),
            (
                ALBANY,
                "3.00 3.10",
                ["it did not fall: $3.10 is 10 cents above $3.00, the high of 2025-01-06"],
            ),
            (
                ALBANY,
                "3.00 3.0",
                ["it did not fall: $3.00 is the same as $3.00, the high of 2025-01-06"],
            ),
            (
                ALBANY,
                "3.00 3.10 3.105",
                ["it did not fall: $3.105 is 0.5 cents above $3.10, the high of 2025-01-13"],
            ),
            # A high of 3.20, as no price was told; of the two weeks before, the lower is named.
            (
                Rule(("albany",), below=Decimal("3.05"), lowest_in_weeks=2),
                "3.20 3.06 3.05 3.10 3.05",
                ["lowest_in_weeks is 2: $3.05 is the same as $3.05, the price of 2025-01-20"],
            ),
            (
                RULE,
                "3.20 3.17 3.20 3.18",
                [
                    "min_drop_cents is 5: $3.18 is 2 cents below $3.20, the high of 2025-01-20",
                    "below is not reached: $3.18 is 18 cents above $3.00",
                    "lowest_in_weeks is 2: $3.18 is 1 cent above $3.17, the price of 2025-01-13",
                ],
            ),
        ],
    )
    def test_is_told_by_how_much(self, rule: Rule, prices: str, reasons: list[str]) -> None:
        assert self.reasons(prices, rule) == reasons

    def test_is_nothing_but_a_missing_price_on_an_empty_table(self) -> None:
        assert self.reasons("3.00 3.50", known=0) == []
        assert self.reasons("3.00 -", known=0) == ["it has no price"]

    @pytest.mark.parametrize("mode", ["every-week", "drops"])
    def test_a_region_is_in_the_notice_or_there_is_a_reason_but_never_both(
        self, recorded: list[Row], mode: Mode
    ) -> None:
        rule = Rule(tuple(REGIONS), 3, Decimal("3.60"), 4, mode)
        newest: Record | None = None
        seen = Counter[bool]()
        for end in range(len(recorded) - 150, len(recorded) + 1):
            weeks = judge(recorded[end - 54 : end])
            records = decide(rule, weeks, newest).records
            told = records[-1].notice.regions if records and records[-1].notice else ()
            in_notice = {region.region for region in told}
            for region in REGIONS:
                reasons = list(kept_back(rule, region, weeks, newest))
                assert (region in in_notice) is not bool(reasons)
                seen[bool(reasons)] += 1
            newest = records[-1] if records else newest
        assert min(seen[True], seen[False]) > 50
