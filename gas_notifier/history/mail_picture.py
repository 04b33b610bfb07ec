"""A mail as it lies in an inbox, as an SVG: its text is text, light and dark."""

from collections.abc import Iterator
from html import escape
from typing import Final

import chart

WIDTH: Final = 780
"""Pixels, as are all sizes here."""
EDGE: Final = 28
LINE: Final = 21
TOP: Final = 132
"""Where the body begins."""
STYLE: Final = """\
svg { font: 15px system-ui, sans-serif; fill: var(--ink) }
.paper { fill: var(--paper); stroke: var(--rule) }
.rule { stroke: var(--rule) }
.subject { font-weight: 600 }
.faint { fill: var(--faint) }
.sender { fill: var(--price) }
.initial { fill: var(--paper); font-weight: 600; text-anchor: middle }
"""


def picture(mail: str) -> str:
    """Return the picture of a mail: its subject, an empty line and its body."""
    subject, _, body = mail.rstrip().partition("\n\n")
    lines = body.split("\n")
    height = TOP + LINE * len(lines) + EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{escape(subject)}</title>",
            f"<style>{chart.STYLE}{STYLE}</style>",
            f'<rect class="paper" x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="10"/>',
            *_head(subject),
            *(
                f'<text x="{EDGE}" y="{TOP + LINE * number}">{escape(line)}</text>'
                for number, line in enumerate(lines)
                if line
            ),
            "</svg>\n",
        ]
    )


def _head(subject: str) -> Iterator[str]:
    yield f'<text class="subject" x="{EDGE}" y="38">{escape(subject)}</text>'
    yield f'<circle class="sender" cx="{EDGE + 17}" cy="74" r="17"/>'
    yield f'<text class="initial" x="{EDGE + 17}" y="79">G</text>'
    yield f'<text x="{EDGE + 46}" y="71">Gas Notifier</text>'
    yield f'<text class="faint" x="{EDGE + 46}" y="90">to you</text>'
    yield f'<line class="rule" x1="{EDGE}" y1="104" x2="{WIDTH - EDGE}" y2="104"/>'
