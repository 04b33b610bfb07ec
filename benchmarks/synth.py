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
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.comparison import Comparison, interleave
from gas_notifier import REPOSITORY

ROUNDS: Final = 7
APPS: Final[Mapping[str, Sequence[str]]] = {
    "ours": ("app.py",),
    "bare": ("benchmarks/bare_app.py",),
    "unchecked": ("benchmarks/bare_app.py", "--unchecked"),
    "checked": ("-m", "benchmarks.checked_app"),
    "article": ("benchmarks/article/app.py",),
}
BESIDE: Final = (
    ("ours", "bare", "bare app, one topic"),
    ("ours", "unchecked", "same, without the CDK's validation"),
    ("checked", "bare", "bare app, both with the CDK's validation"),
    ("ours", "article", "the article's app"),
)
"""Which app stands beside which, and what that one is."""


def compare(rounds: int = ROUNDS, apps: Mapping[str, Sequence[str]] = APPS) -> Iterator[Comparison]:
    """Yield a comparison with each other app, warm and cold."""
    for state, aim in (("warm", 1.25), ("cold", 1.6)):
        with TemporaryDirectory() as directory:
            measured = interleave(
                rounds,
                **{
                    name: partial(_seconds, app, Path(directory, name), warm=state == "warm")
                    for name, app in apps.items()
                },
            )
        for ours, theirs, beside in BESIDE:
            if not {ours, theirs} <= apps.keys():
                continue
            yield Comparison(
                "synth",
                f"app.py, {state}",
                "s",
                measured[ours],
                beside,
                measured[theirs],
                at_most=aim if (ours, theirs) == ("ours", "bare") else None,
            )


def _seconds(app: Sequence[str], output: Path, *, warm: bool) -> float:
    if not warm:
        shutil.rmtree(output, ignore_errors=True)
    elif not output.exists():
        _synth(app, output)
    started = time.perf_counter()
    _synth(app, output)
    return time.perf_counter() - started


def _synth(app: Sequence[str], output: Path) -> None:
    context = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    subprocess.run(
        [sys.executable, *app],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "CDK_OUTDIR": str(output),
            "CDK_CONTEXT_JSON": json.dumps(
                {**context, "email": "you@example.com", "feed_url": "http://127.0.0.1:1/"}
            ),
        },
        capture_output=True,
        check=True,
    )
