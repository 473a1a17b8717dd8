"""Who does what next: many clients take what is due, in its order."""

import heapq
import time
from collections.abc import Callable, Sequence
from itertools import count
from threading import Condition, Thread

from tests.rush.lines import Asked, Line

Job = Callable[[Line], None]
Incident = tuple[float, Callable[[], object]]
"""What goes wrong once this share of all is done."""
Show = Callable[[str, int, int], None]
"""Is told what is under way, how much is done and how much there is."""
POLL_SECONDS = 0.5


class Agenda:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._jobs: list[tuple[float, int, Job]] = []
        self._numbers = count()
        self._changed = Condition()
        self._running = 0
        self.added = self.done = 0
        self.failed: list[BaseException] = []

    def add(self, after_seconds: float, job: Job) -> None:
        """Do `job` so long from now."""
        with self._changed:
            due = time.monotonic() + after_seconds
            heapq.heappush(self._jobs, (due, next(self._numbers), job))
            self.added += 1
            self._changed.notify()

    def run(
        self, port: int, log: list[Asked], *, clients: int, show: Show, what: str, incidents: Sequence[Incident]
    ) -> None:
        """Let so many clients do all of it. Raises what went wrong in a job."""
        threads = [Thread(target=self._work, args=[Line(port, log)]) for _number in range(clients)]
        for thread in threads:
            thread.start()
        waiting = sorted(incidents, key=lambda incident: incident[0])
        while any(thread.is_alive() for thread in threads):
            while waiting and self.done >= waiting[0][0] * self.added:
                waiting.pop(0)[1]()
            show(what, self.done, self.added)
            time.sleep(0.02)
        for _share, incident in waiting:
            incident()
        if self.failed:
            raise self.failed[0]

    def _work(self, line: Line) -> None:
        while (job := self._take()) is not None:
            try:
                job(line)
            except Exception as error:  # noqa: BLE001  raised again by whoever runs the agenda
                self.failed.append(error)
            with self._changed:
                self._running -= 1
                self.done += 1
                if not self._running and not self._jobs:
                    self._changed.notify_all()
        line.close()

    def _take(self) -> Job | None:
        with self._changed:
            while self._jobs or self._running:
                wait = self._jobs[0][0] - time.monotonic() if self._jobs else POLL_SECONDS
                if wait <= 0:
                    self._running += 1
                    return heapq.heappop(self._jobs)[2]
                self._changed.wait(min(wait, POLL_SECONDS))
            return None
