"""What was handed in, in one form that anybody can write down again and compare by its hash.

The form is JSON as RFC 8785 has it: keys in order, no spaces, UTF-8. Hash: SHA-256 of these bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

FORMAT: Final = "gemeinwerk-solution-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One version of a solution, as it was handed in."""

    solution: str
    """Public id."""
    number: int
    handed_in_at: datetime
    title: str
    summary: str
    body: str
    language: str
    licence: str
    links: Iterable[Mapping[str, str]]
    image_sha256: str
    """Of the picture's file as it is shown; empty: there is none."""
    image_alt: str
    slides_sha256: str = ""
    """Of the slides as they were sent; empty: there are none."""
    slides_title: str = ""


def canonical(version: Frozen) -> bytes:
    """Return the bytes that are hashed."""
    facts = {
        "format": FORMAT,
        "solution": version.solution,
        "number": version.number,
        "handed_in_at": moment(version.handed_in_at),
        "title": version.title,
        "summary": version.summary,
        "body": version.body,
        "language": version.language,
        "licence": version.licence,
        "links": [{"label": link.get("label", ""), "url": link.get("url", "")} for link in version.links],
        "image_sha256": version.image_sha256,
        "image_alt": version.image_alt,
    }
    if version.slides_sha256:
        # Only where there are some: a version without slides has the form, and the hash, it had before there were any.
        facts |= {"slides_sha256": version.slides_sha256, "slides_title": version.slides_title}
    # For texts and whole numbers under keys of plain letters this is what RFC 8785 says.
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: bytes) -> str:
    """Return the SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def moment(at: datetime) -> str:
    """Return the moment in UTC to the microsecond, such as 2026-11-28T17:59:59.123456Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
