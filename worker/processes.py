"""How our own long-running processes start and stop: SIGTERM and Ctrl-C let the present step finish."""

import signal
import threading
from typing import Any, Protocol

from backend.core.stopping import Stop


class Loop(Protocol):
    stopping: Stop

    def run(self) -> None: ...


def run_loops(*loops: Loop) -> None:
    """Run the first loop in this thread and the others beside it; end all of them together.

    One that fails ends the process with its error: a supervisor starts it anew, while half a process would go unseen.
    """
    failed: list[Exception] = []

    def stop(*_: Any) -> None:
        for loop in loops:
            loop.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)

    def run(loop: Loop) -> None:
        try:
            loop.run()
        except Exception as error:  # noqa: BLE001  raised again by the main thread
            failed.append(error)
        finally:
            stop()

    beside = [threading.Thread(target=run, args=[loop], name=type(loop).__name__) for loop in loops[1:]]
    for thread in beside:
        thread.start()
    try:
        loops[0].run()
    finally:
        stop()
        for thread in beside:
            thread.join()
    if failed:
        raise failed[0]
