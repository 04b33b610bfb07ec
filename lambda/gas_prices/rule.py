"""The rule: when subscribers are told, as it is set and in words."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final, Literal, Self

Mode = Literal["every-week", "drops"]

_UNLIKE_JSON: Final[Mapping[str, Callable[[Any], object]]] = {"regions": tuple, "below": Decimal}
"""How the fields of a rule whose types JSON lacks are read from it."""


@dataclass(frozen=True)
class Rule:
    """When subscribers are told; the settings of the same names say what each part means.

    `regions` are the watched ones, the most important first; `below` is in dollars per gallon.
    """

    regions: tuple[str, ...]
    min_drop_cents: int = 0
    below: Decimal | None = None
    lowest_in_weeks: int | None = None
    record: Mode = "every-week"
    min_rise_cents: int | None = None
    quiet_weeks: int | None = None

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the rule that `to_json` wrote."""
        fields = json.loads(text)
        unlike = {name: read(fields[name]) for name, read in _UNLIKE_JSON.items() if name in fields}
        return cls(**{**fields, **unlike})

    def to_json(self) -> str:
        """Return the rule as one text, dollars to the last digit; what is not set is left out."""
        fields = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(fields, default=str)

    def in_words(self) -> str:
        """Return the rule as the end of a sentence that begins "when a price ..."."""
        or_more = f" {_amount(self.min_drop_cents)} or more" if self.min_drop_cents > 1 else ""
        if self.record == "drops":
            from_what = "below the price in the last mail about it"
        elif self.min_rise_cents is None and self.quiet_weeks is None:
            from_what = "from its highest since the last mail about it"
        else:
            from_what = "from its highest since the last mail that it fell"
        conditions = [f"falls{or_more} {from_what}"]
        if self.below is not None:
            conditions.append(f"is at most ${self.below:.3f}".removesuffix("0"))
        if self.lowest_in_weeks is not None:
            weeks = "week" if self.lowest_in_weeks == 1 else f"{self.lowest_in_weeks} weeks"
            conditions.append(f"is lower than in the {weeks} before")
        *others, last = conditions
        words = f"{', '.join(others)} and {last}" if others else last
        if self.min_rise_cents is not None:
            words += f", or has then risen {_amount(self.min_rise_cents)} or more"
        if self.quiet_weeks is not None:
            words += f", or when nothing was told for {self.quiet_weeks} weeks"
        return words


def _amount(cents: int) -> str:
    dollars, rest = divmod(cents, 100)
    if dollars:
        return f"${dollars}.{rest:02}"
    return f"{cents} cent" if cents == 1 else f"{cents} cents"
