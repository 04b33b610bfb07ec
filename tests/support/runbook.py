"""What stands in docs/operations.md: its sections, its commands and its queries."""

import re
from typing import Final

from gas_notifier import REPOSITORY

_TEXT: Final = REPOSITORY.joinpath("docs/operations.md").read_text("utf-8")
_HEADING: Final = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def anchor(heading: str) -> str:
    """Return what a link to a heading names, as GitHub makes it of the heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def headings(level: int, under: str | None = None) -> list[str]:
    """Return the headings of a level, or those of them in the section of a higher heading."""
    text = _TEXT if under is None else _section(under)
    return [heading for marks, heading in _HEADING.findall(text) if len(marks) == level]


def questions(heading: str) -> list[str]:
    """Return the words in bold with which paragraphs of a section begin."""
    return re.findall(r"^\*\*(.+?)\*\*", _section(heading), re.MULTILINE)


def commands(heading: str) -> list[str]:
    """Return the shell commands of a section, a text for each block."""
    return _blocks("bash", _section(heading))


def queries() -> list[str]:
    """Return all queries of CloudWatch Logs Insights."""
    return _blocks("logs-insights", _TEXT)


def _section(heading: str) -> str:
    """Return a section with all those below it."""
    (found,) = (match for match in _HEADING.finditer(_TEXT) if match[2] == heading)
    level = len(found[1])
    following = (
        match.start() for match in _HEADING.finditer(_TEXT, found.end()) if len(match[1]) <= level
    )
    return _TEXT[found.end() : next(following, len(_TEXT))]


def _blocks(language: str, text: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
