"""What the handlers use of the context that Lambda hands them."""

from typing import Protocol


class LambdaContext(Protocol):
    """One invocation, of one function."""

    function_name: str
    aws_request_id: str
