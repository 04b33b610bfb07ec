"""What a reader of diesel sees: no other fuel, wherever it is mailed, drawn or printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gas_notifier.__main__ import main
from gas_prices.fuels import FUELS
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from reader import atom
from tests.unit.conftest import RecordedOf, Walk

OTHER_FUEL = re.compile(r"\b(gas|gasoline|regular)\b|nqur-w4p7", re.IGNORECASE)
SETTINGS = ("fuel=diesel", "regions=buffalo,batavia", "min_rise_cents=5", "quiet_weeks=8")


def shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    """Yield all that the commands print and draw of diesel: the mails, too."""
    chart, page, export = (folder / name for name in ("chart.svg", "page.html", "weeks.csv"))
    export.write_text("Week\n")
    for arguments in (
        ("replay", "mails=1", f"chart={chart}"),
        ("replay", "mails=1", "json=1"),
        ("preview",),
        ("page", f"file={page}"),
    ):
        assert main([*arguments, *SETTINGS]) == 0
        printed = capsys.readouterr()
        assert "The recorded weeks of diesel end in 2023.\n" in printed.err
        yield printed.out + printed.err
    yield from (path.read_text() for path in (chart, page))
    with pytest.raises(SystemExit):
        main(["preview", "fuel=diesel", f"file={export}"])
    yield capsys.readouterr().err


def test_nothing_that_is_shown_of_diesel_names_another_fuel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], recorded_of: RecordedOf, walk: Walk
) -> None:
    records = walk(Rule(tuple(REGIONS)), recorded_of(FUELS["diesel"])[-60:])
    texts = [*shown(tmp_path, capsys), atom.feed(records[::-1], "example.com")]
    for text in texts:
        assert text
        assert not OTHER_FUEL.findall(text.replace("Gas Notifier", ""))
    assert sum("gallon of diesel" in text for text in texts) == 4
