"""A process ends at each named place between two steps; the next one finishes the work."""

import importlib
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction

from backend.accounts.models import User
from backend.core.audit import audit_first_bad
from backend.core.failpoints import FAILPOINTS
from backend.core.models import AuditEntry, DueJob, OutboxMessage
from backend.notifications.enums import Category, MailState
from backend.notifications.models import Message
from backend.notifications.services.messages import message_create
from tests.faults.effects import all_handled, ask_for_effects, effects, once_each
from tests.faults.stage import Mailbox, Process, Stage
from worker.schedule import JOBS

pytestmark = pytest.mark.processes

for name in (
    "backend.core.audit",
    "backend.notifications.services.delivery",
    "worker.handling",
    "worker.relay",
    "worker.beat",
):
    importlib.import_module(name)

COUNT = 3
OURS = ("audit.", "beat.", "mail.", "relay.", "worker.")


def crash(stage: Stage, point: str, start: Callable[..., Process], died: Callable[[Process], object]) -> None:
    process = start(FAILPOINT=point)
    stage.wait_until(lambda: died(process), f"the process ends at {point}")
    process.kill()


def has_ended(process: Process) -> bool:
    return process.popen.poll() is not None


def lost_a_child(process: Process) -> bool:
    return "WorkerLostError" in process.output()


def effects_survive(stage: Stage, point: str) -> None:
    ask_for_effects(COUNT)
    if point.startswith("relay."):
        crash(stage, point, stage.relay, has_ended)
        stage.relay()
        stage.worker()
    else:
        stage.relay()
        crash(stage, point, stage.worker, lost_a_child)
        stage.worker()
    stage.wait_until(all_handled, "everything is handled")
    assert effects() == once_each(COUNT)


def network_work_survives(stage: Stage, point: str) -> None:
    """After the network and before the mark: the mail is not sent again."""
    mails_survive(stage, point, most=1)


def mails_survive(stage: Stage, point: str, most: int) -> None:
    mailbox = Mailbox()
    stage.mail_server(mailbox)
    stage.environment["MAIL_CLAIM_SECONDS"] = "2"
    stage.relay()
    clara = User.objects.create_user("clara@example.org")
    with transaction.atomic():
        message = message_create(
            recipient=clara,
            category=Category.TEAM,
            template="account/note",
            context={"subject": "Hallo"},
            dedupe_key="1",
        )
    crash(stage, point, stage.worker, lost_a_child)
    stage.worker()
    stage.wait_until(all_handled, "everything is handled")
    assert Message.objects.get().mail_state == MailState.SENT
    assert 1 <= len(mailbox.mails) <= most
    # Whoever gets it twice can tell: both bear the same id.
    assert all(message.public_id.encode() in mail for mail in mailbox.mails)


def jobs_survive(stage: Stage, point: str) -> None:
    crash(stage, point, lambda **env: stage.start("beat", **env), has_ended)
    stage.start("beat")
    stage.wait_until(lambda: DueJob.objects.values("name").distinct().count() >= len(JOBS), "every job is written")
    due = Counter(DueJob.objects.values_list("pk", flat=True))
    told = Counter(
        payload["job_id"]
        for payload in OutboxMessage.objects.filter(topic__startswith="worker.").values_list("payload", flat=True)
    )
    assert told == due


def seal_survives(stage: Stage, point: str) -> None:
    ask_for_effects(COUNT)
    stage.relay()
    stage.worker()
    stage.wait_until(all_handled, "there are entries to be sealed")
    crash(stage, point, lambda **env: stage.start("beat", **env), has_ended)
    assert not AuditEntry.objects.filter(position__isnull=False).exists()
    stage.start("beat")
    stage.wait_until(lambda: not AuditEntry.objects.filter(position=None).exists(), "all is sealed")
    assert audit_first_bad() is None


def scenario(point: str) -> Callable[[Stage, str], None]:
    special: dict[str, Callable[[Stage, str], None]] = {
        "audit.sealing": seal_survives,
        "beat.job_written": jobs_survive,
        "worker.network_done": network_work_survives,
        # Between the server's yes and our note nothing can tell whether it was said: at least once, with the same id.
        "mail.sent": lambda stage, name: mails_survive(stage, name, most=2),
        "mail.claimed": lambda stage, name: mails_survive(stage, name, most=1),
    }
    return special.get(point, effects_survive)


@pytest.mark.parametrize("point", sorted(point for point in FAILPOINTS if point.startswith(OURS)))
def test_a_crash_there_loses_and_doubles_nothing(stage: Stage, point: str) -> None:
    scenario(point)(stage, point)
