import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from PIL import Image

from backend.core.errors import Invalid
from backend.core.images import MAX_EDGE, clean_image


def file(picture: Image.Image, kind: str, **options: object) -> "ContentFile[bytes]":
    target = BytesIO()
    picture.save(target, kind, **options)
    return ContentFile(target.getvalue(), name="bild.png")


def opened(content: "ContentFile[bytes]") -> Image.Image:
    content.seek(0)
    return Image.open(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_become_webp_whatever_they_are_called(kind: str) -> None:
    clean = clean_image("image", file(Image.new("RGB", (40, 30), "red"), kind))
    assert clean.name == "picture.webp"
    assert (opened(clean).format, opened(clean).size) == ("WEBP", (40, 30))


def test_large_pictures_become_smaller_in_proportion() -> None:
    clean = clean_image("image", file(Image.new("RGB", (3_200, 1_600)), "JPEG"))
    assert opened(clean).size == (MAX_EDGE, MAX_EDGE // 2)


def test_what_cameras_hide_is_gone_and_the_picture_upright() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera mit Nummer"
    exif[0x0112] = 6
    given = file(Image.new("RGB", (40, 20)), "JPEG", exif=exif.tobytes(), comment=b"geheim")
    clean = clean_image("image", given)
    assert not opened(clean).getexif()
    assert opened(clean).size == (20, 40)
    assert b"Kamera" in given.file.getvalue()  # type: ignore[attr-defined]  # what was hidden was there
    assert b"Kamera" not in clean.read()


def test_transparency_stays() -> None:
    clean = clean_image("image", file(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"))
    assert opened(clean).mode == "RGBA"
    palette = Image.new("P", (10, 10))
    assert opened(clean_image("image", file(palette, "PNG"))).mode == "RGB"


def test_whatever_was_appended_is_gone() -> None:
    given = file(Image.new("RGB", (10, 10)), "PNG")
    both = ContentFile(given.read() + b"<script>alert(1)</script>", name="bild.png")
    assert b"script" not in clean_image("image", both).read()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"kein Bild",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\x00" * 40,
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 30,
        b"\xff\xd8\xff\xe0" + b"\x00" * 30,
    ],
    ids=["empty", "text", "svg", "gif", "pdf", "broken png", "broken jpeg"],
)
def test_what_only_pretends_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as error:
        clean_image("image", ContentFile(content, name="bild.png"))
    assert list(error.value.fields) == ["image"]


def test_a_cut_off_picture_is_refused() -> None:
    whole = file(Image.effect_noise((200, 200), 80).convert("RGB"), "PNG").read()
    with pytest.raises(Invalid):
        clean_image("image", ContentFile(whole[: len(whole) // 2], name="bild.png"))


@pytest.mark.parametrize(("width", "height"), [(8_000, 8_000), (12_000, 12_000), (65_000, 65_000)])
def test_a_small_file_that_unpacks_to_gigabytes_is_refused(width: int, height: int) -> None:
    bomb = png_that_claims(width, height)
    assert len(bomb) < 1_000
    with pytest.raises(Invalid) as error:
        clean_image("image", ContentFile(bomb, name="bild.png"))
    assert list(error.value.fields) == ["image"]


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 1_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@override_settings(IMAGE_MAX_BYTES=100)
def test_large_files_are_not_even_opened() -> None:
    given = file(Image.effect_noise((50, 50), 80).convert("RGB"), "PNG")
    with pytest.raises(Invalid) as error:
        clean_image("image", given)
    assert "MB" in str(error.value.fields["image"][0])
