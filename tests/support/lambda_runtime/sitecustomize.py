"""Logging as Lambda's Python runtime does it when a function's log format is JSON.

The emulator's runtime writes nothing below a warning, and of a line its message alone. A function
that has this folder on its PYTHONPATH runs this file when its interpreter starts, and then writes
one JSON object a line, with all that `extra` holds, from INFO on.

Source: "Using Lambda advanced logging controls with Python" in the AWS Lambda developer guide.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Final

_OF_EVERY_RECORD: Final = {*vars(logging.makeLogRecord({})), "message", "asctime"}


class JsonFormatter(logging.Formatter):
    """Writes a line; raises TypeError when `extra` holds what JSON cannot."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one JSON object."""
        line: dict[str, object] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        extra = {key: value for key, value in vars(record).items() if key not in _OF_EVERY_RECORD}
        return json.dumps(line | extra, ensure_ascii=False)


_handler = logging.StreamHandler()
_handler.setFormatter(JsonFormatter())
logging.basicConfig(level=logging.INFO, handlers=[_handler])
