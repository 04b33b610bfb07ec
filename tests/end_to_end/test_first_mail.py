"""The first mail while one is still sitting there: `make look`, `make confirm`, `make resend`."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from queue import Queue
from typing import Any
from urllib.parse import quote

import pytest

from gas_notifier.__main__ import main
from gas_notifier.emulator.loopback_server import LoopbackServer
from tests.support.pipeline import ALL, BUFFALO, UTICA, Pipeline

Run = Callable[..., str]


@pytest.fixture
def run(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return a function that runs a command of a user whose account is the emulator's."""
    for name, value in pipeline.emulator.environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, status: int = 0) -> str:
        assert main(arguments) == status
        told = capsys.readouterr()
        return told.out + told.err

    return run


@pytest.fixture
def tokens(pipeline: Pipeline) -> Iterator["Queue[str]"]:
    """Return the secrets of AWS's mails to a reader who has not confirmed, read from a server.

    The emulator confirms addresses by itself, but no server.
    """
    found: Queue[str] = Queue()

    class Reader(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.put(body.get("Token", ""))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    sns = pipeline.emulator.client("sns")
    with LoopbackServer(Reader) as server:
        reader = sns.subscribe(
            TopicArn=pipeline.deployment.topic_arn,
            Protocol="http",
            Endpoint=server.url,
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        yield found
        sns.unsubscribe(SubscriptionArn=reader)


def subscription(pipeline: Pipeline) -> dict[str, str]:
    """Return how the server is subscribed."""
    sns = pipeline.emulator.client("sns")
    topic = pipeline.deployment.topic_arn
    (arn,) = (
        listed["SubscriptionArn"]
        for listed in sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
        if listed["Protocol"] == "http"
    )
    return sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]


def test_a_look_says_what_was_recorded_and_mailed_and_a_resend_mails_it_again(
    pipeline: Pipeline, run: Run
) -> None:
    pipeline.feed.newest_week = date(2025, 10, 20)
    told = run("look")
    assert "2025-10-20.\nRecorded: 2025-10-20.\nMailed: all@example.com, buffalo@" in told
    assert [len(mails) for mails in pipeline.mailed().values()] == [1, 1, 1]

    assert run("look").endswith("No mail: nothing is new since the last look.\n")

    told = run("resend", "YES=1")
    assert told.startswith("The notice of 2025-10-20, to ")
    assert all(address in told for address in (ALL, BUFFALO, UTICA))
    assert [len(mails) for mails in pipeline.mailed().values()] == [1, 1, 1]


def test_a_look_says_what_keeps_a_mail_back(pipeline: Pipeline, run: Run) -> None:
    pipeline.look("2026-03-02")
    pipeline.feed.newest_week = date(2026, 3, 9)
    told = run("look")
    assert "Recorded: 2026-03-09.\nNo mail.\nNot told: Buffalo, it did not fall: " in told


def test_a_confirmed_subscription_is_its_owners_alone(
    pipeline: Pipeline, run: Run, tokens: "Queue[str]"
) -> None:
    topic = pipeline.deployment.topic_arn
    assert subscription(pipeline)["PendingConfirmation"] == "true"
    link = f"https://sns.us-east-1.amazonaws.com/?TopicArn={topic}&Token={tokens.get(timeout=20)}"

    told = run("confirm", f"LINK=https://scanner.example/?url={quote(link, safe='')}")

    assert told.startswith("Confirmed; only who has your AWS credentials")
    confirmed = subscription(pipeline)
    assert confirmed["PendingConfirmation"] == "false"
    assert confirmed["ConfirmationWasAuthenticated"] == "true"
    assert run("confirm", f"LINK={link}", status=1).startswith("this link is spent, or older than")
