"""How the commands say what they have to.

Their answers go to standard output, in lines that fit. Refusals, and what is said beside an answer,
go to standard error: in a terminal in such lines as well, and elsewhere in one line each.
"""

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


def say(console: Console, text: str, style: str = "") -> None:
    """Print text as it is: what looks like markup is not, and only a terminal breaks lines."""
    console.print(Text(text, style), soft_wrap=not console.is_terminal)


def wrapped(text: str) -> str:
    """Return a sentence in lines that fit WIDTH and the terminal; no-break spaces stay whole."""
    lines = fill(
        text,
        min(WIDTH, get_terminal_size((WIDTH, 0)).columns),
        subsequent_indent="  ",
        break_on_hyphens=False,
        # An address that is broken cannot be copied.
        break_long_words=False,
    )
    return lines.replace("\N{NO-BREAK SPACE}", " ")


def remark(text: object) -> None:
    """Say on standard error what is no answer: a refusal, or something beside it."""
    lines = str(text).splitlines()
    print("\n".join(map(wrapped, lines) if sys.stderr.isatty() else lines), file=sys.stderr)


def tell_left_out(rows: Rows) -> None:
    """Say in one line what of the feed's or a file's rows could not be used, if anything."""
    if rows.faults:
        more = len(rows.faults) - SHOWN_FAULTS
        shown = [*rows.faults[:SHOWN_FAULTS], *([f"{more} more"] if more > 0 else [])]
        remark(f"left out: {'; '.join(shown)}")


def agreed(console: Console, question: str, instead: str) -> bool:
    """Ask a question, and return whether the answer is yes.

    Where there is no terminal to ask in, say what to type instead.
    """
    if not sys.stdin.isatty():
        remark(f"Nothing was done. If it is meant: {instead}")
        return False
    console.print(Text(f"{question} [y/N] "), end="")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def failed(reason: object) -> int:
    """Say why a command could not do its work, and return its exit status."""
    remark(reason)
    return FAILED
