import time
import zlib

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from backend.core import pdfs
from backend.core.errors import Invalid
from backend.core.pdfs import clean_pdf
from tests.backend.core.pdf_samples import HARMLESS, HOSTILE, SCRIPT, packed, pdf, stream


def clean(content: bytes) -> bytes:
    kept: bytes = clean_pdf("slides", ContentFile(content, name="../../x.html")).read()
    return kept


@pytest.mark.parametrize("name", list(HARMLESS))
def test_what_only_shows_something_is_kept_as_it_was_sent(name: str) -> None:
    assert clean(HARMLESS[name]) == HARMLESS[name]


@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_runs_or_hides_is_refused_at_its_field(name: str) -> None:
    with pytest.raises(Invalid) as error:
        clean(HOSTILE[name])
    assert set(error.value.fields) == {"slides"}


@override_settings(PDF_MAX_BYTES=len(pdf()))
def test_the_border_of_the_size() -> None:
    clean(pdf())
    with pytest.raises(Invalid):
        clean(pdf() + b"\n")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "UNPACKED_MOST", 10_000)
    clean(pdf(packed(b" " * 4_000), packed(b" " * 4_000)))
    for bomb in (pdf(packed(b" " * 20_000)), pdf(*[packed(b" " * 4_000)] * 3)):
        with pytest.raises(Invalid):
            clean(bomb)


def test_a_large_file_full_of_beginnings_is_looked_through_soon() -> None:
    begin = time.monotonic()
    clean(pdf(stream(b"", b"obj /ObjStm stream \nobj #41" * 40_000), stream(b"", zlib.compress(SCRIPT * 9))))
    assert time.monotonic() - begin < 5
