"""The golden mails: which real weeks, told by which rule, are kept word by word in `tests/data`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from gas_notifier import REPOSITORY
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT, FUELS, Fuel
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from publisher.mail import Mail, compose

DIRECTORY: Final = REPOSITORY / "tests/data" / "mails"
FEED_WINDOW: Final = 54
TANK_GALLONS: Final = 12
SEEN_AFTER: Final = 11
"""Days from a week's date to the look that finds it."""
EVERYWHERE: Final = Rule(tuple(REGIONS))
TURNS: Final = Rule(
    ("buffalo", "albany", "utica"), min_drop_cents=3, min_rise_cents=5, quiet_weeks=8
)


@dataclass(frozen=True)
class GoldenMail:
    """The mail that the newest of the weeks from `first_look` to `week` makes.

    There is a look at the feed at every `look_every`-th of those published weeks, and the table is
    empty at the first.
    """

    week: date
    what: str
    rule: Rule
    first_look: date
    look_every: int = 1
    fuel: Fuel = DEFAULT

    def __str__(self) -> str:
        return f"{self.week}-{self.what}"

    @property
    def path(self) -> Path:
        """Where the mail is kept: its subject, an empty line and its body."""
        return DIRECTORY / f"{self}.txt"

    def compose(self, recorded: Sequence[Row]) -> Mail:
        """Return the mail that the code makes of the recorded weeks, which are oldest first."""
        weeks = [row.week for row in recorded]
        looks = range(weeks.index(self.first_look), weeks.index(self.week) + 1, self.look_every)
        newest: Record | None = None
        for look in looks:
            window = recorded[max(0, look + 1 - FEED_WINDOW) : look + 1]
            newest = next(reversed(apply(self.rule, window, newest).records), newest)
        assert newest is not None
        assert newest.week == self.week
        # Late in the evening in New York.
        seen = datetime.combine(self.week + timedelta(SEEN_AFTER + 1), time(2), UTC)
        notice = newest.stamped(seen).notice
        assert notice is not None
        return compose(self.fuel, self.week, notice, Decimal(TANK_GALLONS))


def golden(
    week: str,
    what: str,
    rule: Rule | str,
    first_look: str,
    look_every: int = 1,
    fuel: Fuel = DEFAULT,
) -> GoldenMail:
    """Return a golden mail, its weeks written as text and the rule of any drop as its region."""
    return GoldenMail(
        date.fromisoformat(week),
        what,
        Rule((rule,)) if isinstance(rule, str) else rule,
        date.fromisoformat(first_look),
        look_every,
        fuel,
    )


DIESEL: Final = FUELS["diesel"]
GOLDEN_MAILS: Final = (
    golden("2007-10-29", "the-oldest-week-of-all", "albany", "2007-10-29"),
    golden("2008-10-20", "the-largest-fall", "syracuse", "2008-09-01"),
    golden(
        "2008-10-20",
        "a-fall-of-more-than-a-dollar",
        Rule(("new_york_state",), min_drop_cents=100),
        "2008-06-02",
    ),
    golden(
        "2009-01-05",
        "the-last-of-the-articles-rule",
        Rule(("new_york_state",), record="drops"),
        "2008-10-20",
    ),
    golden("2017-01-16", "batavias-first-week", "batavia", "2017-01-16"),
    golden("2017-01-23", "batavias-second-week", "batavia", "2017-01-16"),
    golden("2017-02-13", "batavias-fifth-week", "batavia", "2017-01-16"),
    golden("2018-04-02", "a-turn", TURNS, "2018-01-01"),
    golden("2018-06-11", "nothing-to-tell", TURNS, "2018-01-01"),
    golden("2020-05-18", "the-low", "new_york_city", "2020-03-02"),
    golden("2022-03-21", "all-regions-but-a-suspect-one", EVERYWHERE, "2022-02-28"),
    golden("2022-03-28", "after-a-suspect-price", "white_plains", "2022-02-28"),
    golden(
        "2022-04-11",
        "after-the-spike",
        Rule(("buffalo", "utica", "nassau"), min_drop_cents=5),
        "2022-02-07",
    ),
    golden("2022-04-25", "a-rise-within-a-fall", "new_york_state", "2022-02-28", look_every=4),
    golden("2022-05-02", "a-drop-and-two-turns", TURNS, "2022-03-07"),
    golden("2022-07-11", "all-seventeen-regions", EVERYWHERE, "2022-06-13"),
    golden(
        "2024-11-11",
        "a-fall-of-two-years",
        Rule(("buffalo",), below=Decimal("3.25"), lowest_in_weeks=52),
        "2022-06-13",
    ),
    golden("2025-01-06", "after-the-missing-week", "buffalo", "2024-12-02"),
    golden("2025-01-27", "a-month-after-the-missing-week", "elmira", "2024-12-02"),
    golden("2025-12-29", "a-year-after-the-missing-week", "new_york_state", "2025-12-01"),
    golden(
        "2025-04-21",
        "all-conditions",
        Rule(
            ("buffalo", "albany", "utica"),
            min_drop_cents=5,
            below=Decimal("3.25"),
            lowest_in_weeks=8,
        ),
        "2025-03-03",
    ),
    golden(
        "2025-10-13", "first-of-three-regions", Rule(("buffalo", "albany", "utica")), "2025-10-13"
    ),
    golden(
        "2025-10-27", "two-of-three-regions", Rule(("utica", "albany", "buffalo")), "2025-10-13"
    ),
    golden("2025-11-03", "one-cent", "new_york_state", "2025-10-13"),
    golden("2026-01-12", "the-articles-rule", Rule(("utica",), record="drops"), "2025-10-27"),
    golden("2008-10-20", "diesel-in-2008", "new_york_state", "2008-06-02", fuel=DIESEL),
    golden("2016-06-20", "diesel-with-nothing-to-tell", TURNS, "2016-01-04", fuel=DIESEL),
    golden("2020-03-16", "diesel-of-all-seventeen-regions", EVERYWHERE, "2020-03-02", fuel=DIESEL),
    golden(
        "2022-05-09",
        "diesel-up-72-cents",
        Rule(("new_york_state", "buffalo", "batavia"), min_rise_cents=50),
        "2022-02-28",
        fuel=DIESEL,
    ),
)
