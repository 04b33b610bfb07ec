"""The page of the feed's faults, docs/feed-faults.md; `make update-snapshot` writes it anew."""

from itertools import groupby
from typing import Final

import pytest

from benchmarks.markdown_table import markdown_table
from gas_notifier import REPOSITORY
from tests.support.feed_faults import EVERYWHERE, FEED_FAULTS, FeedFault

PAGE: Final = REPOSITORY / "docs" / "feed-faults.md"
NOTHING: Final = "-"
INTRODUCTION: Final = """\
# Faults of the feed

What comes of everything that can be wrong with the feed. The tests make this page, and hold
it against the code: `make update-snapshot` writes it anew.

In each case all 17 regions are watched, the week of 2025-01-06 is recorded with $3.10
everywhere, and a feed that is in order would publish $3.05 everywhere for 2025-01-13. *Mailed*
are the regions in the notice of the newest week recorded. A dash is nothing, an ellipsis stands
for words that vary, and of several feed URLs each is told in its turn. A `FeedError` says of
every URL what was logged of it; the function has then failed, and Lambda tries it twice more."""
LONGEST_LINE: Final = 110
"""Characters of a logged line that the table shows."""


def table() -> str:
    """Return the table: a row for each fault."""
    return markdown_table(
        ["Fault", "Requests", "Recorded", "Mailed", "Logged", "Raised"],
        [
            [
                _plain(name),
                _requests(fault),
                ", ".join(fault.recorded) or NOTHING,
                _mailed(fault.told),
                _logged(fault.logged),
                "FeedError" if fault.failed else NOTHING,
            ]
            for name, fault in FEED_FAULTS.items()
        ],
    )


def _requests(fault: FeedFault) -> str:
    requests = " and ".join(map(str, fault.requests))
    pauses = " and ".join(f"{pause:g} s" for pause in fault.pauses)
    return f"{requests}, pausing {pauses}" if pauses else requests


def _mailed(told: tuple[str, ...]) -> str:
    if not told:
        return NOTHING
    others = [region for region in EVERYWHERE if region not in told]
    return f"all but {', '.join(others)}" if others else "all regions"


def _logged(lines: tuple[str, ...]) -> str:
    counted = [(line, len(list(same))) for line, same in groupby(lines)]
    return "<br>".join(
        f"{_plain(_short(line))}{' (twice)' if count > 1 else ''}" for line, count in counted
    )


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def _plain(text: str) -> str:
    """Return the text such that Markdown shows it as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>|" else sign for sign in text)


def test_the_page_in_the_docs_is_that_of_the_tests(request: pytest.FixtureRequest) -> None:
    current = f"{INTRODUCTION}\n\n{table()}\n"
    if request.config.getoption("--update-snapshot"):
        PAGE.write_text(current, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == current
