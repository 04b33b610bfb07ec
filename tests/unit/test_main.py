"""The command line of the local run: `python -m gas_notifier`."""

import logging
import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Final

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.__main__ import COMMANDS, main
from gas_notifier.commands import replay

COMMAND: Final = [sys.executable, "-m", "gas_notifier"]
YELLOW: Final = "\x1b[33m"


@pytest.fixture(autouse=True)
def _same_loggers() -> Iterator[None]:
    """Take away the handler that the command line gives the root logger."""
    before = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers = before


def run(
    *arguments: str, stdout: IO[bytes] | int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=REPOSITORY,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
    )


def in_terminal(*arguments: str, **environment: str) -> str:
    """Return what a command writes on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    with closing(os.fdopen(leader, "rb", buffering=0)) as screen:
        with closing(os.fdopen(follower, "wb")) as terminal:
            looks = {"TERM": "xterm-256color", "COLUMNS": "80", **environment}
            assert run(*arguments, stdout=terminal, **looks).returncode == 0
        written = b""
        # So Linux says that nobody has the terminal open any more.
        with suppress(OSError):
            while chunk := screen.read(65536):
                written += chunk
    return written.decode()


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_in_the_help_and_has_one_of_its_own(
    name: str, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments, told in (
        (["--help"], f" {name} "),
        (["--help"], COMMANDS[name]),
        ([name, "--help"], f"usage: python -m gas_notifier {name} "),
    ):
        with pytest.raises(SystemExit) as raised:
            main(arguments)
        assert raised.value.code == 0
        out = capsys.readouterr().out
        assert told in " ".join(out.split())
        assert max(map(len, out.splitlines())) <= columns


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: command"),
        (["play"], "argument command: invalid choice: 'play' (choose from"),
    ],
)
def test_what_is_no_command_gets_one_line_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith(f"python -m gas_notifier: {message}")


def test_the_status_is_that_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "main", len)
    assert main(["replay", "--since", "2020-01-01", "--json"]) == 3


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_ctrl_c_in_the_middle_of_a_replay_leaves_nothing_but_its_line(
    ending: signal.Signals,
) -> None:
    # A feed that never answers keeps the command at work until it is interrupted.
    with socket.create_server(("127.0.0.1", 0)) as feed:
        address = f"http://127.0.0.1:{feed.getsockname()[1]}/weeks.json"
        with subprocess.Popen(
            [*COMMAND, "replay", f"FEED_URL={address}"],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            connection, _ = feed.accept()
            process.send_signal(ending)
            connection.close()
            out, errors = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert errors == "Interrupted: everything is stopped, nothing is left.\n"


@pytest.mark.parametrize(
    "arguments", [["MAILS=1"], ["JSON=1", "SINCE=2026-01-01"]], ids=["much", "little"]
)
def test_a_reader_that_is_gone_is_no_error(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = run("replay", *arguments, stdout=writer)
    os.close(writer)
    assert (process.returncode, process.stderr) == (1, b"")


def test_a_module_on_the_machines_own_path_takes_the_place_of_none(tmp_path: Path) -> None:
    for name in ("rich", "requests", "fetcher", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('foreign')")
    process = run("replay", "SINCE=2026-01-01", PYTHONPATH=str(tmp_path))
    assert (process.returncode, process.stderr) == (0, b"")


def test_an_output_that_is_full_gets_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        process = run("replay", "SINCE=2026-01-01", stdout=full)
    assert process.returncode == 1
    assert process.stderr == b"python -m gas_notifier replay: [Errno 28] No space left on device\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_an_output_that_is_closed_is_no_error(closed: str) -> None:
    process = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {closed}', "", *COMMAND, "replay", "SINCE=2026-01-01"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stderr == ""
    assert bool(process.stdout) == (closed == "2>&-")


def test_in_a_terminal_there_is_a_chart_and_a_warning_is_yellow_if_colours_are_wanted() -> None:
    command = ["replay", "SINCE=2025-01-01"]
    told = in_terminal(*command)
    assert "█" in told
    assert YELLOW not in told
    assert f"{YELLOW}Warning" in in_terminal(*command, "BELOW=1.5", NO_COLOR="")
    assert "\x1b[3" not in in_terminal(*command, "BELOW=1.5", NO_COLOR="1")


def test_in_a_pipe_there_is_neither_and_what_its_encoding_lacks_is_replaced() -> None:
    process = run("replay", "MAILS=1", "SINCE=2025-01-01", "BELOW=1.5", PYTHONIOENCODING="ascii")
    assert (process.returncode, process.stderr) == (0, b"")
    assert b"\nWarning" in process.stdout
    assert b"????????" in process.stdout
    assert b"\x1b" not in process.stdout
