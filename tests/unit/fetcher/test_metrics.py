"""The metrics, as CloudWatch's specification of the embedded metric format wants them."""

import json
from datetime import UTC, datetime

from fetcher import metrics


def test_a_line_is_one_object_with_every_metric_and_its_unit() -> None:
    values = {"OldestPriceAge": 4, "SuspectPrices": 1, "MissingPrices": 0, "UnmailedNotices": 1}
    line = metrics.line(
        "GasNotifier-Fetcher", datetime(2026, 4, 10, 22, 0, 0, 250_000, tzinfo=UTC), values
    )
    # A second line, and CloudWatch would see no metrics in it.
    assert "\n" not in line
    assert json.loads(line) == {
        "_aws": {
            # Milliseconds since 1970.
            "Timestamp": 1_775_858_400_250,
            "CloudWatchMetrics": [
                {
                    "Namespace": "GasNotifier",
                    "Dimensions": [["FunctionName"]],
                    "Metrics": [
                        {"Name": "OldestPriceAge", "Unit": "None"},
                        {"Name": "SuspectPrices", "Unit": "Count"},
                        {"Name": "MissingPrices", "Unit": "Count"},
                        {"Name": "UnmailedNotices", "Unit": "Count"},
                    ],
                }
            ],
        },
        "FunctionName": "GasNotifier-Fetcher",
        **values,
    }
