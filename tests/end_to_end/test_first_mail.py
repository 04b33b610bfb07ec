"""The first mail while one is still sitting there: `make look`, `make confirm`, `make resend`."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest

from gas_notifier.__main__ import main
from tests.support.pipeline import ALL, BUFFALO, UTICA, Pipeline
from tests.support.unconfirmed_reader import UnconfirmedReader

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


def test_a_confirmed_subscription_is_its_owners_alone(pipeline: Pipeline, run: Run) -> None:
    with UnconfirmedReader(pipeline.emulator, pipeline.deployment.topic_arn) as reader:
        link = reader.link()
        told = run("confirm", f"LINK=https://scanner.example/?url={quote(link, safe='')}")
        assert told.startswith("Confirmed; only who has your AWS credentials")
        attributes = reader.attributes()
        assert attributes["PendingConfirmation"] == "false"
        assert attributes["ConfirmationWasAuthenticated"] == "true"
        assert run("confirm", f"LINK={link}", status=1).startswith("this link is spent, or older")
