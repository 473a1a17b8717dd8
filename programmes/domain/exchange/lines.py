"""Texts that are carried from one system to another."""

import unicodedata

from programmes.domain.archive import DECEIVING


def tidy(text: str) -> str:
    """Return `text` without signs that cannot be shown honestly; done twice it is the same."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        sign
        for sign in normal
        if sign in "\n\t" or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in DECEIVING)
    )
    # What was between two signs may let them join.
    return unicodedata.normalize("NFC", kept).strip()
