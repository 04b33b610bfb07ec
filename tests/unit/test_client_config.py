"""How long the AWS clients of the functions wait."""

import boto3

from client_config import CLIENT_CONFIG


def test_a_client_waits_for_seconds_and_not_for_minutes() -> None:
    config = vars(boto3.client("dynamodb", config=CLIENT_CONFIG).meta.config)
    assert (config["connect_timeout"], config["read_timeout"]) == (2, 5)
    assert config["retries"] == {"mode": "standard", "total_max_attempts": 3}
