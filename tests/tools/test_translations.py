from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools import translations


def test_collecting_texts_changes_no_file_that_is_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = translations.PO.read_bytes()
    copy = tmp_path / "django.po"
    copy.write_bytes(before)
    monkeypatch.setattr(translations, "PO", copy)
    monkeypatch.setattr(translations, "compile_messages", lambda: None)
    translations.update()
    is_same = copy.read_bytes() == before
    assert is_same, "tools/translations.py update changes it"  # to show how takes minutes with so many lines


def test_the_header_says_how_german_counts_and_nothing_made_up() -> None:
    with translations.PO.open("rb") as file:
        catalog = read_po(file)
    assert (str(catalog.locale), catalog.num_plurals, catalog.plural_expr) == ("de", 2, "(n != 1)")
    assert "PROJECT" not in translations.HEADER
    assert "Date" not in translations.HEADER
