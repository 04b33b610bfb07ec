"""How the commands are told what to do."""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

PROGRAM: Final = "python -m gas_notifier"
_SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "email": ("ADDRESSES", "who gets every notice, comma-separated"),
    "subscribers": ("JSON", "who waits for some regions, as in cdk.json"),
    "regions": ("SLUGS", "watched regions, comma-separated, or all"),
    "min_drop_cents": ("CENTS", "the least drop that is worth a mail"),
    "below": ("DOLLARS", "only at or under this price"),
    "lowest_in_weeks": ("WEEKS", "only when lower than in so many weeks before"),
    "record": ("HOW", "every-week, or drops, which is the article's rule"),
    "feed_url": ("URLS", "the feed, for --live"),
    "tank_gallons": ("GALLONS", "what a tank holds"),
}
"""The settings that can be options: what stands for the value, and what it means."""

RULE_SETTINGS: Final = (
    "regions",
    "min_drop_cents",
    "below",
    "lowest_in_weeks",
    "record",
    "tank_gallons",
)


class Parser(argparse.ArgumentParser):
    """A parser of one command, which refuses what it cannot read with one line."""

    def __init__(self, command: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=f"{PROGRAM} {command}".rstrip(),
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            # A script must not come to mean something else when there is one option more.
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Name what is wrong, and leave with status 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def add_settings(parser: Parser, *names: str) -> None:
    """Add an option for each of these settings."""
    group = parser.add_argument_group(
        "settings",
        "What is not given here is as it would be deployed: as in cdk.json, or else in\n"
        "cdk.context.json, or else the default. An empty value is none.",
    )
    for name in names:
        metavar, meaning = _SETTINGS[name]
        option = f"--{name.replace('_', '-')}"
        group.add_argument(option, dest=name, metavar=metavar, help=meaning)
        if "_" in name:
            group.add_argument(f"--{name}", dest=name, help=argparse.SUPPRESS)


def given_settings(options: argparse.Namespace) -> dict[str, str]:
    """Return the settings that were given as options, unread."""
    return {
        name: value
        for name, value in vars(options).items()
        if name in _SETTINGS and value is not None
    }


def day(text: str) -> date:
    """Return the date of an option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-04-06") from None


def new_file(text: str) -> Path:
    """Return the path of an option, where a file can be written."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is not a file in a folder that is there")
    return path
