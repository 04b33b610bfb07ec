"""The documents: what they link to is there."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tests.runbook import anchor

REPOSITORY = Path(__file__).parents[2]
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
