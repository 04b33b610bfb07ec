"""What the type checker reads of the CDK, of which pyproject.toml lists the modules."""

import ast
import tomllib
from itertools import chain

from gas_notifier import REPOSITORY


def test_every_module_of_the_cdk_that_is_imported_is_read_by_the_type_checker() -> None:
    mypy = tomllib.loads(REPOSITORY.joinpath("pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    (read,) = (
        part["module"] for part in mypy["overrides"] if part.get("follow_imports") == "normal"
    )
    files = chain.from_iterable((REPOSITORY / root).rglob("*.py") for root in mypy["files"])
    imported = {
        f"aws_cdk.{alias.name}" if node.module == "aws_cdk" else node.module
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("aws_cdk")
        for alias in node.names
    }
    modules = {name for name in imported if name.rsplit(".", 1)[-1].islower()}
    assert modules
    assert modules - set(read) == set()
