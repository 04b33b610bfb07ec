"""Each question of the benchmark at its smallest: no time is judged here, only what is counted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import asset_size, cold_start, rule, synth, work
from benchmarks.comparison import Comparison
from gas_notifier import REPOSITORY

UNCHECKED = synth.APPS["unchecked"]


def test_assets_are_small_and_always_the_same() -> None:
    comparisons = list(asset_size.compare())

    assert [comparison.what for comparison in comparisons if comparison.reached] == [
        "fetcher's zip",
        "fetcher's zip: different ones",
        "publisher's zip",
        "publisher's zip: different ones",
    ]


def test_a_run_makes_the_requests_it_must_and_reads_as_little_of_a_long_table() -> None:
    comparisons = {
        comparison.what: comparison for comparison in work.compare(1, records=(1, 50), timed=1)
    }

    for regions in (1, 17):
        assert comparisons[f"requests, {regions} watched, 0 new: 1 feed, 1 Query"].reached
        assert comparisons[
            f"requests, {regions} watched, 1 new: 1 feed, 1 Query, 1 PutItem"
        ].reached
        assert comparisons[
            f"requests, {regions} watched, 4 new: 1 feed, 1 Query, 4 PutItem"
        ].reached
    assert comparisons["bytes of the feed"].reached
    assert comparisons["bytes of the feed, were there no gzip"].reached
    assert comparisons["read units of a run, 50 in the table"].reached
    assert comparisons["memory of the fetcher's process"].reached


def test_each_handler_is_measured_beside_its_floor() -> None:
    assert [(comparison.what, comparison.beside) for comparison in cold_start.compare(1)] == [
        ("fetcher: imports and clients", "boto3, requests and clients"),
        ("fetcher: imports and clients", "same, garbage put off as by ours"),
        ("fetcher: imports alone", "boto3, requests"),
        ("publisher: imports and clients", "boto3 and clients"),
        ("publisher: imports and clients", "same, garbage put off as by ours"),
        ("publisher: imports alone", "boto3"),
    ]


def test_what_a_handler_imports_beyond_its_floor_is_accounted_for() -> None:
    fetcher, publisher = cold_start.STARTS

    assert cold_start.account(fetcher, rounds=1).keys() >= {"fetcher.handler", "gas_prices.rule"}
    assert "requests" not in cold_start.account(publisher, rounds=1)


def test_the_rule_is_measured_as_it_grows() -> None:
    comparisons = list(rule.compare(1, scales=(1, 2)))

    assert len(comparisons) == 6
    memory = [comparison for comparison in comparisons if comparison.unit == "kB"]
    assert [comparison.reached for comparison in memory] == [True, True]


def test_synths_are_measured_warm_and_cold() -> None:
    comparisons = list(synth.compare(1, apps={"ours": UNCHECKED, "unchecked": UNCHECKED}))

    assert [comparison.what for comparison in comparisons] == ["app.py, warm", "app.py, cold"]


def test_our_app_can_be_synthesized_with_the_cdks_validation_on(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, *synth.APPS["checked"]],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "CDK_OUTDIR": str(tmp_path),
            "CDK_CONTEXT_JSON": '{"email": "you@example.com"}',
        },
        check=True,
    )

    assert (tmp_path / "GasNotifier.template.json").exists()
    assert (tmp_path / "validation-report.json").exists()


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

    assert "'beauty' is none of synth, asset-size" in capsys.readouterr().err
