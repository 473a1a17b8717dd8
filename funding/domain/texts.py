"""What people type into one line or many, before it is kept."""

import unicodedata

KEPT = {"\n", "\t"}


def plain_line(text: str) -> str:
    """Return `text` as one line: no control or invisible formatting characters, no runs of spaces."""
    return " ".join(plain_text(text).split())


def plain_text(text: str) -> str:
    """Return `text` without control characters (line breaks stay), with line breaks of one kind."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in unified if sign in KEPT or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
