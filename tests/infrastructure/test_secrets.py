"""Neither the template nor the code tells an address, an account or a secret."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_cdk.assertions import Template

from gas_notifier import REPOSITORY
from gas_notifier.emulator.isolated_environment import ACCOUNT

ACCOUNT_ID = re.compile(r"(?<![\w.])\d{12}(?![\w.])")
SECRET = re.compile(
    r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|(?i:secret|password|token)\s*=\s*[\"']"
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
CODE = [
    path
    for pattern in ("app.py", "cdk.json", "gas_notifier/**/*.py", "lambda/**/*.py")
    for path in sorted(REPOSITORY.glob(pattern))
]


def test_an_address_stands_in_the_template_only_where_it_is_subscribed(
    full_template: Template,
) -> None:
    places = {place for place, text in _texts(full_template.to_json()) if ADDRESS.search(text)}
    assert len(places) == 4
    for place in places:
        assert re.fullmatch(
            r"Resources/(NoticesReader|AlarmsOperator)\w+/Properties/Endpoint", place
        )


def test_no_account_stands_in_the_template(full_template: Template) -> None:
    found = [text for _, text in _texts(full_template.to_json()) if ACCOUNT_ID.search(text)]
    assert found == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_account_address_or_secret_stands_in_the_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(ACCOUNT_ID.findall(text)) <= {ACCOUNT}
    assert {match[0] for match in ADDRESS.finditer(text)} <= {"you@example.com"}
    assert not SECRET.search(text)


def _texts(node: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a template, keys among them, and where it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield place, key
            yield from _texts(value, f"{place}/{key}" if place else key)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, place)
    else:
        yield place, str(node)
