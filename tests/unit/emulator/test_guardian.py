"""Commands that end with their owner: `gas_notifier.emulator.guardian`."""

import os
import runpy
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.emulator import guardian
from gas_notifier.emulator.guardian import guard, guarded
from tests.support.processes import runs, wait_until

Lifeline = tuple[int, Callable[[], None]]
# A command with a child of its own, which tells both their numbers.
FAMILY = ["sh", "-c", "sleep 60 & echo $$ $!; wait"]
OWNER = f"""
import subprocess, time
from gas_notifier.emulator.guardian import guarded
subprocess.Popen(guarded({FAMILY!r}), stdin=subprocess.PIPE, start_new_session=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Undo what a guardian, otherwise a process of its own, does to the handling of signals."""
    handler = signal.getsignal(signal.SIGCHLD)
    yield
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, handler)


@pytest.fixture
def lifeline() -> Iterator[Lifeline]:
    """Return the end of a pipe that a guardian watches, and what closes the other end."""
    watched, held = os.pipe()
    with os.fdopen(watched), os.fdopen(held, "w") as owner:
        yield watched, owner.close


def started(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
        start_new_session=True,
        text=True,
    )


def family_of(process: subprocess.Popen[str]) -> list[int]:
    assert process.stdout
    return [int(number) for number in process.stdout.readline().split()]


@pytest.mark.parametrize(
    ("script", "status"),
    [("exit 3", 3), ("kill -TERM $$", 143)],
)
def test_the_status_is_the_commands_own(script: str, status: int, lifeline: Lifeline) -> None:
    assert guard(["sh", "-c", script], lifeline=lifeline[0]) == status


def test_a_command_that_cannot_be_started_is_told_like_by_a_shell(
    lifeline: Lifeline,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    directory = tmp_path / "run"
    directory.mkdir()

    assert guard([str(tmp_path / "no-such")], lifeline=lifeline[0], remove=directory) == 127
    assert "no-such" in capfd.readouterr().err
    assert not directory.exists()


def test_a_closed_lifeline_ends_the_command_and_all_that_it_started(
    lifeline: Lifeline, tmp_path: Path
) -> None:
    directory = tmp_path / "run"
    directory.mkdir()
    told = tmp_path / "told"
    watched, close = lifeline

    def close_when_told() -> None:
        wait_until(lambda: told.exists() and told.read_text().endswith("\n"))
        close()

    owner = threading.Thread(target=close_when_told)
    owner.start()
    command = ["sh", "-c", f"sleep 60 & echo $! > {told}; wait"]
    assert guard(command, lifeline=watched, remove=directory) == 137
    owner.join()

    wait_until(lambda: not runs(int(told.read_text())))
    assert not directory.exists()


def test_a_directory_that_is_still_written_to_is_deleted_all_the_same(
    lifeline: Lifeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "run"
    directory.mkdir()
    attempts: list[Path] = []

    def fail_twice(path: Path, *, ignore_errors: bool) -> None:
        attempts.append(path)
        if len(attempts) == 3:
            delete(path, ignore_errors=ignore_errors)

    delete = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", fail_twice)

    guard(["true"], lifeline=lifeline[0], remove=directory)
    assert not directory.exists()


def test_a_directory_that_cannot_be_deleted_is_given_up(
    lifeline: Lifeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guardian, "_REMOVAL_PAUSE", 0)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)

    assert guard(["true"], lifeline=lifeline[0], remove=tmp_path) == 0


def test_the_guardian_is_its_own_program(
    lifeline: Lifeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "run"
    directory.mkdir()
    _, *options, program, remove, command = guarded(["true"], remove=directory)
    assert options == ["-I", "-S"]
    monkeypatch.setattr(sys, "argv", [program, remove, command])
    monkeypatch.setattr(sys, "stdin", Mock(fileno=lambda: lifeline[0]))

    with pytest.raises(SystemExit) as stop:
        runpy.run_path(program, run_name="__main__")
    assert stop.value.code == 0
    assert not directory.exists()


def test_what_a_command_leaves_running_ends_with_it() -> None:
    with started(guarded(["sh", "-c", "sleep 60 & echo $!"])) as process:
        family = family_of(process)
        assert process.wait() == 0
        wait_until(lambda: not any(map(runs, family)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_ends_however_its_owner_ends(number: signal.Signals) -> None:
    with started([sys.executable, "-c", OWNER]) as owner:
        family = family_of(owner)
        assert all(map(runs, family))
        # As Ctrl-C does, to all of the terminal's foreground group.
        os.killpg(owner.pid, number)
        owner.wait()
        wait_until(lambda: not any(map(runs, family)))
