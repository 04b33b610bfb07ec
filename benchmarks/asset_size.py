"""How large are the functions' assets, zipped as they are uploaded, and are they always the same?

Zipped as the CDK CLI does it: deflated as far as it goes, no file with a date of its own.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.article import app as article
from benchmarks.comparison import Comparison
from gas_notifier.bundling import bundle

LIMITS: Final = {"fetcher": 1_200_000, "publisher": 20_000}
"""Bytes."""
BUILDS: Final = 2
"""Each asset is built so often, to see whether it is the same."""


def compare(rounds: int = 1) -> Iterator[Comparison]:
    """Yield what each asset takes of its limit, beside the article's, and whether it varies."""
    del rounds  # nothing here depends on time
    for function, limit in LIMITS.items():
        builds = [_zipped(partial(bundle, function)) for _ in range(BUILDS)]
        size = [len(builds[0]) / 1000]
        article_size = [len(_zipped(partial(article.build, function))) / 1000]
        what = f"{function}'s zip"
        yield Comparison("asset-size", what, "kB", size, "limit", [limit / 1000], at_most=1)
        yield Comparison("asset-size", what, "kB", size, "the article's, unpruned", article_size)
        yield Comparison(
            "asset-size",
            f"{function}'s zip: different ones",
            "",
            [len(set(builds))],
            "one build",
            [1],
            at_most=1,
        )


def _zipped(build: Callable[[Path], object]) -> bytes:
    with TemporaryDirectory() as asset:
        build(Path(asset))
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zip_file:
            for path in sorted(Path(asset).rglob("*")):
                if path.is_file():
                    entry = zipfile.ZipInfo(path.relative_to(asset).as_posix())
                    entry.external_attr = path.stat().st_mode << 16
                    zip_file.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return archive.getvalue()
