"""How long are set-up, tests and demo, and which of their phases are the long ones?

All of it happens in a copy of the checkout that holds what Git would hold. The set-up starts from
nothing: no virtual environment, no package in any cache. Each is done once, as it takes minutes.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.comparison import Comparison
from gas_notifier import REPOSITORY

LONGEST_TEST: Final = 300.0
LONGEST_DEMO: Final = 60.0
"""Seconds."""
TEST: Final = re.compile(r"(?P<seconds>[0-9.]+)s (setup|call|teardown) +(?P<folder>tests/\w+)/")
STEP: Final = re.compile(r"(.+): ([0-9.]+) s")


@dataclass(frozen=True)
class Run:
    """One make target: its seconds, those from each line that it said to the next, and its end."""

    target: str
    seconds: float
    said: Mapping[str, float]
    failed: bool

    def beside(self, other: str, seconds: float, at_most: float | None = None) -> Comparison:
        """Return the whole run beside something else."""
        what = f"make {self.target}{' (it failed)' if self.failed else ''}"
        aim = None if self.failed else at_most
        return Comparison("phases", what, "s", [self.seconds], other, [seconds], aim)

    def shares(
        self, phases: Mapping[str, float], whole: str = "all of it", seconds: float | None = None
    ) -> Iterator[Comparison]:
        """Yield each phase beside the whole, which is the run if nothing else is said."""
        for phase, taken in phases.items():
            what = f"make {self.target}: {phase}"
            yield Comparison("phases", what, "s", [taken], whole, [seconds or self.seconds])


def compare(rounds: int = 1) -> Iterator[Comparison]:
    """Yield the time of each command beside its limit, and the share of each of its phases."""
    del rounds  # once is long enough
    with TemporaryDirectory() as directory:
        copy, environment = _copy(Path(directory))
        setup = _make("setup", copy, environment)
        again = _make("setup", copy, environment)
        yield again.beside("from nothing", setup.seconds)
        # It says what it does before it begins, and what to do next in the end.
        *steps, _ = setup.said.items()
        yield from setup.shares({step.partition(":")[0]: seconds for step, seconds in steps})
        demo = _make("demo", copy, environment)
        played = {step[1]: float(step[2]) for line in demo.said if (step := STEP.fullmatch(line))}
        yield demo.beside("limit, 26 weeks", LONGEST_DEMO, at_most=1)
        yield from demo.shares({**played, "the weeks": demo.seconds - sum(played.values())})
        durations = {"PYTEST_ADDOPTS": "--durations=0 --durations-min=0"}
        test = _make("test", copy, {**environment, **durations})
        yield test.beside("limit", LONGEST_TEST, at_most=1)
        by_folder = _by_folder(test.said)
        # Several run at once: they take longer, one after the other, than all of it.
        yield from test.shares(by_folder, "all tests, one by one", sum(by_folder.values()))


def _copy(directory: Path) -> tuple[Path, Mapping[str, str]]:
    """Copy the checkout, and give it an environment in which no cache has anything yet."""
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    copy = directory / "copy"
    for name in listed.stdout.rstrip("\0").split("\0"):
        if (REPOSITORY / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, copy / name)
    cache = str(directory / "cache")
    # The variables that `make bench` was given are not for these.
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return (
        copy,
        {
            **own,
            "XDG_CACHE_HOME": cache,
            "UV_CACHE_DIR": cache,
            "PIP_CACHE_DIR": cache,
            "npm_config_cache": cache,
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": cache,
        },
    )


def _make(target: str, copy: Path, environment: Mapping[str, str]) -> Run:
    started = time.monotonic()
    with subprocess.Popen(
        ["/usr/bin/env", "make", target],
        cwd=copy,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as command:
        said = [(time.monotonic(), line.rstrip()) for line in command.stdout or ()]
    seconds = time.monotonic() - started
    ends = [*(moment for moment, _ in said[1:]), started + seconds]
    return Run(
        target,
        seconds,
        {line: end - begin for (begin, line), end in zip(said, ends, strict=True)},
        failed=command.returncode != 0,
    )


def _by_folder(lines: Iterable[str]) -> Mapping[str, float]:
    """Return the seconds of the tests of each folder, from what pytest says of each test."""
    seconds: dict[str, float] = {}
    for line in lines:
        if duration := TEST.match(line):
            folder = duration["folder"]
            seconds[folder] = seconds.get(folder, 0.0) + float(duration["seconds"])
    return seconds
