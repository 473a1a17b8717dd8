"""A worker shows that it lives: a heartbeat row from its main process, beside the processes that do the work."""

import threading
from typing import Any

from celery import signals

from backend.core.health import heartbeat
from backend.core.stopping import Stop
from worker.connections import forget_inherited_connections, survive

HEARTBEAT_SECONDS = 5.0


class _Pulse(threading.Thread):
    def __init__(self) -> None:
        super().__init__(name="pulse", daemon=True)
        self.stopping = Stop()

    def run(self) -> None:
        while not self.stopping.is_set():
            survive(lambda: heartbeat("worker"), None)
            self.stopping.wait(HEARTBEAT_SECONDS)


def show_life_of_worker() -> None:
    """Connect to Celery's signals; weak references would be gone before the worker starts."""
    pulse = _Pulse()

    def begin(**_: Any) -> None:
        pulse.start()

    def end(**_: Any) -> None:
        pulse.stopping.set()

    def forked(**_: Any) -> None:
        forget_inherited_connections()

    signals.worker_ready.connect(begin, weak=False)
    signals.worker_shutting_down.connect(end, weak=False)
    signals.worker_process_init.connect(forked, weak=False)
