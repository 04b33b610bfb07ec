"""What a function is told by its environment variables."""

import pytest

from environment import IncompleteEnvironmentError, required


def test_a_variable_that_is_set_has_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "prices")
    assert required("TABLE_NAME") == "prices"


def test_an_empty_value_is_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELOW", "")
    assert required("BELOW") == ""


def test_a_variable_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME", raising=False)
    with pytest.raises(IncompleteEnvironmentError) as raised:
        required("TABLE_NAME")
    assert str(raised.value) == "environment variable TABLE_NAME is not set"
