"""How the commands are told what to do: `NAME=value` as make writes it, or `--name value`."""

import argparse
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NoReturn

from gas_notifier.commands.screen import remark
from gas_notifier.settings import values
from gas_notifier.settings.setting import SETTINGS, Setting

PROGRAM: Final = "python -m gas_notifier"
COLUMN: Final = re.compile(r" *\S+(?: \S+)* {2,}")
"""What stands before the second column of a list's line."""
NAMED: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)


class _Help(argparse.HelpFormatter):
    """Leaves the lines of a text apart; one that is too long goes on under its last column."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "".join(f"{_hung(indent + line, width)}\n" for line in text.splitlines())


def _hung(line: str, width: int) -> str:
    column = COLUMN.match(line)
    under = column.end() if column else len(line) - len(line.lstrip())
    return textwrap.fill(line, width, subsequent_indent=" " * under, break_on_hyphens=False)


class Parser(argparse.ArgumentParser):
    """A parser of one command, which refuses what it cannot read with one line."""

    def __init__(
        self, program: str, description: str, epilog: str | None = None, usage: str = ""
    ) -> None:
        super().__init__(
            prog=program,
            # All the options with their values, as it would be otherwise, have no room.
            usage=f"%(prog)s{usage}",
            description=description,
            epilog=epilog,
            formatter_class=_Help,
            # A script must not come to mean something else when there is one option more.
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Name what is wrong, and leave with status 2."""
        remark(f"{self.prog}: {message}")
        self.exit(2)


@dataclass(frozen=True)
class Given:
    """What a command was told: the values of its own options, and settings, unread."""

    own: Mapping[str, Any]
    settings: Mapping[str, str]


class Options:
    """All that a command takes: options of its own, read at once, and settings of a deployment."""

    def __init__(
        self,
        command: str,
        description: str,
        epilog: str | None = None,
        *,
        own: Mapping[str, Setting] | None = None,
        settings: Sequence[str] = (),
        program: str | None = None,
    ) -> None:
        self.command = command
        self._own = own or {}
        self._settings = {name: SETTINGS[name] for name in settings}
        usage = " [--name value]" if self._own or self._settings else ""
        self._parser = Parser(program or f"{PROGRAM} {command}", description, epilog, usage)
        _add(self._parser.add_argument, self._own)
        if self._settings:
            group = self._parser.add_argument_group(
                "settings",
                "What is not given here is as in cdk.json, or else as it was deployed, or else the "
                "default. The word none takes one out.",
            )
            _add(group.add_argument, self._settings)

    def read(self, arguments: Sequence[str]) -> Given:
        """Return what the arguments say; leave with one line and status 2 when one is wrong."""
        words = [self._as_option(argument) for argument in arguments]
        texts = {
            name: text
            for name, text in vars(self._parser.parse_args(words)).items()
            if text is not None
        }
        for name, text in texts.items():
            if not text.strip():
                rest = f"; to take it out, {name.upper()}=none" if name in self._settings else ""
                self.error(f"{name}: nothing was given{rest}")
        own = {}
        for name, option in self._own.items():
            if name in texts:
                try:
                    own[name] = option.read(texts[name])
                except ValueError as error:
                    self.error(f"{name}: {error}")
        return Given(own, {name: texts[name].strip() for name in self._settings if name in texts})

    def error(self, reason: object) -> NoReturn:
        """Say in one line what is wrong with what was given, and leave with status 2."""
        self._parser.error(str(reason))

    def _as_option(self, argument: str) -> str:
        """Return `NAME=value` as the option that it stands for."""
        if not (named := NAMED.fullmatch(argument)):
            return argument
        name, value = named.groups()
        if name.lower() not in {*self._own, *self._settings}:
            self._refuse(name, value)
        return f"--{name.lower()}={value}"

    def _refuse(self, name: str, value: str) -> NoReturn:
        if name.startswith("AWS_"):
            self.error(f"{name} goes before the command: {name}={value} make {self.command}")
        taken = [option.upper() for option in (*self._own, *self._settings)]
        # A setting that has no part here is not a misspelt name.
        misspelt = [] if name.lower() in SETTINGS else [name.upper()]
        near = [found for word in misspelt for found in get_close_matches(word, taken, 1, 0.7)]
        hint = f"did you mean {near[0]}?" if near else f"it takes {', '.join(taken) or 'none'}"
        self.error(f"{name} is not taken; {hint}")


def _add(add_argument: Callable[..., argparse.Action], options: Mapping[str, Setting]) -> None:
    for name, option in options.items():
        flags = [f"--{name.replace('_', '-')}"]
        given: dict[str, Any] = {"metavar": option.stands_for}
        if option.read is values.flag:
            # It can be given as --name alone.
            given |= {"nargs": "?", "const": "1"}
        add_argument(*flags, help=option.meaning, **given)
        if "_" in name:
            add_argument(f"--{name}", help=argparse.SUPPRESS, **given)


def listed(title: str, meanings: Mapping[str, str]) -> str:
    """Return the lines of a help text that tell what some words mean."""
    width = max(map(len, meanings))
    return "\n".join([f"{title}:", *(f"  {word:{width}}  {meanings[word]}" for word in meanings)])


def day(value: object) -> date:
    """Return the date of an option; raises ValueError when it is none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a date like 2026-04-06") from None


def new_file(value: object) -> Path:
    """Return the path of an option, where a file can be written, or raise ValueError."""
    path = Path(str(value))
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError(f"{value!r} is not a file in a folder that is there")
    return path
