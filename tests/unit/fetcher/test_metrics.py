"""The metrics, as CloudWatch's specification of the embedded metric format wants them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from fetcher import metrics

AT = datetime(2026, 4, 10, 22, 0, 0, 250_000, tzinfo=UTC)
VALUES = {"NewestWeekAge": 4, "SuspectPrices": 1, "MissingPrices": 0, "UnmailedNotices": 1}

UNITS = {
    *("Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "None", "Count/Second"),
    *(
        f"{prefix}{unit}{rate}"
        for prefix in ("", "Kilo", "Mega", "Giga", "Tera")
        for unit in ("bytes" if prefix else "Bytes", "bits" if prefix else "Bits")
        for rate in ("", "/Second")
    ),
}
"""Every unit of the CloudWatch API."""


@pytest.fixture
def root() -> dict[str, Any]:
    """The root node of a line."""
    node: dict[str, Any] = json.loads(metrics.line("GasNotifier-Fetcher", AT, VALUES))
    return node


def test_a_line_is_one_line() -> None:
    assert "\n" not in metrics.line("GasNotifier-Fetcher", AT, VALUES)


def test_the_time_is_in_milliseconds_since_1970(root: dict[str, Any]) -> None:
    assert root["_aws"]["Timestamp"] == 1_775_858_400_250


def test_the_metrics_are_in_our_namespace_by_function(root: dict[str, Any]) -> None:
    [directive] = root["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "GasNotifier"
    assert directive["Dimensions"] == [["FunctionName"]]
    assert root["FunctionName"] == "GasNotifier-Fetcher"


def test_every_metric_has_its_unit_and_its_value_on_the_root(root: dict[str, Any]) -> None:
    [directive] = root["_aws"]["CloudWatchMetrics"]
    assert {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]} == {
        "NewestWeekAge": "None",
        "SuspectPrices": "Count",
        "MissingPrices": "Count",
        "UnmailedNotices": "Count",
    }
    assert all(metric["Unit"] in UNITS for metric in directive["Metrics"])
    assert {metric["Name"]: root[metric["Name"]] for metric in directive["Metrics"]} == VALUES


def test_the_root_holds_nothing_else(root: dict[str, Any]) -> None:
    assert root.keys() == {"_aws", "FunctionName", *VALUES}
    assert root["_aws"].keys() == {"Timestamp", "CloudWatchMetrics"}
    assert root["_aws"]["CloudWatchMetrics"][0].keys() == {"Namespace", "Dimensions", "Metrics"}
