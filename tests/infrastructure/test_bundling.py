"""What goes into the functions' assets, built without Docker and without a network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import boto3
import pytest
import uv

from gas_notifier import bundling
from gas_notifier.bundling import BundlingError, bundle

FUNCTIONS = ("fetcher", "publisher", "reader")
"""What the publisher does without."""
REQUIREMENTS = {"certifi", "charset_normalizer", "idna", "requests", "urllib3"}
RUNTIME = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six.py", "urllib3")
"""What Lambda's Python runtime has besides the standard library."""


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each function's asset, by the name of its package."""
    built = {}
    for package in FUNCTIONS:
        built[package] = tmp_path_factory.mktemp(package)
        bundle(package, built[package])
    return built


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `lambda/` that assets are built from, for a test to change."""
    copy = shutil.copytree(bundling.LAMBDA, tmp_path / "lambda")
    monkeypatch.setattr(bundling, "LAMBDA", copy)
    return copy


@pytest.fixture
def strict_umask() -> Iterator[None]:
    """Make every new file its owner's alone."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def _files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def _built(package: str, directory: Path) -> dict[str, bytes]:
    directory.mkdir()
    bundle(package, directory)
    return _files(directory)


def _modules(directory: Path) -> set[str]:
    return {
        str(path.relative_to(directory))
        for path in directory.rglob("*.py")
        if not path.relative_to(directory).parts[0].startswith(tuple(REQUIREMENTS))
    }


def test_the_publisher_is_what_its_handler_imports_and_nothing_else(
    assets: dict[str, Path],
) -> None:
    loaded = subprocess.run(
        [
            *(sys.executable, "-c"),
            (
                "import sys, publisher.handler; "
                "print(*(getattr(module, '__file__', None) for module in sys.modules.values()))"
            ),
        ],
        cwd=bundling.LAMBDA,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    used = {Path(path) for path in loaded if Path(path).is_relative_to(bundling.LAMBDA)}
    assert _files(assets["publisher"]).keys() == {
        path.relative_to(bundling.LAMBDA).as_posix() for path in used
    }


def test_the_fetcher_is_what_its_handler_imports_and_requests_with_its_needs(
    assets: dict[str, Path],
) -> None:
    ours = _modules(assets["fetcher"])
    theirs = _files(assets["fetcher"]).keys() - ours
    assert {"fetcher/feed.py", "price_table.py"} <= ours
    assert not {path for path in ours if path.startswith("publisher/") or path == "chart.py"}
    assert {path.split("/")[0].split("-")[0] for path in theirs} == REQUIREMENTS


def test_of_the_metadata_only_licences_are_kept_and_all_of_them(assets: dict[str, Path]) -> None:
    kept = [path for path in _files(assets["fetcher"]) if ".dist-info/" in path]
    assert {path.split("-")[0] for path in kept} == REQUIREMENTS
    assert {Path(path).stem for path in kept} == {"LICENSE", "NOTICE"}


@pytest.mark.parametrize("package", FUNCTIONS)
def test_no_waste_is_shipped(assets: dict[str, Path], package: str) -> None:
    for path in _files(assets[package]):
        assert not {"bin", "tests", "__pycache__", "boto3", "botocore"} & set(Path(path).parts)
        assert not Path(path).name.startswith(("requirements", "."))
        assert Path(path).suffix != ".pyc"


def test_compiled_code_is_for_lambdas_python_and_processor(assets: dict[str, Path]) -> None:
    compiled = list(assets["fetcher"].rglob("*.so"))
    assert compiled
    assert {path.name.split(".", 1)[1] for path in compiled} == {"cpython-314-aarch64-linux-gnu.so"}


@pytest.mark.parametrize(
    ("package", "limit"), [("fetcher", 1_200_000), ("publisher", 20_000), ("reader", 40_000)]
)
def test_the_asset_is_small(
    assets: dict[str, Path], tmp_path: Path, package: str, limit: int
) -> None:
    zipped = tmp_path / "asset.zip"
    with ZipFile(zipped, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(assets[package]).items():
            archive.writestr(name, content)
    assert zipped.stat().st_size < limit


def _run_with_only(paths: list[Path], code: str) -> str:
    """Run code in an interpreter that has nothing but the standard library and these paths."""
    program = f"import sys\nsys.path += {[str(path) for path in paths]}\n{code}"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_requests_comes_from_the_asset_with_all_that_it_imports(assets: dict[str, Path]) -> None:
    origin = _run_with_only(
        [assets["fetcher"]], "import requests\nrequests.Session()\nprint(requests.__file__)"
    )
    assert Path(origin.strip()) == assets["fetcher"] / "requests/__init__.py"


@pytest.mark.parametrize("package", FUNCTIONS)
def test_the_handler_needs_nothing_but_its_asset_and_the_runtime(
    assets: dict[str, Path], tmp_path: Path, package: str
) -> None:
    for name in RUNTIME:
        (tmp_path / name).symlink_to(Path(boto3.__file__).parents[1] / name)
    handler = f"{package}.handler"
    code = f"import importlib\nprint(importlib.import_module({handler!r}).handler.__name__)"
    assert _run_with_only([assets[package], tmp_path], code) == "handler\n"


@pytest.mark.parametrize("package", FUNCTIONS)
def test_the_same_sources_make_the_same_files(
    assets: dict[str, Path], tmp_path: Path, package: str
) -> None:
    assert _built(package, tmp_path / "again") == _files(assets[package])


@pytest.mark.parametrize(("changed", "other"), [("fetcher", "publisher"), ("publisher", "fetcher")])
def test_a_change_to_one_function_is_none_to_the_other(
    sources: Path, tmp_path: Path, changed: str, other: str
) -> None:
    before = {package: _built(package, tmp_path / f"{package}-before") for package in FUNCTIONS}
    with (sources / changed / "handler.py").open("a") as handler:
        handler.write("# changed\n")
    assert _built(other, tmp_path / "other") == before[other]
    assert _built(changed, tmp_path / "changed") != before[changed]


def test_what_tools_leave_among_the_sources_is_not_shipped(
    sources: Path, assets: dict[str, Path], tmp_path: Path
) -> None:
    for left in (
        *(".DS_Store", "publisher/.DS_Store", "x.txt", "publisher/requirements.txt"),
        *("publisher/__pycache__/x.pyc", ".mypy_cache/x.json", "publisher/__pycache__/x.py.123"),
        *(".handler.py.swp", "publisher/handler.py~", "publisher/#handler.py#", "#x.py#"),
        *("publisher/.#handler.py", "publisher/handler.orig.py", "publisher/handler (copy).py"),
        *(".ipynb_checkpoints/x-checkpoint.py", "publisher/.ipynb_checkpoints/handler.py"),
    ):
        (sources / left).parent.mkdir(exist_ok=True)
        (sources / left).touch()
    assert _built("publisher", tmp_path / "asset") == _files(assets["publisher"])


@pytest.mark.usefixtures("strict_umask")
@pytest.mark.parametrize("package", FUNCTIONS)
def test_lambda_may_read_the_files_whatever_the_umask(tmp_path: Path, package: str) -> None:
    bundle(package, tmp_path)
    for path in (tmp_path, *tmp_path.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


@pytest.fixture
def fake_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script in place of uv, for a test to write; its arguments are noted in `fake_uv.log`."""
    script = tmp_path / "fake_uv"
    script.touch(mode=0o755)
    monkeypatch.setattr(uv, "find_uv_bin", lambda: str(script))
    return script


def test_the_network_is_asked_only_for_what_the_cache_lacks(fake_uv: Path, tmp_path: Path) -> None:
    fake_uv.write_text(
        '#!/bin/sh\necho "$*" >> "$0.log"\ncase "$*" in *--offline*) exit 1 ;; esac\n'
    )
    asset = tmp_path / "asset"
    assert "fetcher/handler.py" in _built("fetcher", asset)
    offline, online = (tmp_path / "fake_uv.log").read_text().splitlines()
    assert offline == f"{online} --offline"
    for option in ("--require-hashes", "--only-binary :all:"):
        assert option in online


def test_metadata_in_directories_is_not_shipped_either(fake_uv: Path, tmp_path: Path) -> None:
    asset = tmp_path / "asset"
    metadata = asset / "package-1.0.dist-info"
    fake_uv.write_text(
        f"#!/bin/sh\ncd '{asset}' && mkdir -p '{metadata}/sboms' '{metadata}/licenses'\n"
        f"touch '{metadata}/METADATA' '{metadata}/sboms/a.json' '{metadata}/licenses/LICENSE'\n"
    )
    kept = [path for path in _built("fetcher", asset) if ".dist-info/" in path]
    assert kept == ["package-1.0.dist-info/licenses/LICENSE"]


def test_an_installation_that_fails_is_told_in_uvs_words(fake_uv: Path, tmp_path: Path) -> None:
    fake_uv.write_text("#!/bin/sh\necho 'error: no route to the index' >&2\nexit 2\n")
    with pytest.raises(BundlingError, match=r"^uv pip install: error: no route to the index$"):
        bundle("fetcher", tmp_path)


def test_set_up_fills_the_cache() -> None:
    # In a process of its own, as set-up runs it; afterwards the cache alone must do.
    subprocess.run([sys.executable, "-m", "gas_notifier.bundling"], check=True)
