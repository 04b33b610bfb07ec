"""How long is a synth of `app.py`, with its bundling, beside a bare one-topic CDK app?

Each app runs by itself, as the CDK CLI would start it, with the context of `cdk.json`: what the
CLI adds is the same for all. Cold: nothing is there from an earlier synth but what `make setup`
leaves (uv's cache, the jsii cache). Warm: the same synth was just done, into the same directory.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.comparison import Comparison, interleave
from gas_notifier import REPOSITORY

ROUNDS: Final = 7
APPS: Final = {"ours": "app.py", "bare": "benchmarks/bare_app.py"}


def compare(rounds: int = ROUNDS, apps: Mapping[str, str] = APPS) -> Iterator[Comparison]:
    """Yield a comparison with the bare app, warm and cold."""
    for state, aim in (("warm", 1.25), ("cold", 1.6)):
        with TemporaryDirectory() as directory:
            measured = interleave(
                rounds,
                **{
                    name: partial(_seconds, app, Path(directory, name), warm=state == "warm")
                    for name, app in apps.items()
                },
            )
        yield Comparison(
            "synth",
            f"app.py, {state}",
            "s",
            measured["ours"],
            "bare app, one topic",
            measured["bare"],
            at_most=aim,
        )


def _seconds(app: str, output: Path, *, warm: bool) -> float:
    if not warm:
        shutil.rmtree(output, ignore_errors=True)
    elif not output.exists():
        _synth(app, output)
    started = time.perf_counter()
    _synth(app, output)
    return time.perf_counter() - started


def _synth(app: str, output: Path) -> None:
    context = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    subprocess.run(
        [sys.executable, app],
        cwd=REPOSITORY,
        env={
            **os.environ,
            # Node.js, like Python, is that of the checkout, whatever else the machine has.
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "CDK_OUTDIR": str(output),
            "CDK_CONTEXT_JSON": json.dumps(
                {**context, "email": "you@example.com", "feed_url": "http://127.0.0.1:1/"}
            ),
        },
        capture_output=True,
        check=True,
    )
