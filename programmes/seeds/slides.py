"""Slides for an invented pitch, written here as the few lines that a PDF needs."""

from typing import Final

from django.core.files.base import ContentFile

PAGE: Final = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>"
)


def slides(*lines: str) -> "ContentFile[bytes]":
    """One slide a line, in large letters."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(lines)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(lines)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, line in enumerate(lines):
        text = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn = b"BT /F 44 Tf 80 260 Td (%s) Tj ET" % text
        objects += [PAGE % (5 + 2 * place), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)]
    return ContentFile(_file(objects), name="folien.pdf")


def _file(objects: list[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    size, begin = len(objects) + 1, len(content)
    return content + b"xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        *(size, table, size, begin),
    )
