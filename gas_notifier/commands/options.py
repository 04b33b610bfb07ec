"""How the commands are told what to do."""

import argparse
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from gas_notifier.settings.setting import SETTINGS

PROGRAM: Final = "python -m gas_notifier"


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
        setting = SETTINGS[name]
        option = f"--{name.replace('_', '-')}"
        group.add_argument(option, dest=name, metavar=setting.stands_for, help=setting.meaning)
        if "_" in name:
            group.add_argument(f"--{name}", dest=name, help=argparse.SUPPRESS)


def given_settings(options: argparse.Namespace) -> dict[str, str]:
    """Return the settings that were given as options, unread."""
    return {
        name: value
        for name, value in vars(options).items()
        if name in SETTINGS and value is not None
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
