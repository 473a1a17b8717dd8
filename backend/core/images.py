"""Pictures that people send: judged by what they contain, never by their name, and written anew.

Writing anew drops what cameras hide in a file (place, time, device) and whatever else was appended to it.
"""

from io import BytesIO
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from backend.core.errors import Invalid

FORMATS: Final = ("JPEG", "PNG", "WEBP")
# A small file can unpack to gigabytes; this many points are more than any camera in a pocket takes.
MAX_PIXELS: Final = 40_000_000
# No page shows a picture larger than this.
MAX_EDGE: Final = 1_600
QUALITY: Final = 82


def clean_image(field: str, file: "File[bytes]") -> "ContentFile[bytes]":
    """Return the picture as WebP without metadata, at most 1,600 points an edge. Raises Invalid that names `field`."""
    if (file.size or 0) > settings.IMAGE_MAX_BYTES:
        most = settings.IMAGE_MAX_BYTES // (1024 * 1024)
        raise Invalid({field: _("Please choose a picture of at most %(most)s MB.") % {"most": most}})
    file.seek(0)
    try:
        # Only these readers are tried; SVG, which can carry scripts, is none of them.
        with Image.open(BytesIO(file.read()), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Invalid({field: _("Please choose a picture with fewer pixels.")})
            return _written_anew(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid({field: _("Please choose a picture with fewer pixels.")}) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Invalid({field: _("This is no JPG, PNG or WebP picture, or it is damaged.")}) from None


def _written_anew(picture: Image.Image) -> "ContentFile[bytes]":
    upright = ImageOps.exif_transpose(picture)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.thumbnail((MAX_EDGE, MAX_EDGE))
    # A new picture of the points alone: nothing that stood beside them comes along.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    target = BytesIO()
    bare.save(target, "WEBP", quality=QUALITY, method=4)
    return ContentFile(target.getvalue(), name="picture.webp")
