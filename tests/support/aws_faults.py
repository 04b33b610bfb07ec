"""How a request to AWS can fail, seen from the edge of the SDK; and the death of a function."""

import json
from enum import Enum
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from botocore.hooks import BaseEventHooks
from urllib3 import HTTPResponse


class CrashError(BaseException):
    """The function ends here and now, and no code of its own can help it."""


class AwsFault(Enum):
    """What becomes of one request."""

    THROTTLED = "throttled"
    UNANSWERED = "not answered in time, nor carried out"
    LOST_ANSWER = "carried out, its answer lost"

    def answer(self, request: AWSPreparedRequest) -> AWSResponse:
        """Return the answer of a service that refuses, or raise what the SDK's own client would."""
        match self:
            case AwsFault.THROTTLED:
                return _refusal(request, 400, "ThrottlingException")
            case AwsFault.UNANSWERED | AwsFault.LOST_ANSWER:
                raise ReadTimeoutError(endpoint_url=request.url)


def carry_out(events: BaseEventHooks, request: AWSPreparedRequest) -> AWSResponse:
    """Return moto's answer to a request; to be called by what listens to one operation alone."""
    emitter: Any = events
    response: AWSResponse = emitter.emit_until_response("before-send", request=request)[1]
    return _instead(request, response)


def _instead(request: AWSPreparedRequest, response: AWSResponse) -> AWSResponse:
    # Moto listens to this request too, and answers those to AWS alone.
    request.url = "https://nowhere.example/"
    return response


def _refusal(request: AWSPreparedRequest, status: int, code: str) -> AWSResponse:
    """Return an error in the protocol of the service asked: DynamoDB's JSON, or SNS's XML."""
    text = (
        json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no"})
        if "dynamodb" in request.url
        else f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error>"
        "</ErrorResponse>"
    )
    raw = HTTPResponse(BytesIO(text.encode()), preload_content=False)
    return _instead(request, AWSResponse(request.url, status, HTTPHeaders(), raw))
