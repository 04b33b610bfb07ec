"""All questions, one table: `python -m benchmarks`, or `make bench`."""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import cold_start, pipeline, reader, rule, synth, work
from benchmarks.comparison import Comparison, table
from gas_notifier.commands.options import Options, new_file
from gas_notifier.settings.setting import Setting

QUESTIONS: Final[dict[str, Callable[[], Iterator[Comparison]]]] = {
    "synth": synth.compare,
    "cold-start": cold_start.compare,
    "work": work.compare,
    "pipeline": pipeline.compare,
    "reader": reader.compare,
    "rule": rule.compare,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask the questions, and print the table."""
    given = OPTIONS.read(sys.argv[1:] if arguments is None else arguments).own
    questions = given.get("only", list(QUESTIONS))
    comparisons: list[Comparison] = []
    load = [os.getloadavg()[0]]
    try:
        for question in questions:
            print(f"{question} ...", file=sys.stderr)
            comparisons += QUESTIONS[question]()
            load.append(os.getloadavg()[0])
    except KeyboardInterrupt:
        sys.exit(f"Interrupted: {', '.join(questions)} were asked, not all were answered.")
    finally:
        # What was measured counts, whatever became of the rest.
        _tell(comparisons, load, given.get("json"))


def _tell(comparisons: Sequence[Comparison], load: Sequence[float], file: Path | None) -> None:
    machine = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load": list(load),
    }
    print(table(comparisons))
    print(
        f"\n{machine['at']}, {machine['processors']} processors, Python {machine['python']}, "
        f"load {min(load):.1f} to {max(load):.1f}"
    )
    if file:
        measured = [comparison.as_json() for comparison in comparisons]
        file.write_text(f"{json.dumps({**machine, 'comparisons': measured}, indent=2)}\n")


def _questions(value: object) -> list[str]:
    questions = str(value).split(",")
    for question in questions:
        if question not in QUESTIONS:
            raise ValueError(f"{question!r} is none of {', '.join(QUESTIONS)}")
    return questions


OPTIONS: Final = Options(
    "bench",
    "Measures Gas Notifier beside the article's program, and beside the floor.",
    own={
        "only": Setting(_questions, "QUESTIONS", f"comma-separated, of {', '.join(QUESTIONS)}"),
        "json": Setting(new_file, "FILE", "keep all figures there"),
    },
    program="python -m benchmarks",
)


if __name__ == "__main__":
    main()
