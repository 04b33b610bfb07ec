"""The fetcher's metrics, in CloudWatch's embedded metric format: a log line, no permission needed.

Format: "Specification: Embedded metric format" in the Amazon CloudWatch user guide.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

NAMESPACE: Final = "GasNotifier"
DIMENSION: Final = "FunctionName"
UNITS: Final[Mapping[str, str]] = {
    "OldestPriceAge": "None",
    "SuspectPrices": "Count",
    "MissingPrices": "Count",
    "UnmailedNotices": "Count",
}
"""Each metric and its unit; CloudWatch has no unit for OldestPriceAge, which is in days."""


def line(function_name: str, at: datetime, values: Mapping[str, int]) -> str:
    """Return the log line that gives every metric of UNITS its value at a moment."""
    metrics = [{"Name": name, "Unit": unit} for name, unit in UNITS.items()]
    return json.dumps(
        {
            "_aws": {
                "Timestamp": round(at.timestamp() * 1000),
                "CloudWatchMetrics": [
                    {"Namespace": NAMESPACE, "Dimensions": [[DIMENSION]], "Metrics": metrics}
                ],
            },
            DIMENSION: function_name,
            **{name: values[name] for name in UNITS},
        }
    )
