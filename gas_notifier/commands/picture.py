"""`picture`: a mail of real weeks, drawn as it lies in an inbox, for the README."""

from collections.abc import Sequence
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.commands.options import Options
from gas_notifier.history.mail_picture import picture

MAIL: Final = REPOSITORY / "tests/data/mails/2025-10-27-two-of-three-regions.txt"
"""One of those that the tests compare word by word, and reckon again."""
PICTURE: Final = REPOSITORY / "docs/mail.svg"

OPTIONS: Final = Options("picture", "Draws a mail of real weeks, as it lies in an inbox.")


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    OPTIONS.read(arguments)
    PICTURE.write_text(picture(MAIL.read_text(encoding="utf-8")), encoding="utf-8")
    return 0
