"""A subscription that waits for its link: the emulator confirms addresses, but no server."""

import json
from http.server import BaseHTTPRequestHandler
from queue import Queue
from typing import Any

from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.loopback_server import LoopbackServer


class UnconfirmedReader(LoopbackServer):
    """A server that is subscribed to a topic, and reads what AWS sends to be confirmed."""

    def __init__(self, emulator: Emulator, topic: str) -> None:
        super().__init__(_Handler)
        self.tokens: Queue[str] = Queue()
        self._topic = topic
        self._sns = emulator.client("sns")

    def link(self) -> str:
        """Return the link that is to be followed."""
        token = self.tokens.get(timeout=20)
        return f"https://sns.us-east-1.amazonaws.com/?TopicArn={self._topic}&Token={token}"

    def attributes(self) -> dict[str, str]:
        """Return how the subscription stands."""
        return self._sns.get_subscription_attributes(SubscriptionArn=self._arn())["Attributes"]

    def __enter__(self) -> "UnconfirmedReader":
        super().__enter__()
        self._sns.subscribe(TopicArn=self._topic, Protocol="http", Endpoint=self.url)
        return self

    def __exit__(self, *_: object) -> None:
        self._sns.unsubscribe(SubscriptionArn=self._arn())
        super().__exit__()

    def _arn(self) -> str:
        listed = self._sns.list_subscriptions_by_topic(TopicArn=self._topic)["Subscriptions"]
        (arn,) = (found["SubscriptionArn"] for found in listed if found["Endpoint"] == self.url)
        return arn


class _Handler(BaseHTTPRequestHandler):
    server: UnconfirmedReader

    def do_POST(self) -> None:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "Token" in body:
            self.server.tokens.put(body["Token"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
