"""The deployed recorder, asked with its caller's own signature."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SERVICE: Final = "execute-api"
TIMEOUT: Final = 30
"""Seconds."""


def put(
    page_url: str,
    week: date,
    prices: Mapping[str, Decimal],
    credentials: Credentials,
    region: str,
    *,
    authority: str | None = None,
) -> tuple[int, str]:
    """Put a week's prices in dollars per gallon, and return the status and the JSON of the answer.

    `authority` is a file with certificates, where the machine's own are not to be trusted. Raises
    requests.RequestException when there is no answer.
    """
    body = json.dumps({"prices": {slug: float(price) for slug, price in prices.items()}})
    address = f"{page_url}weeks/{week}"
    request = AWSRequest("PUT", address, data=body)
    SigV4Auth(credentials, SERVICE, region).add_auth(request)
    answer = requests.put(
        address,
        data=body,
        headers=dict(request.headers),
        timeout=TIMEOUT,
        verify=authority or True,
    )
    return answer.status_code, answer.text
