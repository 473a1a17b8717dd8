"""The demo that runs beside a command: `gemeinwerk ledger check` means its books, unless told otherwise."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path

SETTINGS = "environment.json"


def settings_keep(folder: Path, settings: Mapping[str, str]) -> None:
    """Write down what the demo's processes are told; readable for nobody else, as there are secrets in it."""
    path = folder / SETTINGS
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(dict(settings), file)


def settings_of_running(folder: Path) -> dict[str, str]:
    """Return what the demo in `folder` brought, nothing if none runs: whoever is killed cannot take the file along."""
    if not _is_held(folder / "lock"):
        return {}
    try:
        found = json.loads((folder / SETTINGS).read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()}


def _is_held(lock: Path) -> bool:
    try:
        with lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False
