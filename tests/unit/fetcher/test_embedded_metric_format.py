"""The fetcher's line of metrics, held against every demand of the embedded metric format.

Source: "Specification: Embedded metric format" in the Amazon CloudWatch user guide.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetcher import metrics

Node = dict[str, Any]

AT: Final = datetime(2026, 4, 10, 22, 0, 0, 250_000, tzinfo=UTC)
LARGEST_LINE: Final = 256 * 1024
LONGEST_TEXT: Final = 1024
LONGEST_DIMENSION: Final = 250
MOST_DIMENSIONS: Final = 30
MOST_METRICS: Final = 100

_SIZES: Final = ("Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes")
UNITS: Final = {
    *("Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "Count/Second", "None"),
    *_SIZES,
    *(size.replace("ytes", "its") for size in _SIZES),
    *(f"{size}/Second" for size in _SIZES),
    *(f"{size.replace('ytes', 'its')}/Second" for size in _SIZES),
}
"""Source: "MetricDatum" in the Amazon CloudWatch API reference."""


def _directives(root: Node) -> list[Node]:
    return list(root["_aws"]["CloudWatchMetrics"])


def _metrics(root: Node) -> list[Node]:
    return [metric for directive in _directives(root) for metric in directive["Metrics"]]


def _dimensions(root: Node) -> list[list[str]]:
    return [names for directive in _directives(root) for names in directive["Dimensions"]]


def _is_text(value: object, longest: int = LONGEST_TEXT) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= longest


DEMANDS: Final[Mapping[str, Callable[[Node], bool]]] = {
    "a line is no longer than a log event": lambda root: len(json.dumps(root)) <= LARGEST_LINE,
    "_aws has a time and directives, and nothing else": lambda root: (
        root["_aws"].keys() == {"Timestamp", "CloudWatchMetrics"}
    ),
    # In seconds or microseconds it would be of another century.
    "the time is in milliseconds": lambda root: (
        type(root["_aws"]["Timestamp"]) is int and 10**12 < root["_aws"]["Timestamp"] < 10**13
    ),
    "there is a directive": lambda root: bool(_directives(root)),
    "a directive has its three members": lambda root: all(
        directive.keys() == {"Namespace", "Dimensions", "Metrics"}
        for directive in _directives(root)
    ),
    "a namespace is a text, and not AWS's own": lambda root: all(
        _is_text(directive["Namespace"]) and not directive["Namespace"].startswith("AWS/")
        for directive in _directives(root)
    ),
    "there is a set of dimensions": lambda root: bool(_dimensions(root)),
    "a set has as many dimensions as it may": lambda root: all(
        1 <= len(names) <= MOST_DIMENSIONS for names in _dimensions(root)
    ),
    "a dimension has a name, and a text for a value": lambda root: all(
        _is_text(name, LONGEST_DIMENSION) and _is_text(root[name])
        for names in _dimensions(root)
        for name in names
    ),
    "there are as many metrics as there may be": lambda root: all(
        1 <= len(directive["Metrics"]) <= MOST_METRICS for directive in _directives(root)
    ),
    "a metric has known members": lambda root: all(
        metric.keys() <= {"Name", "Unit", "StorageResolution"} for metric in _metrics(root)
    ),
    "a metric has a name, and a number for a value": lambda root: all(
        _is_text(metric["Name"]) and type(root[metric["Name"]]) in {int, float}
        for metric in _metrics(root)
    ),
    "a unit is one of CloudWatch's": lambda root: all(
        metric.get("Unit", "None") in UNITS for metric in _metrics(root)
    ),
}

BREACHES: Final[Mapping[str, Callable[[Node], object]]] = {
    "a line is no longer than a log event": lambda root: root.update(more="x" * LARGEST_LINE),
    "_aws has a time and directives, and nothing else": lambda root: root["_aws"].update(more=1),
    "the time is in milliseconds": lambda root: root["_aws"].update(Timestamp=1_775_858_400),
    "there is a directive": lambda root: root["_aws"].update(CloudWatchMetrics=[]),
    "a directive has its three members": lambda root: _directives(root)[0].update(more=1),
    "a namespace is a text, and not AWS's own": lambda root: _directives(root)[0].update(
        Namespace="AWS/Lambda"
    ),
    "there is a set of dimensions": lambda root: _directives(root)[0].update(Dimensions=[]),
    "a set has as many dimensions as it may": lambda root: _dimensions(root)[0].clear(),
    "a dimension has a name, and a text for a value": lambda root: root.pop("FunctionName"),
    "there are as many metrics as there may be": lambda root: _directives(root)[0].update(
        Metrics=[]
    ),
    "a metric has known members": lambda root: _metrics(root)[0].update(Value=1),
    "a metric has a name, and a number for a value": lambda root: root.update(NewestWeekAge="4"),
    "a unit is one of CloudWatch's": lambda root: _metrics(root)[0].update(Unit="Days"),
}


@given(
    name=st.from_regex(r"[A-Za-z0-9-_]{1,64}", fullmatch=True),
    at=st.timedeltas(timedelta(days=-1000), timedelta(days=50_000)).map(lambda time: AT + time),
    values=st.fixed_dictionaries({name: st.integers(0, 100_000) for name in metrics.UNITS}),
)
def test_any_line_is_one_object_that_meets_every_demand(
    name: str, at: datetime, values: dict[str, int]
) -> None:
    line = metrics.line(name, at, values)
    # A second line, or anything around the object, and CloudWatch would see no metrics in it.
    assert line.isprintable()
    root = json.loads(line)
    for demand, is_met in DEMANDS.items():
        assert is_met(root), demand
    assert {metric["Name"]: root[metric["Name"]] for metric in _metrics(root)} == values


@pytest.mark.parametrize("demand", DEMANDS)
def test_a_line_that_breaches_a_demand_would_be_found(demand: str) -> None:
    root = json.loads(metrics.line("GasNotifier-Fetcher", AT, dict.fromkeys(metrics.UNITS, 1)))
    BREACHES[demand](root)
    with pytest.raises((AssertionError, KeyError)):
        assert DEMANDS[demand](root)
