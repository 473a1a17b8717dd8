"""Finding challenges that are likely the same, by a worker, outside any lock; organisers decide what is merged."""

from datetime import timedelta

from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.outbox import outbox_add
from backend.core.runs import claim, is_given_up
from backend.core.transitions import transition
from programmes.domain.likeness import Group, Text, alike
from programmes.enums import DuplicateRunState
from programmes.events_of_moderation import DuplicatesAsked
from programmes.models import DuplicateGroup, DuplicateMember, DuplicateRun, Sprint
from programmes.selectors.duplicates import challenges_to_compare
from programmes.selectors.sprints import sprint_for_update

# As long as a worker may take; after that it has been killed.
CLAIM = timedelta(minutes=5)
BATCH = 1_000


@transaction.atomic
def duplicates_ask(*, actor: User, sprint: Sprint) -> DuplicateRun:
    """Have a worker look for challenges that are likely the same. Locks the sprint; while one runs it is returned."""
    sprint = sprint_for_update(sprint.pk)
    running = DuplicateRun.objects.filter(sprint=sprint, state=DuplicateRunState.COMPUTING).first()
    if running is not None and not is_given_up(running):
        return running
    if running is not None:
        transition(running, to=DuplicateRunState.FAILED, actor=None)
    run = DuplicateRun.objects.create(sprint=sprint, requested_by=actor)
    audit_add(actor=actor, action="programmes.duplicates_asked", row=run)
    outbox_add(DuplicatesAsked(run_id=run.pk))
    return run


def duplicates_compute(*, run_id: int) -> None:
    """Compare the texts and keep the groups; what does not wait for that is left alone, so repeating it is safe.

    Raises Unavailable while another worker is at it.
    """
    waiting = DuplicateRun.objects.filter(pk=run_id, state=DuplicateRunState.COMPUTING)
    run = waiting.select_related("sprint").first()
    if run is None:
        return
    claim(waiting, CLAIM)
    rows = challenges_to_compare(run.sprint).values_list("pk", "title", "summary", "body")
    texts = [Text(key, title, f"{summary} {body}") for key, title, summary, body in rows]

    def told(percent: int) -> None:
        waiting.update(progress_percent=min(percent, 99), updated_at=clock.now())

    _keep(run_id, alike(texts, told), len(texts))


@transaction.atomic
def duplicates_fail(*, run_id: int) -> None:
    """Say that it could not be computed. One that does not run any more stays as it is."""
    run = DuplicateRun.objects.filter(pk=run_id, state=DuplicateRunState.COMPUTING).first()
    if run is not None:
        transition(run, to=DuplicateRunState.FAILED, actor=None)


@transaction.atomic
def _keep(run_id: int, groups: list[Group], compared: int) -> None:
    run = DuplicateRun.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.state != DuplicateRunState.COMPUTING:
        return
    # Earlier findings are out of date; what was merged meanwhile is in none of the new ones.
    DuplicateGroup.objects.filter(run__sprint=run.sprint_id).exclude(run=run).delete()
    made = DuplicateGroup.objects.bulk_create(
        [DuplicateGroup(run=run, place=place) for place, _group in enumerate(groups)], batch_size=BATCH
    )
    members = [
        DuplicateMember(group=row, challenge_id=one.key, percent=one.percent)
        for row, group in zip(made, groups, strict=True)
        for one in group
    ]
    DuplicateMember.objects.bulk_create(members, batch_size=BATCH)
    changes = {"progress_percent": 100, "compared": compared, "ready_at": clock.now()}
    transition(run, to=DuplicateRunState.READY, actor=None, changes=changes, is_locked=True)
