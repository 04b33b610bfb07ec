"""The documents: what they link to is there, and what they show is what is printed."""

import re
from itertools import chain

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.__main__ import main
from tests.support.runbook import anchor
from tests.support.samples import missing, shown

DOCUMENTS = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in chain(REPOSITORY.glob("*.md"), REPOSITORY.glob("docs/**/*.md"))
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_inside_the_repository_leads_somewhere(document: str) -> None:
    path = REPOSITORY / document
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match("[a-z]+:", link):
            continue
        file, _, section = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        if section:
            headings = HEADING.findall(target.read_text(encoding="utf-8"))
            assert section in map(anchor, headings), link


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("make replay MIN_DROP_CENTS=3", ["replay", "--min-drop-cents", "3"]),
        (
            "make preview MIN_DROP_CENTS=5 WEEK=2026-01-26",
            ["preview", "--min-drop-cents", "5", "--week", "2026-01-26"],
        ),
    ],
)
def test_the_readme_shows_what_a_command_prints(
    command: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    lines = shown("README.md", command)
    assert lines
    assert missing(lines, capsys.readouterr().out) == []
