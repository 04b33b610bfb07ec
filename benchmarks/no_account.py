"""The environment that keeps what is measured from every AWS account."""

import os
from collections.abc import Mapping
from typing import Final

NO_ACCOUNT: Final[Mapping[str, str]] = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
