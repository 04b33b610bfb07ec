"""What goes into each function's asset: its package, what that imports, its pinned requirements.

Built by uv on any machine, for Lambda's: no Docker. `python -m gas_notifier.bundling` fills uv's
cache, after which assets are built without a network.
"""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uv

from gas_notifier import REPOSITORY

LAMBDA: Final = REPOSITORY / "lambda"
SHIPPED: Final = (".py", ".css", ".js")

# In the virtual environment: neither HOME nor the working directory decides where it is.
_CACHE: Final = Path(sys.prefix) / "cache" / "uv"


class BundlingError(Exception):
    """A function's requirements could not be installed; the message ends with what uv says."""


def bundle(package: str, asset: Path) -> None:
    """Put into a directory, which is there and empty, all that a package of `lambda/` needs to run.

    The same sources and requirements always make the same files, byte for byte.

    Raises BundlingError.
    """
    requirements = LAMBDA / package / "requirements.txt"
    if requirements.exists():
        _install(requirements, asset)
        _prune(asset)
    for source in _sources(package):
        target = asset / source.relative_to(LAMBDA)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for path in (asset, *asset.rglob("*")):
        # Lambda reads them as another user, whom a strict umask here would lock out.
        path.chmod(0o755 if path.is_dir() else 0o644)


def _sources(package: str) -> Iterator[Path]:
    """Yield the files of the package, and the shared modules that it or they import.

    What editors, file managers and notebooks leave behind has no name that could be imported.
    """
    sources = [path for path in (LAMBDA / package).rglob("*") if _is_shipped(path)]
    for path in sources:
        yield path
        sources += {*_imported(path)} - {*sources}


def _is_shipped(path: Path) -> bool:
    parts = path.relative_to(LAMBDA).with_suffix("").parts
    return path.is_file() and path.suffix in SHIPPED and all(map(str.isidentifier, parts))


def _imported(module: Path) -> Iterator[Path]:
    """Yield the modules of `lambda/` that one of them imports, at any place in it."""
    if module.suffix != ".py":
        return
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            path = LAMBDA.joinpath(*name.split("."))
            candidates = (
                path.with_suffix(".py"),
                path / "__init__.py",
                path.parent / "__init__.py",
            )
            yield from filter(Path.is_file, candidates)


def _install(requirements: Path, target: Path) -> None:
    arguments = [
        *("--target", str(target), "--python", sys.executable, "--cache-dir", str(_CACHE)),
        *("--python-version", "3.14", "--python-platform", "aarch64-manylinux2014"),
        *("--only-binary", ":all:", "--require-hashes", "--requirement", str(requirements)),
        *("--no-compile", "--link-mode", "copy"),
    ]
    try:
        _uv_pip_install(*arguments, "--offline")
    except BundlingError:
        _uv_pip_install(*arguments)


def _uv_pip_install(*arguments: str) -> None:
    command = [uv.find_uv_bin(), "pip", "install", "--quiet", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise BundlingError(f"uv pip install: {run.stderr.strip()}")


def _prune(installed: Path) -> None:
    """Remove what no import reads, except licences."""
    (installed / ".lock").unlink(missing_ok=True)
    shutil.rmtree(installed / "bin", ignore_errors=True)
    for tests in installed.glob("*/tests"):
        shutil.rmtree(tests)
    for metadata in installed.glob("*.dist-info/*"):
        if metadata.is_dir() and metadata.name != "licenses":
            shutil.rmtree(metadata)
        elif metadata.is_file():
            metadata.unlink()


def _main() -> None:
    for requirements in LAMBDA.glob("*/requirements.txt"):
        with TemporaryDirectory() as target:
            _install(requirements, Path(target))


if __name__ == "__main__":
    _main()
