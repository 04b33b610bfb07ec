"""`demo`: the stack of `app.py` in an AWS emulator on this machine."""

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from rich.console import Console

from gas_notifier.local.cdk import CdkError
from gas_notifier.local.command_line import Parser
from gas_notifier.local.demo import Demo, DemoError
from gas_notifier.local.deployment import InvocationError
from gas_notifier.local.emulator import EmulatorError
from gas_notifier.local.inbox import InboxError
from gas_notifier.local.recorded_feed import recorded_weeks
from gas_notifier.settings import Settings, SettingsError

FAILURES: Final = (
    CdkError,
    DemoError,
    EmulatorError,
    InboxError,
    InvocationError,
    SettingsError,
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    options = _parser().parse_args(arguments)
    demo = Demo(Console(highlight=False), options.regions)
    try:
        if options.live:
            demo.play_live(Settings().feed_url)
        else:
            demo.play_recorded(options.weeks)
    except FAILURES as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> Parser:
    parser = Parser("demo", "Deploys the stack into an AWS emulator here and plays real weeks.")
    parser.add_argument(
        "--weeks", type=_weeks, default=26, metavar="N", help="so many weeks (default: 26)"
    )
    parser.add_argument(
        "--regions",
        type=_regions,
        default=Settings().regions,
        metavar="SLUGS",
        help="watched regions, comma-separated, or all (default: new_york_state)",
    )
    parser.add_argument(
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
        # argparse puts the option's own name before it.
        raise argparse.ArgumentTypeError(str(error).removeprefix("regions: ")) from error
