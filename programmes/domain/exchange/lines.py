"""Texts that are carried from one system to another."""

import re
import unicodedata
from typing import Final

from programmes.domain.archive import DECEIVING

REFUSED: Final = re.compile(f"[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff{''.join(sorted(DECEIVING))}]")
"""Control characters but line breaks and tabs, halves of characters, and marks that turn the reading direction."""


def tidy(text: str) -> str:
    """Return `text` without signs that cannot be shown honestly; done twice it is the same."""
    kept = REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Last, since what stood between two signs may have kept them from joining.
    return unicodedata.normalize("NFC", kept).strip()
