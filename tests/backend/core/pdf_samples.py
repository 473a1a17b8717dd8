"""PDF files as programs write them, by hand: small, and with what each test needs in them."""

import zlib


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    body += b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>\nendobj\n"
    for number, content in enumerate(objects, 4):
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    return body + b"trailer\n<< /Size 4 /Root 1 0 R " + trailer + b" >>\nstartxref\n0\n%%EOF\n"


def stream(about: bytes, content: bytes) -> bytes:
    return b"<< " + about + b" /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def packed(content: bytes, about: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    return stream(about, zlib.compress(content))


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
HARMLESS = {
    "plain": pdf(),
    "a picture of noise": pdf(stream(b"/Subtype /Image", bytes(range(256)) * 40)),
    "packed objects": pdf(packed(b"5 0 << /Type /Font >>")),
    "packed objects in a list of filters": pdf(packed(b"5 0 << >>", b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode]")),
    "links": pdf(b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>"),
}
HOSTILE = {
    "a script": pdf(SCRIPT),
    "a script at the opening": pdf(trailer=b"/OpenAction " + SCRIPT),
    "a script in other letters": pdf(SCRIPT.replace(b"/JavaScript", b"/J#61vaS#63ript")),
    "a packed script": pdf(packed(b"5 0 " + SCRIPT)),
    "a packed script in other letters": pdf(packed(SCRIPT.replace(b"/JavaScript", b"/Java#53cript"))),
    "a packed script whose kind is in other letters": pdf(
        packed(SCRIPT, b"/Type /Obj#53tm /N 1 /First 4 /Filter /Flate#44ecode")
    ),
    "a script packed twice": pdf(
        packed(zlib.compress(SCRIPT), b"/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]")
    ),
    "a script packed in another way": pdf(
        stream(b"/Type /ObjStm /N 1 /First 4 /Filter /ASCIIHexDecode", SCRIPT.hex().encode())
    ),
    "a program to start": pdf(b"<< /S /Launch /F (cmd.exe) >>"),
    "another file inside": pdf(stream(b"/Type /EmbeddedFile", b"MZ")),
    "a form that thinks": pdf(b"<< /AcroForm << /XFA [5 0 R] >> >>"),
    "a film": pdf(b"<< /Type /Annot /Subtype /RichMedia >>"),
    "a password": pdf(trailer=b"/Encrypt 9 0 R"),
    "objects that do not unpack": pdf(stream(b"/Type /ObjStm /Filter /FlateDecode", b"x\x9cbroken")),
    "a page before it": b"<script>alert(1)</script>" + pdf(),
    "a page behind it": pdf() + b"<script>alert(1)</script>" * 100,
    "a head alone": b"%PDF-1.7\n",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "an archive": b"PK\x05\x06" + b"\0" * 18,
    "a program": b"MZ\x90\x00" + b"\0" * 100,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "nothing": b"",
}
