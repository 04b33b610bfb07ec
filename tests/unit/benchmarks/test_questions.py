"""Each question of the benchmark at its smallest: no time is judged here, only what is counted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import create_autospec

import pytest
import requests

from benchmarks import __main__ as command
from benchmarks import cold_start, pipeline, reader, rule, synth, work
from benchmarks.comparison import Comparison
from gas_notifier.emulator.emulator import Emulator


def test_a_run_makes_the_requests_it_must_and_reads_as_little_of_a_long_table() -> None:
    counted = (
        comparison
        for comparison in work.compare(1, records=(1, 50), timed=1)
        if not comparison.what.startswith("time")
    )

    assert [comparison.what for comparison in counted if comparison.reached] == [
        "requests, 1 watched, 0 new: 1 feed, 1 Query",
        "requests, 1 watched, 1 new: 1 feed, 1 Query, 1 PutItem",
        "requests, 1 watched, 4 new: 1 feed, 1 Query, 4 PutItem",
        "requests, 17 watched, 0 new: 1 feed, 1 Query",
        "requests, 17 watched, 1 new: 1 feed, 1 Query, 1 PutItem",
        "requests, 17 watched, 4 new: 1 feed, 1 Query, 4 PutItem",
        "bytes of the feed",
        "read units of a run, 50 in the table",
        "memory of a run, 50 in the table",
        "memory of the fetcher's process",
    ]


def test_each_handler_is_measured_beside_its_floor() -> None:
    assert [(comparison.what, comparison.beside) for comparison in cold_start.compare(1)] == [
        ("fetcher: imports and clients", "boto3, requests and clients"),
        ("fetcher: imports and clients", "same, garbage put off as by ours"),
        ("fetcher: imports and clients", "import boto3, without a client"),
        ("publisher: imports and clients", "boto3 and clients"),
        ("publisher: imports and clients", "same, garbage put off as by ours"),
        ("publisher: imports and clients", "import boto3, without a client"),
        ("reader: imports and clients", "boto3 and clients"),
        ("reader: imports and clients", "same, garbage put off as by ours"),
        ("reader: imports and clients", "import boto3, without a client"),
    ]


def test_the_reader_reads_the_table_once_a_minute_and_is_small() -> None:
    counted = [*reader.reads(weeks=60), reader.size()]

    assert [comparison.what for comparison in counted if comparison.reached] == [
        "reads in a minute, 60 weeks unwatched: 1 Query",
        "reads in a minute, 60 weeks, 17 watched: 1 Query",
        "its zip",
    ]


def test_the_rule_is_measured_as_it_grows() -> None:
    comparisons = list(rule.compare(1, scales=(1, 2)))

    assert len(comparisons) == 6
    memory = [comparison for comparison in comparisons if comparison.unit == "kB"]
    assert [comparison.reached for comparison in memory] == [True, True]


SYNTH = """
import json, os
from pathlib import Path
output = Path(os.environ["CDK_OUTDIR"])
output.mkdir(exist_ok=True)
with (output / "context").open("a") as file:
    print(json.loads(os.environ["CDK_CONTEXT_JSON"])["email"], file=file)
with Path(__file__).with_name("synths").open("a") as file:
    print(len((output / "context").read_text().splitlines()), file=file)
"""


def test_a_synth_is_measured_over_what_the_last_one_left_and_over_nothing(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(SYNTH)

    comparisons = list(synth.compare(2, dict.fromkeys(("ours", "bare"), str(app))))

    assert [comparison.what for comparison in comparisons] == ["app.py, warm", "app.py, cold"]
    # Of each app one that is not measured, two warm ones and two into nothing, in turns.
    assert (tmp_path / "synths").read_text().split() == [*"121233", *"1111"]


def test_the_article_s_program_is_an_app_with_what_the_pipeline_asks_for(tmp_path: Path) -> None:
    context = {"program": "article", "email": "you@example.com", "feed_url": "http://127.0.0.1:1/"}
    subprocess.run(
        [sys.executable, pipeline.SMALL],
        env={**os.environ, "CDK_OUTDIR": str(tmp_path), "CDK_CONTEXT_JSON": json.dumps(context)},
        capture_output=True,
        check=True,
    )

    template = json.loads((tmp_path / "ArticleProgram.template.json").read_text())
    assert {"NoticeTopicArn", "FetcherName", "PublisherName"} <= template["Outputs"].keys()


def test_each_program_of_the_pipeline_looks_at_each_week_once_and_each_falls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: dict[str, list[tuple[str, str]]] = {}

    @contextmanager
    def deployed(_: Emulator, name: str, feed_url: str) -> Iterator[SimpleNamespace]:
        def look() -> float:
            newest = requests.get(feed_url, {"$limit": "1"}, timeout=5).json()[0]
            seen.setdefault(name, []).append((newest["date"], newest["utica_average_gal"]))
            return 1

        yield SimpleNamespace(look=look, cool=lambda: None)

    monkeypatch.setattr(pipeline, "_deployed", deployed)
    monkeypatch.setattr(pipeline, "REST", 0)
    comparisons = list(pipeline.compare(1, 2, emulator=create_autospec(Emulator)))

    assert len(comparisons) == 6
    assert {comparison.ratio for comparison in comparisons} == {1}
    assert [*seen] == ["ours", "article", "bare"]
    for weeks in seen.values():
        assert [week[:10] for week, _ in weeks] == ["2026-03-23", "2026-03-30", "2026-04-06"]
        assert [price for _, price in weeks] == ["2.02", "2.01", "2.00"]


def _two(_rounds: int = 1) -> Iterator[Comparison]:
    yield Comparison("rule", "fast", "s", [1], "slow", [2], at_most=1)
    yield Comparison("rule", "small", "kB", [1], "large", [4], at_most=1)


def test_the_command_prints_one_table_and_keeps_the_figures(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(command.QUESTIONS, "rule", _two)

    command.main(["--only", "rule", "--json", str(tmp_path / "figures.json")])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[2].strip() for line in lines[2:4]] == ["fast", "small"]
    figures = json.loads((tmp_path / "figures.json").read_text())["comparisons"]
    assert [figure["ratio"] for figure in figures] == [0.5, 0.25]


def test_the_command_refuses_a_question_that_there_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command.main(["--only", "rule,beauty"])

    assert "'beauty' is none of synth, cold-start" in capsys.readouterr().err
