"""The command line of the local run: `python -m gas_notifier`."""

import logging
import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.__main__ import COMMANDS, main
from gas_notifier.commands import replay

COMMAND: Final = [sys.executable, "-m", "gas_notifier"]
ESCAPE: Final = "\x1b["
YELLOW: Final = "\x1b[33m"


@pytest.fixture(autouse=True)
def _same_loggers() -> Iterator[None]:
    """Take away the handler that the command line gives the root logger."""
    before = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers = before


def in_terminal(*arguments: str, **environment: str) -> str:
    """Return what a command writes on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    with closing(os.fdopen(leader, "rb", buffering=0)) as screen:
        with closing(os.fdopen(follower, "wb")) as terminal:
            process = subprocess.Popen(
                [*COMMAND, *arguments],
                cwd=REPOSITORY,
                stdout=terminal,
                stderr=terminal,
                env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
            )
        written = b""
        try:
            while chunk := screen.read(65536):
                written += chunk
        except OSError:
            # So Linux says that nobody has the terminal open any more.
            pass
    assert process.wait() == 0
    return written.decode()


def test_help_names_each_command_and_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--help"])
    assert raised.value.code == 0
    told = capsys.readouterr().out
    for name, purpose in COMMANDS.items():
        assert f"  {name} " in told
        assert purpose in told


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main([name, "--help"])
    assert raised.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith(f"usage: python -m gas_notifier {name} ")
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: command"),
        (["play"], "argument command: invalid choice: 'play' (choose from"),
        (["--replay"], "the following arguments are required: command"),
    ],
)
def test_what_is_no_command_gets_one_line_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"python -m gas_notifier: {message}")
    assert told.err.count("\n") == 1


def test_the_status_is_that_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "main", len)
    assert main(["replay", "--since", "2020-01-01", "--json"]) == 3


def test_ctrl_c_is_one_line_and_status_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(replay, "main", interrupt)
    assert main(["replay"]) == 130
    assert capsys.readouterr().err == "Interrupted: everything is stopped, nothing is left.\n"


def test_ctrl_c_in_the_middle_of_a_replay_leaves_nothing_but_its_line() -> None:
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
            process.send_signal(signal.SIGINT)
            connection.close()
            out, errors = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert errors == "Interrupted: everything is stopped, nothing is left.\n"


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [*COMMAND, "replay", "--mails"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("2007-10-29: Now watching gas")
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 1


def test_numbers_for_a_reader_that_is_gone_are_no_error_either() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [*COMMAND, "replay", "--json", "--since", "2026-01-01"],
        cwd=REPOSITORY,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (process.returncode, process.stderr) == (1, b"")


def test_an_output_that_is_full_gets_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [*COMMAND, "replay", "SINCE=2026-01-01"],
            cwd=REPOSITORY,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert process.returncode == 1
    assert process.stderr == "python -m gas_notifier replay: [Errno 28] No space left on device\n"


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


def test_in_a_terminal_there_are_colours_and_a_chart() -> None:
    told = in_terminal("replay", "--since", "2025-01-01")
    assert YELLOW not in told
    assert "█" in told
    assert YELLOW in in_terminal("replay", "--since", "2025-01-01", "--below", "1.5", NO_COLOR="")


def test_with_no_color_there_is_none() -> None:
    told = in_terminal("replay", "--since", "2025-01-01", "--below", "1.5", NO_COLOR="1")
    assert "Warning" in told
    assert "\x1b[3" not in told


def test_in_a_pipe_there_is_no_control_code() -> None:
    process = subprocess.run(
        [*COMMAND, "replay", "--since", "2025-01-01", "--below", "1.5"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Warning" in process.stdout
    assert ESCAPE not in process.stdout
    assert process.stderr == ""


def test_what_the_encoding_of_the_output_lacks_is_replaced() -> None:
    process = subprocess.run(
        [*COMMAND, "replay", "--mails", "--since", "2026-03-01"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert b"????????" in process.stdout
    assert process.stderr == b""
