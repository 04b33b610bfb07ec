"""The deployed functions, invoked: `gas_notifier.aws.functions`."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from gas_notifier.aws.functions import InvocationError, invoke

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


@pytest.fixture
def functions() -> "LambdaClient":
    return boto3.client("lambda")


@pytest.fixture
def stubber(functions: "LambdaClient") -> Iterator[Stubber]:
    with Stubber(functions) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def body(answer: object) -> StreamingBody:
    text = json.dumps(answer).encode()
    return StreamingBody(BytesIO(text), len(text))


def test_its_result_is_returned(functions: "LambdaClient", stubber: Stubber) -> None:
    asked = {"FunctionName": "fetcher", "Payload": b'{"week": "2026-04-06"}'}
    stubber.add_response("invoke", {"Payload": body({"recorded": []})}, asked)
    assert invoke(functions, "fetcher", {"week": "2026-04-06"}) == {"recorded": []}


def test_its_error_is_raised(functions: "LambdaClient", stubber: Stubber) -> None:
    answer = {"FunctionError": "Unhandled", "Payload": body({"errorMessage": "no feed"})}
    stubber.add_response("invoke", answer)
    with pytest.raises(InvocationError, match=r"^no feed$"):
        invoke(functions, "fetcher", {})
