"""The command line of the local run: `python -m gas_notifier.local --help`."""

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from rich.console import Console

from gas_notifier.local.cdk import CdkError
from gas_notifier.local.demo import Demo, DemoError
from gas_notifier.local.deployment import InvocationError
from gas_notifier.local.emulator import EmulatorError
from gas_notifier.local.inbox import InboxError
from gas_notifier.local.recorded_feed import recorded_weeks
from gas_notifier.settings import Settings, SettingsError

INTERRUPTED: Final = 130
"""The exit status of a process that Ctrl-C ended: 128 and the number of SIGINT."""
FAILURES: Final = (CdkError, DemoError, EmulatorError, InboxError, InvocationError)


class Parser(argparse.ArgumentParser):
    """A parser that refuses what it cannot read with one line."""

    def error(self, message: str) -> NoReturn:
        """Name what is wrong, and leave with status 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    options = _parser().parse_args(arguments)
    # What goes wrong is told once, by the command, not beside it by a logger.
    logging.getLogger().addHandler(logging.NullHandler())
    demo = Demo(Console(highlight=False), options.regions)
    try:
        if options.live:
            demo.play_live(Settings().feed_url)
        else:
            demo.play_recorded(options.weeks)
    except FAILURES as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: everything is stopped, nothing is left.", file=sys.stderr)
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m gas_notifier.local", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True)
    demo = commands.add_parser(
        "demo", help="deploy the stack into an AWS emulator here and play real weeks"
    )
    demo.add_argument(
        "--weeks", type=_weeks, default=26, metavar="N", help="so many weeks (default: 26)"
    )
    demo.add_argument(
        "--regions",
        type=_regions,
        default=Settings().regions,
        metavar="SLUGS",
        help="watched regions, comma-separated, or all (default: new_york_state)",
    )
    demo.add_argument(
        "--live", action="store_true", help="look at the real feed once, not at recorded weeks"
    )
    return parser


def _weeks(text: str) -> int:
    most = len(recorded_weeks()) - 1
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {most}")
    return int(text)


def _regions(text: str) -> tuple[str, ...]:
    try:
        return Settings.from_context({"regions": text}).regions
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
