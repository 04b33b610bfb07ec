"""How long the AWS clients of both functions wait, and how often they ask again."""

from typing import Final

from botocore.config import Config

CLIENT_CONFIG: Final = Config(
    # The defaults, a minute for each of five attempts, outlive the functions.
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
)
