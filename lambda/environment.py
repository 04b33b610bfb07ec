"""What a function is told by its environment variables."""

import os


class IncompleteEnvironmentError(Exception):
    """An environment variable that the function needs is not set."""


def required(name: str) -> str:
    """Return the value of an environment variable.

    Raises IncompleteEnvironmentError when it is not set; an empty value counts as set.
    """
    try:
        return os.environ[name]
    except KeyError:
        raise IncompleteEnvironmentError(f"environment variable {name} is not set") from None
