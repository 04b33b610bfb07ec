"""Mails of real weeks, word by word; `make update-snapshot` accepts a change to them."""

import pytest

from tests.unit.conftest import RecordedOf
from tests.unit.publisher.golden_mails import DIRECTORY, GOLDEN_MAILS, GoldenMail


@pytest.mark.parametrize("golden", GOLDEN_MAILS, ids=str)
def test_the_mail_is_the_one_last_accepted(
    golden: GoldenMail, recorded_of: RecordedOf, request: pytest.FixtureRequest
) -> None:
    mail = golden.compose(recorded_of(golden.fuel))
    text = f"{mail.subject}\n\n{mail.body}"
    if request.config.getoption("--update-snapshot"):
        golden.path.write_text(text, encoding="utf-8")
    assert text == golden.path.read_text(encoding="utf-8")


def test_no_mail_is_kept_that_is_not_compared() -> None:
    assert sorted(DIRECTORY.iterdir()) == sorted(golden.path for golden in GOLDEN_MAILS)
