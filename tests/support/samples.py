"""What the documents show of commands and what these print."""

import re
from typing import Final

from gas_notifier import REPOSITORY

_LEFT_OUT: Final = "    …"
_SECONDS: Final = re.compile(r": [0-9]+\.[0-9] s$")


def shown(document: str, command: str) -> list[str]:
    """Return the lines that a document shows below a command, without those that stand for more."""
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    below = rf"^```console\n\$ {re.escape(command)}\n(.+?)^```$"
    (block,) = re.findall(below, text, re.MULTILINE | re.DOTALL)
    return [line for line in _comparable(block) if line != _LEFT_OUT]


def missing(lines: list[str], printed: str) -> list[str]:
    """Return the lines that were not printed, or not after the line before, whatever it took."""
    following = iter(_comparable(printed))
    return [line for line in lines if line not in following]


def _comparable(text: str) -> list[str]:
    return [_SECONDS.sub(": … s", line.rstrip()) for line in text.splitlines()]
