"""The deployed functions, invoked as AWS invokes them."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

PATIENT: Final = Config(
    # Longer than a function may take; and an invocation is not repeated for want of an answer.
    read_timeout=180,
    retries={"mode": "standard", "total_max_attempts": 1},
)
"""For the client that invokes."""


class InvocationError(Exception):
    """A deployed function raised an error; the message is the function's own."""


def invoke(functions: "LambdaClient", name: str, event: Mapping[str, object]) -> Any:  # noqa: ANN401 - whatever JSON the function returns
    """Invoke a function and return its result.

    Raises InvocationError when it failed.
    """
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
    payload = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise InvocationError(payload["errorMessage"])
    return payload
