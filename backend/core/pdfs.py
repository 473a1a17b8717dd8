"""PDF files that people send: judged by what they contain, never by their name.

A PDF is no picture that could be written anew without loss, so it is kept as it was sent, and what can run, open other
programs, or hide from this look is refused. Whoever opens one still relies on the sandbox of their reader.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from backend.core.errors import Invalid, Text

HEAD: Final = re.compile(rb"%PDF-[12]\.\d")
END: Final = b"%%EOF"
END_WITHIN: Final = 1_024
"""How far before the last byte the end is marked: nothing that is no PDF hangs behind it."""
ENCRYPTED: Final = re.compile(rb"/Encrypt[\s<\[/\d]")
RUNNING: Final = re.compile(rb"/(?:(?:JavaScript|Launch|ImportData|RichMedia)\b|XFA\s*[\[\d])")
CARRYING: Final = re.compile(rb"/EmbeddedFiles?\b")
STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
FILTERS: Final = re.compile(rb"/([A-Za-z0-9]*(?:Decode|Crypt))\b")
PACKED: Final = b"/ObjStm"
DICTIONARY_MOST: Final = 4_096
UNPACKED_MOST: Final = 64 * 1024 * 1024


def clean_pdf(field: str, file: "File[bytes]") -> "ContentFile[bytes]":
    """Return the document as it was sent, if it is one that only shows something. Raises Invalid that names `field`."""
    most = settings.PDF_MAX_BYTES
    if (file.size or 0) > most:
        raise Invalid({field: _("Please choose a PDF of at most %(most)s MB.") % {"most": most // (1024 * 1024)}})
    file.seek(0)
    content = file.read()
    fault = _fault(content)
    if fault is not None:
        raise Invalid({field: fault})
    return ContentFile(content, name="document.pdf")


def _fault(content: bytes) -> Text | None:
    if not HEAD.match(content) or END not in content[-END_WITHIN:]:
        return _("This is no PDF, or it is damaged.")
    try:
        for part in _parts(content):
            if ENCRYPTED.search(part):
                return _("This PDF is protected by a password or by rights. Please save it without that.")
            if RUNNING.search(part):
                return _("This PDF contains programs or films. Please print it as a PDF once more, and send that.")
            if CARRYING.search(part):
                return _("This PDF contains other files. Please print it as a PDF once more, and send that.")
    except ValueError:
        return _("This PDF could not be checked. Please print it as a PDF once more, and send that.")
    return None


def _parts(content: bytes) -> Iterator[bytes]:
    """All of it, and each packed group of objects, which is where newer files keep them; names in plain letters.

    Raises ValueError where a group is packed so that it cannot be looked into.
    """
    yield _plain(content)
    left = UNPACKED_MOST
    for found in STREAM.finditer(content):
        begin = max(content.rfind(b"obj", max(0, found.start() - DICTIONARY_MOST), found.start()), 0)
        about = _plain(content[begin : found.start()])
        if PACKED not in about:
            continue
        filters = FILTERS.findall(about)
        if filters not in ([], [b"FlateDecode"]):
            raise ValueError("packed in another way")
        if filters:
            unpacked = _unpacked(content[found.end() : max(content.find(b"endstream", found.end()), 0)], left)
            left -= len(unpacked)
            yield _plain(unpacked)


def _unpacked(packed: bytes, most: int) -> bytes:
    worker = zlib.decompressobj()
    if most <= 0:
        raise ValueError("too much")
    try:
        unpacked = worker.decompress(packed, most)
    except zlib.error:
        raise ValueError("damaged") from None
    if not worker.eof:
        raise ValueError("damaged, or too much")
    return unpacked


def _plain(content: bytes) -> bytes:
    """`/J#61vaScript` is another way to write `/JavaScript`."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
