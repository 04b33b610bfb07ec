"""How long does a handler take to get ready, beside the floor: importing what it cannot do without?

Each measurement is a new interpreter with the function's asset on its path, as Lambda has it: no
bytecode of the asset's files. Ready means imported and its AWS clients made. The floor imports
boto3, and for the fetcher requests, from the same asset, and makes the same clients. Time is that
of the processor, so that other work of the machine does not count.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.comparison import Comparison, interleave
from benchmarks.no_account import NO_ACCOUNT
from gas_notifier.bundling import bundle
from gas_prices.regions import STATE
from gas_prices.rule import Rule

ROUNDS: Final = 25
CLOCK: Final = """
import time
started = time.process_time()
{code}
print(time.process_time() - started)
"""
PUT_OFF: Final = "import gc; gc.set_threshold(100_000)"
"""What each function's first lines do, too."""


@dataclass(frozen=True)
class Start:
    """What a function does when it starts, and what it cannot do without."""

    function: str
    modules: str
    clients: tuple[str, ...]

    @property
    def ready(self) -> str:
        """The handler and its clients."""
        return f"from {self.function} import handler; handler._{self.function}()"

    @property
    def floor(self) -> str:
        """What it cannot do without, and the clients it needs."""
        clients = "; ".join(f"boto3.client({client!r})" for client in self.clients)
        return f"import {self.modules}; {clients}"


STARTS: Final = (
    Start("fetcher", "boto3, requests", ("dynamodb",)),
    Start("publisher", "boto3", ("dynamodb", "sns")),
    Start("reader", "boto3", ("dynamodb",)),
)


def compare(rounds: int = ROUNDS) -> Iterator[Comparison]:
    """Yield how long each handler takes beside its floor, one as hurried as it is, and boto3."""
    for start in STARTS:
        with TemporaryDirectory() as asset:
            bundle(start.function, Path(asset))
            measured = interleave(
                rounds,
                ready=partial(_milliseconds, Path(asset), start.ready),
                floor=partial(_milliseconds, Path(asset), start.floor),
                hurried_floor=partial(_milliseconds, Path(asset), f"{PUT_OFF}; {start.floor}"),
                boto3=partial(_milliseconds, Path(asset), "import boto3"),
            )
        for floor, beside, aim in (
            ("floor", f"{start.modules} and clients", 1.05),
            ("hurried_floor", "same, garbage put off as by ours", None),
            ("boto3", "import boto3, without a client", None),
        ):
            yield Comparison(
                "cold-start",
                f"{start.function}: imports and clients",
                "ms",
                measured["ready"],
                beside,
                measured[floor],
                at_most=aim,
            )


def _milliseconds(asset: Path, code: str) -> float:
    run = subprocess.run(
        [sys.executable, "-c", CLOCK.format(code=code)],
        env={
            "PYTHONPATH": str(asset),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_LAMBDA_FUNCTION_NAME": "function",
            **NO_ACCOUNT,
            "TABLE_NAME": "prices",
            "TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:notices",
            "TANK_GALLONS": "12",
            "RULE": Rule((STATE,)).to_json(),
            "FEED_URLS": "http://127.0.0.1:1/",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout) * 1000
