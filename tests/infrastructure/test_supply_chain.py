"""Nothing is installed that is not pinned to its content, looked up and kept up to date."""

import re
from pathlib import Path
from typing import Final

import pytest

from gas_notifier import REPOSITORY

LOCK_FILES: Final = [
    *REPOSITORY.glob("requirements*.txt"),
    *REPOSITORY.joinpath("lambda").glob("*/requirements.txt"),
]
REQUIREMENT: Final = re.compile(
    r"[a-z0-9.\[\]_-]+==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
)


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("lock_file", LOCK_FILES, ids=_name)
def test_every_package_is_pinned_with_hashes(lock_file: Path) -> None:
    lines = lock_file.read_text(encoding="utf-8").splitlines(keepends=True)
    packages = "".join(line for line in lines if not line.strip().startswith("#"))
    assert REQUIREMENT.sub("", packages) == ""
    assert packages


@pytest.mark.parametrize("lock_file", LOCK_FILES, ids=_name)
def test_what_a_lock_file_is_made_from_leaves_room_to_renew_it(lock_file: Path) -> None:
    assert "==" not in lock_file.with_suffix(".in").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock_file", LOCK_FILES, ids=_name)
def test_every_lock_file_is_audited(lock_file: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    audited = " ".join(re.findall(r"^(?:LOCKS|FETCHER_LOCK) := (.+)$", makefile, re.MULTILINE))
    assert _name(lock_file) in audited.split()
    assert re.search(r"^\t.*pip-audit .*\$\(LOCKS\) \$\(FETCHER_LOCK\)", makefile, re.MULTILINE)


def test_every_action_is_pinned_to_a_commit_with_the_version_it_is() -> None:
    workflows = list(REPOSITORY.glob(".github/workflows/*.yml"))
    for workflow in workflows:
        for action in re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action
    assert workflows


def test_dependabot_looks_after_every_place_that_names_packages() -> None:
    text = (REPOSITORY / ".github/dependabot.yml").read_text(encoding="utf-8")
    places = {
        "uv": {lock_file.parent for lock_file in LOCK_FILES},
        "npm": {path.parent for path in REPOSITORY.glob("package.json")},
        "github-actions": {REPOSITORY},
    }
    sections = re.split(r"^  - package-ecosystem: ", text, flags=re.MULTILINE)[1:]
    assert {section.splitlines()[0] for section in sections} == places.keys()
    for section in sections:
        ecosystem, directories = section.splitlines()[:2]
        watched = {REPOSITORY / name.lstrip("/") for name in re.findall(r"/[\w/]*", directories)}
        assert watched == places[ecosystem]
