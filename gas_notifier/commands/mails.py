"""How a mail is shown: as it is sent, or with its lines broken anew for a narrower screen."""

import re
from typing import Final

from publisher.mail import LINE_WIDTH, folded

SEPARATOR: Final = "-" * LINE_WIDTH
"""Stands above and below a mail."""
_WITHIN: Final = re.compile(r"[a-z0-9($+-]")
"""What a line begins with in the middle of a sentence, but for names."""


def on_screen(body: str, width: int) -> str:
    """Return a mail's body, of which no line but an address is longer than the width (columns)."""
    if width >= LINE_WIDTH:
        return body
    whole: list[str] = []
    before = ""
    for line in body.splitlines():
        word, *_ = line.split(maxsplit=1) or [""]
        if _WITHIN.match(line) and len(f"{before} {word}") > LINE_WIDTH:
            whole[-1] += f" {line}"
        else:
            whole.append(line)
        before = line
    return "\n".join(folded(line, width) for line in whole)
