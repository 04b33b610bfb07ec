"""`cost`: what a month costs on AWS, and which limits are met as readers grow."""

import argparse
from collections.abc import Callable, Sequence
from typing import Final

from gas_notifier import context_values as values
from gas_notifier.local.command_line import Parser
from gas_notifier.local.cost import report
from gas_prices.regions import REGIONS

DESCRIPTION: Final = """\
Works out a month's bill, service by service, with what the free tier takes off
it, how it grows with the readers, and what to change when a limit is met."""

MOST_READERS: Final = 100_000_000


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    options = _parser().parse_args(arguments)
    print(report(options.subscribers, options.regions))
    return 0


def _parser() -> Parser:
    parser = Parser("cost", DESCRIPTION)
    parser.add_argument(
        "--subscribers",
        type=_whole(MOST_READERS, "readers"),
        default=1,
        metavar="N",
        help="so many readers (default: 1)",
    )
    parser.add_argument(
        "--regions",
        type=_whole(len(REGIONS), "regions"),
        default=1,
        metavar="N",
        help=f"so many watched regions, 1 to {len(REGIONS)} (default: 1)",
    )
    return parser


def _whole(highest: int, unit: str) -> Callable[[str], int]:
    parse = values.whole(1, highest, unit)

    def option(text: str) -> int:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return option
