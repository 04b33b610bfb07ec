"""What the tests of the commands share: a checkout in which nothing is set, and a screen."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from gas_notifier.commands import deploy, on_aws
from gas_notifier.settings import deployed_settings

Main = Callable[[Sequence[str]], int]
SetContext = Callable[..., None]


@pytest.fixture(autouse=True)
def set_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetContext:
    """Return a function that sets what the next deployment would have; at first it is nothing."""
    for module in (deployed_settings, on_aws, deploy):
        monkeypatch.setattr(module, "REPOSITORY", tmp_path)

    def set_context(**settings: object) -> None:
        (tmp_path / "cdk.json").write_text(json.dumps({"context": settings}), encoding="utf-8")

    return set_context


@dataclass(frozen=True)
class Screen:
    """What a command says when it is run, each way it can end."""

    capsys: pytest.CaptureFixture[str]

    def output(self, main: Main, *arguments: str) -> str:
        """Return what it prints when all is well."""
        assert main(arguments) == 0
        told = self.capsys.readouterr()
        assert told.err == ""
        return told.out

    def refusal(self, main: Main, *arguments: str) -> str:
        """Return the one line that wrong options get, with status 2."""
        with pytest.raises(SystemExit) as raised:
            main(arguments)
        assert raised.value.code == 2
        return self._line()

    def failure(self, main: Main, *arguments: str) -> str:
        """Return the one line that what cannot be done gets, with status 1."""
        assert main(arguments) == 1
        return self._line()

    def _line(self) -> str:
        told = self.capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        return told.err.strip()


@pytest.fixture
def screen(capsys: pytest.CaptureFixture[str]) -> Screen:
    return Screen(capsys)
