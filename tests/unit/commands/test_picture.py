"""`make picture`: the picture of a mail, drawn again."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gas_notifier.commands import picture

TEXT = "{http://www.w3.org/2000/svg}text"


def test_the_picture_in_the_docs_has_every_line_of_the_mail_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = picture.PICTURE.read_text(encoding="utf-8")
    monkeypatch.setattr(picture, "PICTURE", tmp_path / "mail.svg")

    assert picture.main([]) == 0

    assert picture.PICTURE.read_text(encoding="utf-8") == kept
    mail = picture.MAIL.read_text(encoding="utf-8").splitlines()
    texts = [text.text for text in ET.fromstring(kept).iter(TEXT)]
    assert [text for text in texts if text in mail] == list(filter(None, mail))
