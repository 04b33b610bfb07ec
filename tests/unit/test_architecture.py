"""The map of the rooms in docs/architecture.md, held against the code."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from gas_notifier import REPOSITORY

MAP = REPOSITORY.joinpath("docs/architecture.md").read_text(encoding="utf-8")


def modules() -> dict[str, Path]:
    """Return the file of each module on the map, by the name that it is imported by."""
    found = {"app": REPOSITORY / "app.py"}
    for folder, root in (("gas_notifier", "."), ("benchmarks", "."), ("lambda", "lambda")):
        for path in (REPOSITORY / folder).rglob("*.py"):
            parts = path.relative_to(REPOSITORY / root).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports(path: Path) -> set[str]:
    """Return the modules on the map that a file imports, at any place in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= found & MODULES.keys() or {node.module}
    return names & MODULES.keys()


IMPORTS = {name: imports(path) for name, path in MODULES.items()}


def room(name: str) -> str:
    """Return the room of a module: its folder, or for a way in, the file."""
    path = MODULES[name].relative_to(REPOSITORY)
    if name in {"app", "gas_notifier.__main__"}:
        return path.as_posix()
    return "benchmarks" if path.parts[0] == "benchmarks" else path.parent.as_posix()


def arrows() -> dict[str, set[str]]:
    """Return the rooms that arrows lead to from each room of the diagram."""
    _, diagram = MAP.split("## The rooms")[1].split("```mermaid\n")
    diagram = diagram.split("```")[0]
    names = dict(re.findall(r'(\w+)\["(.+?)"\]', diagram))
    drawn: dict[str, set[str]] = {room: set() for room in names.values()}
    for source, targets in re.findall(r"(\w+)(?:\[.+?\])? --> (.+)", diagram):
        drawn[names[source]] |= {names[target] for target in targets.split(" & ")}
    return drawn


def below(room: str, drawn: dict[str, set[str]]) -> set[str]:
    """Return the rooms that can be reached from a room along arrows."""
    return drawn[room].union(*(below(target, drawn) for target in drawn[room]))


def test_the_diagram_shows_what_imports_what() -> None:
    drawn = arrows()
    real: dict[str, set[str]] = {name: set() for name in drawn}
    for name, imported in IMPORTS.items():
        # The package itself is no more than the names of its folders.
        others = {room(other) for other in imported - {"gas_notifier"}}
        real[room(name)] |= others - {room(name)}
    list(TopologicalSorter(drawn).static_order())
    for name in drawn:
        assert real[name] <= below(name, drawn), f"{name}: no arrow leads there"
        assert drawn[name] <= real[name], f"{name}: nothing is imported from there"


def test_no_import_runs_in_a_circle() -> None:
    list(TopologicalSorter(IMPORTS).static_order())


@pytest.mark.parametrize(
    "package",
    [
        name
        for name, path in MODULES.items()
        if path.name == "__init__.py" and not name.startswith("benchmarks.")
    ],
)
def test_the_map_says_of_each_room_what_its_own_line_says(package: str) -> None:
    docstring = ast.get_docstring(ast.parse(MODULES[package].read_text(encoding="utf-8"))) or ""
    (line,) = re.findall(rf"^\| `{room(package)}` \| (.+) \|$", MAP, re.MULTILINE)
    assert " ".join(docstring.split()).startswith(line)
