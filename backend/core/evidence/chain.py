"""Digests by which a package is one whole: canonical JSON, lines that name the line before them, one number for all."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(data: Any) -> bytes:
    """Return JSON data as the one sequence of bytes that a digest is taken of: sorted keys, no spaces, ASCII."""
    return _CANONICAL.encode(data).encode()


def digest_of(data: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `data`, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def link(sequence: int, event: Any, previous: Any) -> tuple[str, bytes]:
    """Return the hash of one event's line and the line; the hash is taken of the rest of the line.

    It is the canonical JSON of `event`, `hash`, `previous` (the hash of the line before) and `sequence`. What the first
    line follows is the digest of what the package is about, which ties the chain to it.
    """
    told, since = canonical(event), canonical(previous)
    rest = b'"previous":%b,"sequence":%d}' % (since, sequence)
    made = hashlib.sha256(b'{"event":%b,%b' % (told, rest)).hexdigest()
    return made, b'{"event":%b,"hash":"%b",%b\n' % (told, made.encode(), rest)


def package_digest(identity: Mapping[str, Any], hashes: Mapping[str, str]) -> str:
    """Return the one number that stands for the whole content: SHA-256 over the SHA-256 of every file."""
    return digest_of({**identity, "files": dict(hashes)})
