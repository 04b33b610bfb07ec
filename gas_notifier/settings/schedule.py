"""Schedule expressions of EventBridge Scheduler, checked before AWS sees them.

Source: "Schedule types in EventBridge Scheduler", its user guide. One-time expressions, `at(...)`,
are left out on purpose: to look once is not to watch.
"""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

_RATE: Final = re.compile(r"rate\(([0-9]{1,9}) +(minute|hour|day)(s?)\)")
_CRON: Final = re.compile(r"cron\((.*)\)")
_PER_DAY: Final = {"minute": 24 * 60, "hour": 24, "day": 1}
_FIELDS: Final = ("minutes", "hours", "day-of-month", "month", "day-of-week", "year")
_FOUR_WEEKS: Final = 28


def most_days_between_runs(expression: str) -> int | None:
    """Return the most days that pass from one run to the next, rounded up.

    None stands for a schedule that no such number bounds: its gaps are four weeks and more, or it
    names the years after which it ends.

    Raises ValueError when EventBridge Scheduler would not take the expression, or it could never
    run; the message says in one line what is allowed.
    """
    if rate := _RATE.fullmatch(expression):
        return _rate(int(rate[1]), unit=rate[2], plural=rate[3])
    if cron := _CRON.fullmatch(expression):
        return _cron(cron[1].split())
    raise ValueError(f"allowed are cron({' '.join(_FIELDS)}) and rate(value unit)")


class _Field(NamedTuple):
    """A field of a cron expression: its range, names for its numbers, and what else may stand."""

    name: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()
    special: str = ""

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
            f"{self.name} takes {self.lowest}..{self.highest}{names}, with , - * /, not {text!r}"
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
_YEAR: Final = _Field("year", 1970, 2199)
_DAY_OF_MONTH: Final = _Field("day-of-month", 1, 31, special="L|LW|([1-9]|[12][0-9]|3[01])W")
_DAY_OF_WEEK: Final = _Field(
    "day-of-week", 1, 7, _WEEKDAYS, special=f"L|([1-7]|(?i:{'|'.join(_WEEKDAYS)}))(L|#[1-5])"
)


def _rate(value: int, *, unit: str, plural: str) -> int:
    if value == 0:
        raise ValueError("rate(value unit) takes a value of 1 or more")
    if (value == 1) == bool(plural):
        raise ValueError(f"it is written rate({value} {unit if value == 1 else unit + 's'})")
    return -(-value // _PER_DAY[unit])


def _cron(fields: list[str]) -> int | None:
    if len(fields) != len(_FIELDS):
        raise ValueError(f"cron(...) takes six fields, {' '.join(_FIELDS)}, not {len(fields)}")
    minutes, hours, day_of_month, month, day_of_week, year = fields
    if (day_of_month == "?") == (day_of_week == "?"):
        raise ValueError("one of day-of-month and day-of-week must be ?, and not both")
    _MINUTES.numbers(minutes)
    _HOURS.numbers(hours)
    if max(_YEAR.numbers(year)) < datetime.now(UTC).year:
        raise ValueError(f"year is over: {year}")
    months = _MONTH.numbers(month)
    by_week = day_of_month == "?"
    field, days = (_DAY_OF_WEEK, day_of_week) if by_week else (_DAY_OF_MONTH, day_of_month)
    if re.fullmatch(field.special, days):
        return None
    gap = _longest_gap(months, field.numbers(days), by_week=by_week)
    return gap if year == "*" else None


def _longest_gap(months: set[int], days: set[int], *, by_week: bool) -> int | None:
    # Four years have every length of month and one leap day.
    calendar = [date(2024, 1, 1) + timedelta(days=day) for day in range(4 * 365 + 1)]
    runs = [
        day
        for day in calendar
        if day.month in months and (day.isoweekday() % 7 + 1 if by_week else day.day) in days
    ]
    if not runs:
        raise ValueError("the months it names have no such day")
    gap = max(((later - earlier).days for earlier, later in pairwise(runs)), default=_FOUR_WEEKS)
    return gap if gap < _FOUR_WEEKS else None
