"""`make demo`, as its user sees it."""

import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
import requests
from rich.console import Console

from gas_notifier import REPOSITORY
from gas_notifier.commands.demo import Demo, DemoError
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.settings.settings import Settings
from gas_prices.rule import Rule
from tests.support.processes import command_lines, wait_until
from tests.support.samples import missing, shown

COMMAND: Final = [sys.executable, "-m", "gas_notifier", "demo"]
INTERRUPTED: Final = 130


def test_in_a_pipe_the_demo_prints_the_plain_lines_that_the_readme_shows() -> None:
    demo = subprocess.run(COMMAND, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert (demo.returncode, demo.stderr) == (0, "")
    assert "\x1b" not in demo.stdout
    lines = shown("README.md", "make demo")
    assert lines
    assert missing(lines, demo.stdout) == []
    assert demo.stdout.splitlines()[-1].endswith("make deploy EMAIL=you@example.com")


def test_the_demo_of_diesel_plays_and_mails_diesel() -> None:
    demo = subprocess.run(
        [*COMMAND, "--fuel", "diesel", "--weeks", "4", "--regions", "buffalo"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (demo.returncode, demo.stderr) == (0, "The recorded weeks of diesel end in 2023.\n")
    assert "Diesel down 1c to $4.66 in Buffalo" in demo.stdout
    assert "Mails in 4 weeks: " in demo.stdout
    assert demo.stdout.splitlines()[-1].endswith("make deploy FUEL=diesel EMAIL=you@example.com")


def test_ctrl_c_leaves_neither_a_process_nor_a_file(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--weeks", "900"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        env={"TMPDIR": str(tmp_path)},
    ) as demo:
        assert demo.stdout is not None
        while not demo.stdout.readline().startswith("cdk deploy"):
            assert demo.poll() is None
        demo.send_signal(signal.SIGINT)
        _, errors = demo.communicate(timeout=20)

    assert (demo.returncode, errors.count("\n")) == (INTERRUPTED, 1)
    wait_until(lambda: not command_lines(str(tmp_path)))
    wait_until(lambda: not list(tmp_path.iterdir()))


def test_the_page_is_there_by_plain_http_until_ctrl_c_and_then_all_is_taken_away() -> None:
    with subprocess.Popen(
        [*COMMAND, "PAGE=1", "WEEKS=1", "REGIONS=all"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        lines: list[str] = []
        while not (lines and lines[-1].startswith("The page: ")):
            lines.append(demo.stdout.readline())
            assert lines[-1]
        address = lines[-1]
        page = requests.get(address.split()[-1], timeout=60).text
        demo.send_signal(signal.SIGINT)
        told, _ = demo.communicate(timeout=120)

    assert "Watched as well, but not shown here: 14 regions.\n" in lines
    assert "Gas in New York State: $4.02" in page
    # The weeks from before the watch began.
    assert "2007-10-29" in page
    assert demo.returncode == 0
    assert ", none is left." in told


def test_live_looks_once_at_the_feed_as_it_is() -> None:
    console = Console(file=StringIO(), width=80)
    with RecordedFeed(recorded_weeks()) as feed:
        Demo(console, Settings(rule=Rule(("utica",)), feed_url=(feed.url,))).look()

    assert isinstance(console.file, StringIO)
    assert "Now watching gas in Utica: $4.00 (Apr 6)" in console.file.getvalue()


def test_live_says_plainly_that_the_feed_cannot_be_reached_and_starts_nothing() -> None:
    console = Console(file=StringIO())

    with pytest.raises(DemoError, match=r"^the feed cannot be reached: http"):
        Demo(console, Settings(feed_url=("http://127.0.0.1:9/nqur-w4p7.json",))).look()
