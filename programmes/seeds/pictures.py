"""Pictures for the invented solutions: drawn here, the same each time, so that nobody's photograph is needed."""

import random
from io import BytesIO
from typing import Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE: Final = (1_200, 675)
PALETTES: Final = (
    ("#0b3c49", "#f6ae2d", "#f26419", "#e8f1f2"),
    ("#1b4332", "#95d5b2", "#ffd166", "#f1faee"),
    ("#3d348b", "#7678ed", "#f7b801", "#f4f1fa"),
    ("#6d213c", "#ea7a7a", "#ffd6a5", "#fff4ec"),
    ("#12355b", "#5fa8d3", "#cae9ff", "#ff9f1c"),
)


def picture(name: str) -> "ContentFile[bytes]":
    """Hills, a sun and houses in one of five palettes; `name` decides which and where."""
    dice = random.Random(name)  # noqa: S311  a picture, no secret
    ground, hill, sun, sky = dice.choice(PALETTES)
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    x, radius = dice.randint(200, 1_000), dice.randint(70, 130)
    draw.ellipse((x - radius, 210 - radius, x + radius, 210 + radius), fill=sun)
    for colour, base in ((hill, 470), (ground, 560)):
        for middle in range(-100, width + 200, 260):
            reach, rise = dice.randint(220, 340), dice.randint(90, 190)
            draw.ellipse((middle - reach, base - rise, middle + reach, base + 700), fill=colour)
    for left in range(80, width - 120, 150):
        wide, tall = dice.randint(60, 100), dice.randint(50, 130)
        top = height - 90 - tall
        draw.rectangle((left, top, left + wide, height), fill=sky)
        draw.polygon(((left - 10, top), (left + wide // 2, top - 45), (left + wide + 10, top)), fill=sun)
    target = BytesIO()
    image.save(target, "PNG")
    return ContentFile(target.getvalue(), name=f"{name}.png")
