"""What a request to the API can be refused for, and a day as it is written in one."""

from datetime import date
from http import HTTPStatus


class RequestError(ValueError):
    """A request asks for what cannot be; one line says what is allowed."""

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.status = status


def day(name: str, text: str) -> date:
    """Return a day like 2026-04-06, which a request gives by that name.

    Raises RequestError when it is none.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    # Python reads other ways to write a day as well.
    if found is None or str(found) != text:
        raise RequestError(f"{name} is {text!r}, which is not a day like 2026-04-06")
    return found
