"""`python -m gas_notifier record`, as its user meets it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import requests

from gas_notifier.aws import recorder
from gas_notifier.commands.record import main
from gas_notifier.settings.settings import Settings
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen

GIVEN = ("WEEK=2026-04-13", "BUFFALO=3.05")
NO_PAGE = "the deployed stack takes no weeks: make deploy API=read-write"


@pytest.fixture
def put(deployed: Deploy, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the list of what is put, and of what is answered then: the first item."""
    deployed(Settings(api="read-write"))
    notes: list[Any] = [(201, '{"week": "2026-04-13", "recorded": true, "told": []}')]

    def put(*asked: object) -> object:
        notes.append(asked)
        return notes[0]

    monkeypatch.setattr(recorder, "put", put)
    return notes


def test_the_week_and_its_prices_are_put_as_they_were_given(put: list[Any], screen: Screen) -> None:
    assert screen.output(main, *GIVEN) == "Recorded: 2026-04-13. No mail.\n"
    assert put[1][:3] == (
        "https://page.example/",
        date(2026, 4, 13),
        {"buffalo": Decimal("3.05")},
    )


@pytest.mark.parametrize(
    ("came_of_it", "told"),
    [
        (
            {"recorded": True, "told": ["buffalo", "utica"]},
            "Recorded: 2026-04-13. Its mail tells of Buffalo, Utica.",
        ),
        (
            {"recorded": True},
            "2026-04-13 is recorded already, with these prices: nothing was changed.",
        ),
        (
            {"recorded": False},
            "Not recorded: nothing of 2026-04-13 is told, and record=drops keeps no such\n  week.",
        ),
    ],
)
def test_what_came_of_it_is_said_in_words(
    put: list[Any], screen: Screen, came_of_it: dict[str, object], told: str
) -> None:
    put[0] = (200, json.dumps({"week": "2026-04-13", **came_of_it}))
    assert screen.output(main, *GIVEN) == f"{told}\n"


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (422, {"error": "buffalo 9.05 is not credible"}, "not recorded: buffalo 9.05 is not"),
        (403, {"message": "Forbidden"}, "not recorded: Forbidden; it takes the right exec"),
        (404, {"message": "Not Found"}, NO_PAGE),
    ],
)
def test_what_is_refused_is_said_in_a_line(
    put: list[Any], screen: Screen, status: int, answer: object, message: str
) -> None:
    put[0] = (status, json.dumps(answer))
    assert screen.failure(main, *GIVEN).startswith(message)


def test_what_a_proxy_answers_is_told_from_an_answer(put: list[Any], screen: Screen) -> None:
    put[0] = (502, "<html>")
    assert screen.failure(main, *GIVEN) == (
        "no answer from https://page.example/: 502 came, and no JSON"
    )


def test_where_nothing_can_be_put_it_says_what_would_help(
    deployed: Deploy, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(Settings())
    assert screen.failure(main, *GIVEN) == NO_PAGE

    def no_way(*_: object, **__: object) -> None:
        raise requests.ConnectionError("no way there")

    deployed(Settings(api="read-write"))
    monkeypatch.setattr(requests, "put", no_way)
    assert screen.failure(main, *GIVEN) == "no answer from https://page.example/: no way there"
