"""Schedule expressions of EventBridge Scheduler, checked before AWS sees them.

Source: "Schedule types in EventBridge Scheduler", its user guide. One-time expressions, `at(...)`,
are left out on purpose: to look once is not to watch.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

_RATE: Final = re.compile(r"rate\(([0-9]{1,9}) +(minute|hour|day)(s?)\)")
_CRON: Final = re.compile(r"cron\((.*)\)")
_PER_DAY: Final = {"minute": 24 * 60, "hour": 24, "day": 1}
_FIELDS: Final = ("minutes", "hours", "day-of-month", "month", "day-of-week", "year")
_MOST_CHARACTERS: Final = 256
_FOUR_WEEKS: Final = 28
_MOST_DAYS: Final = 50 * 7
"""A look reads a year of weeks: what was published between two looks must be among them."""


def most_days_between_runs(expression: str) -> int | None:
    """Return the most days that pass from one run to the next, rounded up.

    None stands for a schedule that no such number bounds: its gaps are four weeks and more, or it
    names the years after which it ends.

    Raises ValueError when EventBridge Scheduler would not take the expression, it will never run,
    or so seldom that weeks are lost; the message says in one line what is allowed.
    """
    if len(expression) > _MOST_CHARACTERS:
        raise ValueError(
            f"it has {len(expression)} characters, and at most {_MOST_CHARACTERS} are allowed"
        )
    if rate := _RATE.fullmatch(expression):
        return _rate(int(rate[1]), unit=rate[2], plural=rate[3])
    if cron := _CRON.fullmatch(expression):
        return _cron(cron[1].split())
    raise ValueError(
        f"allowed are cron({' '.join(_FIELDS)}) and rate(value unit), in minutes, hours or days"
    )


class _Field(NamedTuple):
    """A field of a cron expression: its range, names for its numbers, and what else may stand."""

    name: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()
    special: str = ""
    signs: str = ", - * /"
    begins_again: bool = True

    def numbers(self, text: str) -> set[int]:
        """Return the numbers that lists, ranges and steps stand for, as in `1,5-9,*/20`."""
        return {number for item in text.split(",") for number in self._item(item)}

    def _item(self, item: str) -> list[int]:
        span, slash, step = item.partition("/")
        first, dash, last = ("*", "", "") if span == "*" else span.partition("-")
        numbers = range(self.lowest, self.highest + 1)
        start = self.lowest if first == "*" else self._number(first)
        end = self.highest if slash or first == "*" else start
        end = self._number(last) if dash else end
        if (slash and "/" not in self.signs) or (end < start and not self.begins_again):
            raise self._error(item)
        # A range may run over the end: Friday to Monday.
        length = (end - start) % len(numbers) + 1
        ahead = range(0, length, self._step(step) if slash else 1)
        return [numbers[(start - self.lowest + number) % len(numbers)] for number in ahead]

    def _number(self, text: str) -> int:
        if text.upper() in self.names:
            return self.lowest + self.names.index(text.upper())
        if not re.fullmatch("[0-9]{1,4}", text) or not self.lowest <= int(text) <= self.highest:
            raise self._error(text)
        return int(text)

    def _step(self, text: str) -> int:
        if not re.fullmatch("[0-9]{1,4}", text) or int(text) == 0:
            raise self._error(f"/{text}")
        return int(text)

    def _error(self, text: str) -> ValueError:
        names = f" or {self.names[0]}..{self.names[-1]}" if self.names else ""
        return ValueError(
            f"{self.name} takes {self.lowest}..{self.highest}{names}, with {self.signs}, "
            f"not {text!r}"
        )


_MONTHS: Final = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)
_WEEKDAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MINUTES: Final = _Field("minutes", 0, 59)
_HOURS: Final = _Field("hours", 0, 23)
_MONTH: Final = _Field("month", 1, 12, _MONTHS)
_YEAR: Final = _Field("year", 1970, 2199, begins_again=False)
_DAY_OF_MONTH: Final = _Field("day-of-month", 1, 31, special="L|LW|([1-9]|[12][0-9]|3[01])W")
_DAY_OF_WEEK: Final = _Field(
    "day-of-week",
    1,
    7,
    _WEEKDAYS,
    special=f"L|([1-7]|(?i:{'|'.join(_WEEKDAYS)}))(L|#[1-5])",
    signs=", - *",
)


def _rate(value: int, *, unit: str, plural: str) -> int:
    if value == 0:
        raise ValueError("rate(value unit) takes a value of 1 or more")
    if (value == 1) == bool(plural):
        raise ValueError(f"it is written rate({value} {unit if value == 1 else unit + 's'})")
    return _often_enough(-(-value // _PER_DAY[unit]))


def _cron(fields: list[str]) -> int | None:
    if len(fields) != len(_FIELDS):
        raise ValueError(f"cron(...) takes six fields, {' '.join(_FIELDS)}, not {len(fields)}")
    minutes, hours, day_of_month, month, day_of_week, year = fields
    if (day_of_month == "?") == (day_of_week == "?"):
        raise ValueError("one of day-of-month and day-of-week must be ?, and not both")
    _MINUTES.numbers(minutes)
    _HOURS.numbers(hours)
    years, months = _YEAR.numbers(year), _MONTH.numbers(month)
    runs_on = _runs_on(day_of_month, day_of_week)
    runs = [
        day
        for day in _calendar(year, max(years))
        if day.year in years and day.month in months and runs_on(day)
    ]
    if not runs:
        ended = year != "*"
        raise ValueError("it has no run left" if ended else "the months it names have no such day")
    gap = max(((later - earlier).days for earlier, later in pairwise(runs)), default=0)
    return gap if _often_enough(gap) < _FOUR_WEEKS and year == "*" else None


def _often_enough(days: int) -> int:
    if days > _MOST_DAYS:
        raise ValueError(
            f"{days} days between two looks are too many: after 50 weeks, weeks are lost"
        )
    return days


def _runs_on(day_of_month: str, day_of_week: str) -> Callable[[date], bool]:
    """Return whether a day is one of those that the two fields name, of which one is `?`."""
    by_week = day_of_month == "?"
    field, text = (_DAY_OF_WEEK, day_of_week) if by_week else (_DAY_OF_MONTH, day_of_month)
    if re.fullmatch(field.special, text):
        # Once in its month; on which day of it makes no difference here.
        return lambda day: (day + timedelta(days=1)).day == 1
    numbers = field.numbers(text)
    return lambda day: (day.isoweekday() % 7 + 1 if by_week else day.day) in numbers


def _calendar(year: str, last_year: int) -> Iterator[date]:
    # Eight years have every length of month, and two leap days.
    first, last = date(2024, 1, 1), date(2031, 12, 31)
    if year != "*":
        first, last = datetime.now(UTC).date(), date(last_year, 12, 31)
    for day in range((last - first).days + 1):
        yield first + timedelta(days=day)
