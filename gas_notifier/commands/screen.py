"""How the commands say what they have to."""

import sys
from shutil import get_terminal_size
from textwrap import fill
from typing import Final

from rich.console import Console
from rich.text import Text

from fetcher.rows import Rows

FAILED: Final = 1
WIDTH: Final = 78
"""Columns of text."""
SHOWN_FAULTS: Final = 3
SEPARATOR: Final = "-" * 72
"""Stands above and below a mail."""


def say(console: Console, text: str, style: str = "") -> None:
    """Print text as it is: what looks like markup is not, and only a terminal breaks lines."""
    console.print(Text(text, style), soft_wrap=not console.is_terminal)


def wrapped(text: str) -> str:
    """Return a sentence in lines that fit WIDTH and the terminal; no-break spaces stay whole."""
    width = min(WIDTH, get_terminal_size((WIDTH, 0)).columns)
    lines = fill(text, width, subsequent_indent="  ", break_on_hyphens=False)
    return lines.replace("\N{NO-BREAK SPACE}", " ")


def tell_left_out(rows: Rows) -> None:
    """Say in one line what of the feed's or a file's rows could not be used, if anything."""
    if rows.faults:
        more = len(rows.faults) - SHOWN_FAULTS
        shown = [*rows.faults[:SHOWN_FAULTS], *([f"{more} more"] if more > 0 else [])]
        print(f"left out: {'; '.join(shown)}", file=sys.stderr)


def agreed(console: Console, question: str, instead: str) -> bool:
    """Ask a question, and return whether the answer is yes.

    Where there is no terminal to ask in, say what to type instead.
    """
    if not sys.stdin.isatty():
        print(f"Nothing was done. If it is meant: {instead}", file=sys.stderr)
        return False
    console.print(Text(f"{question} [y/N] "), end="")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def failed(reason: object) -> int:
    """Say in one line why a command could not do its work, and return its exit status."""
    print(reason, file=sys.stderr)
    return FAILED
