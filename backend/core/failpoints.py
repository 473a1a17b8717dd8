"""Named places where a test can end the process, as a power cut would: `FAILPOINT=name`."""

import os
import signal

from django.conf import settings

FAILPOINTS: set[str] = set()


def declare(name: str) -> str:
    """Register a name at import, so that tests can loop over all of them."""
    FAILPOINTS.add(name)
    return name


def failpoint(name: str) -> None:
    """End this process at once, without clean-up, if `name` is the one that settings ask for."""
    if name == settings.FAILPOINT:
        os.kill(os.getpid(), signal.SIGKILL)
