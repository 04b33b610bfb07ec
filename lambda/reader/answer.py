"""Answers, as API Gateway takes them (payload format 2.0): headers, validators, compression."""

import gzip
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer has."""
LEAST_TO_COMPRESS: Final = 1_000
"""Bytes."""
COMPRESSION: Final = 6
"""The highest level, 9, takes three times as long to make it smaller by a twentieth."""
NOT_AT_ALL: Final = "no-store"
FIVE_MINUTES: Final = "public, max-age=300"
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For what has another address once it changes."""


@dataclass(frozen=True)
class Answer:
    """A text of a media type, and for how long it may be kept where it arrives."""

    text: str
    media_type: str
    keep: str = FIVE_MINUTES
    status: HTTPStatus = HTTPStatus.OK

    def to(self, event: Mapping[str, Any]) -> dict[str, object]:
        """Return what API Gateway is to send: the text, or that it is known there, or its head."""
        body = self.text.encode()
        # Weak, as it is the same for the text and the text compressed.
        tag = f'W/"{version(self.text)}"'
        headers = {**HEADERS, "Cache-Control": self.keep, "ETag": tag}
        asked: Mapping[str, str] = event["headers"]
        if self.status == HTTPStatus.OK and tag in asked.get("if-none-match", ""):
            return {"statusCode": HTTPStatus.NOT_MODIFIED, "headers": headers}
        headers["Content-Type"] = f"{self.media_type}; charset=utf-8"
        compressed = len(body) >= LEAST_TO_COMPRESS and "gzip" in asked.get("accept-encoding", "")
        if compressed:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, COMPRESSION, mtime=0)
        if event["requestContext"]["http"]["method"] == "HEAD":
            body = b""
        return {
            "statusCode": self.status,
            "headers": headers,
            "body": b64encode(body).decode(),
            "isBase64Encoded": True,
        }


def version(text: str) -> str:
    """Return a short name for a text that no other text has."""
    return sha256(text.encode()).hexdigest()[:16]
