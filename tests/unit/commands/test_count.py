"""`make count`: the tables of what followed, made again."""

import shutil
from pathlib import Path

import pytest

from gas_notifier.commands import count


def test_the_tables_are_those_that_the_recorded_weeks_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {name: getattr(count, name) for name in ("COUNTS", "DECISION")}
    for name, path in kept.items():
        monkeypatch.setattr(count, name, Path(shutil.copy(path, tmp_path)))
    count.COUNTS.unlink()

    assert count.main([]) == 0

    for name, path in kept.items():
        assert getattr(count, name).read_text(encoding="utf-8") == path.read_text(encoding="utf-8")
