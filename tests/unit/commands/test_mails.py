"""How a mail is shown where it has no room: `gas_notifier.commands.mails`."""

from typing import Final

import pytest

from gas_notifier.commands.mails import on_screen
from publisher import mail
from tests.unit.conftest import RecordedOf
from tests.unit.publisher.golden_mails import GOLDEN_MAILS, GoldenMail

# With less room a mail does not tell of other regions since when they are lowest.
WIDTH: Final = 66


@pytest.mark.parametrize("golden", GOLDEN_MAILS, ids=str)
def test_its_lines_are_those_it_would_have_had_for_a_narrower_screen(
    golden: GoldenMail, recorded_of: RecordedOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = golden.compose(recorded_of(golden.fuel)).body.rstrip()
    assert on_screen(sent, 72) == sent
    monkeypatch.setattr(mail, "LINE_WIDTH", WIDTH)
    assert on_screen(sent, WIDTH) == golden.compose(recorded_of(golden.fuel)).body.rstrip()
