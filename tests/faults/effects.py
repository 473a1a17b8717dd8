"""An effect that can be counted: one audit entry per number. What is lost is missing, what is doubled stands twice."""

import os
import time
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from backend.core.audit import audit_add
from backend.core.models import AuditEntry, Heartbeat, OutboxMessage
from backend.core.outbox import Event, Queue, outbox_add_many

ACTION = "tests.effect"


@dataclass(frozen=True, kw_only=True)
class Effect(Event):
    topic: ClassVar[str] = "tests.effect"
    queue: ClassVar[Queue] = Queue.MONEY
    number: int


@transaction.atomic
def have_effect(event: Effect) -> None:
    audit_add(actor=None, action=ACTION, row=Heartbeat(name="tests"), facts={"number": event.number})
    # Long enough to be interrupted in the middle.
    time.sleep(float(os.environ.get("EFFECT_SECONDS", "0")))


@transaction.atomic
def ask_for_effects(count: int, first: int = 0) -> None:
    outbox_add_many([Effect(number=number) for number in range(first, first + count)])


def effects() -> Counter[int]:
    return Counter(
        facts["number"] for facts in AuditEntry.objects.filter(action=ACTION).values_list("facts", flat=True)
    )


def once_each(count: int) -> Counter[int]:
    return Counter(range(count))


def all_handled() -> bool:
    return not OutboxMessage.objects.filter(handled_at=None).exists()
