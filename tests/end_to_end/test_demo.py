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
from gas_prices.fuels import FUELS
from tests.support.processes import command_lines, wait_until

COMMAND: Final = [sys.executable, "-m", "gas_notifier", "demo"]
INTERRUPTED: Final = 130


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


def test_live_it_mails_what_the_feed_has_and_shows_the_page_until_ctrl_c() -> None:
    diesel = FUELS["diesel"]
    with (
        RecordedFeed(recorded_weeks(diesel), fuel=diesel) as feed,
        subprocess.Popen(
            [*COMMAND, f"FEED_URL={feed.url}", "FUEL=diesel", "PAGE=1"],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
        ) as demo,
    ):
        assert demo.stdout is not None
        lines: list[str] = []
        while not (lines and lines[-1].startswith("The page: ")):
            lines.append(demo.stdout.readline())
            assert lines[-1]
        page = requests.get(lines[-1].split()[-1], timeout=60).text
        demo.send_signal(signal.SIGINT)
        told, _ = demo.communicate(timeout=120)

    assert "Now watching diesel in New York State: $4.66" in "".join(lines)
    assert "Diesel in New York State: $4.66" in page
    # The weeks from before the watch began.
    assert "2007-10-29" in page
    assert demo.returncode == 0
    assert ", none is left." in told
    assert told.splitlines()[-1].endswith("make deploy FUEL=diesel EMAIL=you@example.com")


def test_live_says_plainly_that_the_feed_cannot_be_reached_and_starts_nothing() -> None:
    console = Console(file=StringIO())

    with pytest.raises(DemoError, match=r"^the feed cannot be reached: http"):
        Demo(console, Settings(feed_url=("http://127.0.0.1:9/nqur-w4p7.json",))).look()
