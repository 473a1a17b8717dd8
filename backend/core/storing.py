"""Files that are kept for good, with what stands for their content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Where files are kept that doors hand out and nobody fetches by an address."""
    return storages["private"]


@dataclass(frozen=True, slots=True)
class Stored:
    name: str
    sha256: str
    size_bytes: int


def store(storage: Storage, name: str, file: Path) -> Stored:
    """Keep a copy of `file` as `name`, or under a name like it if that is taken."""
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        kept = storage.save(name, File(content))
    return Stored(kept, sha256, file.stat().st_size)
