"""Who does what next: many clients take what is due, in its order; who has begun something goes on before others begin.

Else whoever has a code from a mail would have to queue up once more, behind everybody who has not come in yet.
"""

import heapq
import time
from collections.abc import Callable, Sequence
from itertools import count
from threading import Condition, Thread

from tests.rush.lines import Asked, Line

Job = Callable[[Line], None]
Due = tuple[float, int, Job]
"""When, and which one first of those that are due at the same time."""
Incident = tuple[float, Callable[[], object]]
"""What goes wrong once this share of all is done."""
Show = Callable[[str, int, int], None]
"""Is told what is under way, how much is done and how much there is."""
POLL_SECONDS = 0.5


class Agenda:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._begun: list[Due] = []
        self._jobs: list[Due] = []
        self._numbers = count()
        self._changed = Condition()
        self._running = 0
        self.added = self.done = 0
        self.failed: list[BaseException] = []

    def add(self, after_seconds: float, job: Job) -> None:
        """Do `job` so long from now."""
        self._add(self._jobs, after_seconds, job)

    def go_on(self, after_seconds: float, job: Job) -> None:
        """Likewise, for somebody who is in the middle of something."""
        self._add(self._begun, after_seconds, job)

    def _add(self, jobs: list[Due], after_seconds: float, job: Job) -> None:
        with self._changed:
            due = time.monotonic() + after_seconds
            heapq.heappush(jobs, (due, next(self._numbers), job))
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
                if not (self._running or self._jobs or self._begun):
                    self._changed.notify_all()
        line.close()

    def _take(self) -> Job | None:
        with self._changed:
            while self._jobs or self._begun or self._running:
                now = time.monotonic()
                for jobs in (self._begun, self._jobs):
                    if jobs and jobs[0][0] <= now:
                        self._running += 1
                        return heapq.heappop(jobs)[2]
                due = min((jobs[0][0] for jobs in (self._begun, self._jobs) if jobs), default=now + POLL_SECONDS)
                self._changed.wait(min(due - now, POLL_SECONDS))
            return None
