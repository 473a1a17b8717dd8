from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event, Queue


@dataclass(frozen=True, kw_only=True)
class JobDue(Event):
    topic: ClassVar[str] = "worker.job_due"
    job_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class MoneyJobDue(Event):
    topic: ClassVar[str] = "worker.money_job_due"
    queue: ClassVar[Queue] = Queue.MONEY
    job_id: int
    name: str
