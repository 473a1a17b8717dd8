"""Collecting static files compresses each of them, which takes longer than all the rest of a start: only if needed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def static_files_collect() -> bool:
    """Collect if a source has changed since the last time; return whether it had."""
    root = Path(settings.STATIC_ROOT)
    stamp, present = root / ".sources", _fingerprint()
    if stamp.exists() and stamp.read_text() == present:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(present)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
