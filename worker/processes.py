"""How our own long-running processes start and stop: SIGTERM and Ctrl-C let the present step finish."""

import signal
import threading
from typing import Any, Protocol


class Loop(Protocol):
    stopping: threading.Event

    def run(self) -> None: ...


def run_loops(*loops: Loop) -> None:
    """Run the first loop in this thread and the others beside it; end all of them together."""

    def stop(*_: Any) -> None:
        for loop in loops:
            loop.stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    beside = [threading.Thread(target=loop.run, name=type(loop).__name__) for loop in loops[1:]]
    for thread in beside:
        thread.start()
    try:
        loops[0].run()
    finally:
        stop()
        for thread in beside:
            thread.join()
