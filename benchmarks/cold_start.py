"""How long does a handler take to get ready, beside the floor: importing what it cannot do without?

Each measurement is a new interpreter with the function's asset on its path, as Lambda has it: no
bytecode of the asset's files. Ready means imported and its AWS clients made. The floor imports
boto3, and for the fetcher requests, from the same asset, and makes the same clients. Time is that
of the processor, so that other work of the machine does not count.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.comparison import Comparison, interleave
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
IMPORT_TIME: Final = re.compile(r"import time: +(\d+) \| +\d+ \| +(\S+)")
"""One line of `-X importtime`: microseconds of the module itself, and its name."""


PUT_OFF: Final = "import gc; gc.set_threshold(100_000)"
"""What each function's first lines do, too."""


@dataclass(frozen=True)
class Start:
    """What a function does when it starts, and what it cannot do without."""

    function: str
    modules: str
    clients: tuple[str, ...]

    @property
    def imports(self) -> str:
        """The handler alone."""
        return f"import {self.function}.handler"

    @property
    def ready(self) -> str:
        """The handler and its clients."""
        return f"from {self.function} import handler; handler._{self.function}()"

    @property
    def floor_imports(self) -> str:
        """What the handler cannot do without."""
        return f"import {self.modules}"

    @property
    def floor(self) -> str:
        """The same, and the clients it needs."""
        clients = "; ".join(f"boto3.client({client!r})" for client in self.clients)
        return f"{self.floor_imports}; {clients}"

    @property
    def hurried_floor(self) -> str:
        """The same, with the search for garbage put off, as the function does."""
        return f"{PUT_OFF}; {self.floor}"


STARTS: Final = (
    Start("fetcher", "boto3, requests", ("dynamodb",)),
    Start("publisher", "boto3", ("dynamodb", "sns")),
)


def compare(rounds: int = ROUNDS) -> Iterator[Comparison]:
    """Yield how long each handler takes, with and without its clients, beside its floor."""
    for start in STARTS:
        with TemporaryDirectory() as asset:
            bundle(start.function, Path(asset))
            measured = interleave(
                rounds,
                ready=partial(_milliseconds, Path(asset), start.ready),
                floor=partial(_milliseconds, Path(asset), start.floor),
                imports=partial(_milliseconds, Path(asset), start.imports),
                floor_imports=partial(_milliseconds, Path(asset), start.floor_imports),
                hurried_floor=partial(_milliseconds, Path(asset), start.hurried_floor),
            )
        yield Comparison(
            "cold-start",
            f"{start.function}: imports and clients",
            "ms",
            measured["ready"],
            f"{start.modules} and clients",
            measured["floor"],
            at_most=1.05,
        )
        yield Comparison(
            "cold-start",
            f"{start.function}: imports and clients",
            "ms",
            measured["ready"],
            "same, garbage put off as by ours",
            measured["hurried_floor"],
        )
        yield Comparison(
            "cold-start",
            f"{start.function}: imports alone",
            "ms",
            measured["imports"],
            start.modules,
            measured["floor_imports"],
        )


def account(start: Start, rounds: int) -> Mapping[str, float]:
    """Return the milliseconds of each module that a handler imports beyond its floor."""
    code = f"{start.floor_imports}; import sys; print(file=sys.stderr); {start.imports}"
    runs = []
    with TemporaryDirectory() as asset:
        bundle(start.function, Path(asset))
        for _ in range(rounds):
            _, _, beyond = _run(Path(asset), code, "-X", "importtime").stderr.partition("\n\n")
            runs.append({module: int(time) for time, module in IMPORT_TIME.findall(beyond)})
    return {module: median(run[module] for run in runs) / 1000 for module in runs[0]}


def _milliseconds(asset: Path, code: str) -> float:
    return float(_run(asset, CLOCK.format(code=code)).stdout) * 1000


def _run(asset: Path, code: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", code],
        env={
            "PYTHONPATH": str(asset),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_LAMBDA_FUNCTION_NAME": "function",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
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


def main() -> None:
    """Print the account of each handler: every module beyond the floor, in milliseconds."""
    for start in STARTS:
        modules = account(start, ROUNDS)
        print(f"{start.function}: {sum(modules.values()):.1f} ms beyond {start.modules}")
        for module, milliseconds in sorted(modules.items(), key=lambda item: -item[1]):
            print(f"{milliseconds:6.2f}  {module}")


if __name__ == "__main__":
    main()
