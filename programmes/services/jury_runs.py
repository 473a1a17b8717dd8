"""Giving out all that was handed in to the jury: asked for by organisers, computed by a worker outside any lock."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.runs import claim, is_given_up
from backend.core.transitions import transition
from programmes.domain.jury_assignment import MOST, PER_SOLUTION_MOST, distribute
from programmes.domain.votes import VoteKind
from programmes.enums import JuryRunState, ReviewState
from programmes.events import JuryRunAsked, ReviewAssigned
from programmes.models import JuryRun, Review, Solution, Sprint, Vote
from programmes.selectors.jury_runs import jurors_judging, solutions_wanting
from programmes.selectors.reviews import criteria_of
from programmes.selectors.sprints import sprint_for_update, sprint_held
from programmes.services.changing import require_within, text_as
from programmes.services.reviews import review_give_back

# As long as a worker may take; after that it has been killed.
CLAIM = timedelta(minutes=5)
BATCH = 1_000
COMPUTED = 60


@transaction.atomic
def jury_run_ask(*, actor: User | None, sprint: Sprint, per_solution: int, most_each: int) -> JuryRun:
    """Have a worker see that each solution has `per_solution` jurors, none of whom has more than `most_each` reviews.

    What is assigned already stays. Locks the sprint; while one runs it is returned. Raises Conflict (`no_rubric`),
    Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    require_within("per_solution", per_solution, 1, PER_SOLUTION_MOST)
    require_within("most_each", most_each, 1, MOST)
    if not criteria_of(sprint):
        raise Conflict(_("Please set the rubric first."), code="no_rubric")
    running = JuryRun.objects.filter(sprint=sprint, state=JuryRunState.COMPUTING).first()
    if running is not None and not is_given_up(running):
        return running
    if running is not None:
        transition(running, to=JuryRunState.FAILED, actor=None)
    run = JuryRun.objects.create(sprint=sprint, requested_by=actor, per_solution=per_solution, most_each=most_each)
    facts = {"per_solution": per_solution, "most_each": most_each}
    audit_add(actor=actor, action="programmes.jury_run_asked", row=run, facts=facts)
    outbox_add(JuryRunAsked(run_id=run.pk))
    return run


def jury_run_carry_out(*, run_id: int) -> None:
    """Compute who judges what, and assign it; what does not wait for that is left alone, so repeating it is safe.

    Raises Unavailable while another worker is at it.
    """
    waiting = JuryRun.objects.filter(pk=run_id, state=JuryRunState.COMPUTING)
    run = waiting.select_related("sprint").first()
    if run is None:
        return
    claim(waiting, CLAIM)
    solutions, jurors = solutions_wanting(run.sprint, run.per_solution), jurors_judging(run.sprint)
    found = distribute(solutions, jurors, most=run.most_each)
    waiting.update(progress_percent=COMPUTED, updated_at=clock.now())
    _assign(run_id, found.pairs)


@transaction.atomic
def jury_run_fail(*, run_id: int) -> None:
    """Say that it could not be computed. One that does not run any more stays as it is."""
    run = JuryRun.objects.filter(pk=run_id, state=JuryRunState.COMPUTING).first()
    if run is not None:
        transition(run, to=JuryRunState.FAILED, actor=None)


@transaction.atomic
def _assign(run_id: int, pairs: Sequence[tuple[int, int]]) -> None:
    """Make the reviews, unless something has changed meanwhile that speaks against one: then it stays missing."""
    sprint = sprint_for_update(JuryRun.objects.values_list("sprint_id", flat=True).get(pk=run_id))
    run = JuryRun.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.state != JuryRunState.COMPUTING:
        return
    wanted = {one.key: one.wanted for one in solutions_wanting(sprint, run.per_solution)}
    jury = {one.key: one for one in jurors_judging(sprint)}
    held = {key: one.load for key, one in jury.items()}
    rows: list[Review] = []
    for solution_id, juror_id in pairs:
        juror = jury.get(juror_id)
        if juror is None or solution_id in juror.barred or held[juror_id] >= run.most_each:
            continue
        if wanted.get(solution_id, 0) > 0:
            wanted[solution_id] -= 1
            held[juror_id] += 1
            rows.append(Review(solution_id=solution_id, juror_id=juror_id, stage=sprint.jury_stage))
    made = Review.objects.bulk_create(rows, batch_size=BATCH)
    now = clock.now()
    Vote.objects.bulk_create([Vote(review=row, kind=VoteKind.ASSIGNED, at=now) for row in made], batch_size=BATCH)
    # One message a juror, however many reviews.
    for review in {row.juror_id: row for row in made}.values():
        outbox_add(ReviewAssigned(review_id=review.pk))
    short = {key: count for key, count in wanted.items() if count}
    names = dict(Solution.objects.filter(pk__in=short).values_list("pk", "public_id"))
    missing = {names[key]: count for key, count in short.items()}
    # Who got which stands in the log of votes, which nobody can change either.
    facts = {"assigned": len(made), "missing": missing}
    audit_add(actor=run.requested_by, action="programmes.jury_assigned", row=run, facts=facts)
    changes = {"progress_percent": 100, "assigned": len(made), "missing": missing, "ready_at": now}
    transition(run, to=JuryRunState.READY, actor=None, changes=changes, is_locked=True)


@transaction.atomic
def juror_release(*, actor: User, sprint: Sprint, juror: User, reason: str) -> int:
    """Take back all reviews of the current stage that a juror who drops out has not submitted; return how many.

    Each is given back with the reason, and a new run fills the gaps. Holds the sprint, locks the reviews; nobody is
    told, since whoever organises does it. Raises Invalid.
    """
    reason = text_as("reason", Review, "conflict_reason", reason, missing=_("Please say why."))
    sprint = sprint_held(sprint.pk)
    open_ones = Review.objects.filter(
        solution__sprint=sprint,
        juror=juror,
        stage=sprint.jury_stage,
        state__in=(ReviewState.ASSIGNED, ReviewState.STARTED),
    )
    rows = list(open_ones.select_for_update(no_key=True).order_by("pk"))
    for review in rows:
        review_give_back(actor=actor, review=review, reason=reason)
    return len(rows)
