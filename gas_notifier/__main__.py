"""The one way in: `python -m gas_notifier --help`."""

import argparse
import gc
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Final, cast

from gas_notifier.commands.options import PROGRAM, Parser, listed
from gas_notifier.commands.screen import remark

COMMANDS: Final[Mapping[str, str]] = {
    "replay": "what a rule would have told, over all recorded weeks",
    "preview": "the mail of one week, or what kept it back",
    "demo": "deploy the stack into an AWS emulator here and play real weeks",
    "page": "the page of recorded weeks, as a file",
    "count": "what followed each recorded price, for the mails to say it",
    "picture": "a mail as it lies in an inbox, for the README",
    "synth": "make the CloudFormation template, in cdk.out",
    "bootstrap": "prepare an AWS account and region for the CDK, once",
    "deploy": "deploy the stack into your AWS account",
    "diff": "what a deployment would change",
    "destroy": "take it all away again",
    "look": "have the deployed fetcher look now, and see what comes of it",
    "confirm": "confirm a subscription so that no mail scanner can end it",
    "resend": "mail a notice once more",
    "retry": "try what waits in the failure queue once more",
    "restore": "bring recorded weeks of another table back",
    "record": "record a week by hand, when the feed is down",
    "subscriptions": "who has confirmed the deployed stack's mails, and who has not",
}
"""Each command, by the name of its module in `gas_notifier.commands`, and what it does."""

INTERRUPTED: Final = 130
"""The exit status of a process that Ctrl-C ended: 128 and the number of SIGINT."""
FAILED: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    if None in (sys.stdout, sys.stderr):
        # Whoever closed an output wants to see nothing of it.
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    name, *options = _parser().parse_args(arguments).command
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks the bars of a chart shows something else in their place.
        cast("TextIOWrapper", stream).reconfigure(errors="replace")
    # What goes wrong is told once, by the command, not beside it by a logger.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        # No command is made to wait for what only another one needs.
        command = import_module(f"gas_notifier.commands.{name}")
        status: int = command.main(options)
        sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        left = str(interrupt) or "everything is stopped, nothing is left."
        remark(f"Interrupted: {left}")
        return INTERRUPTED
    except OSError as error:
        # Python would try once more to write what is left, on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Whoever has read enough of it knows.
        if not isinstance(error, BrokenPipeError):
            remark(f"{PROGRAM} {name}: {error}")
        return FAILED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        PROGRAM,
        "Gas Notifier, from the keyboard. Each command has a --help of its own.",
        listed("commands", COMMANDS),
        " command ...",
    )
    # All that follows the command is the command's own to read.
    parser.add_argument(
        "command", nargs=argparse.PARSER, choices=COMMANDS, metavar="command", help="one of these"
    )
    return parser


if __name__ == "__main__":
    # Until here, the Makefile has Ctrl-C do nothing but end the process. From here on, nothing is
    # left behind, whatever ends it.
    for ending in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    # What a command makes it keeps: to look for garbage in it takes a tenth of a replay.
    gc.set_threshold(100_000)
    sys.exit(main())
