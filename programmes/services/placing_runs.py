"""What workers do for a placement: compute it outside any lock, and let people join when the time to object is over."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.db import one_moment
from backend.core.errors import Conflict, LimitReached
from backend.core.outbox import outbox_add
from backend.core.runs import claim
from backend.core.transitions import transition
from programmes.domain.placing.digest import digest
from programmes.domain.placing.kinds import Answer, Reason
from programmes.domain.placing.solving import place
from programmes.enums import PlacingOutcome, PlacingRunState, PlacingWishState
from programmes.events import PlacingSeatSettled
from programmes.models import PlacingRun, PlacingSeat, PlacingWish, Sprint, Team
from programmes.selectors.placings import placing_question, spellings, wishes_asked
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import in_teams, team_for_update
from programmes.services.teams import team_member_add

BATCH = 1_000
SWEEP = 2_000
# As long as a worker may take; after that it has been killed.
CLAIM = timedelta(minutes=5)


def placing_run_compute(*, run_id: int) -> None:
    """Compute it and keep the seats; what does not wait for that is left alone, so repeating it is safe.

    It takes longer than a message is lent out for, so it is claimed: raises Unavailable while another worker is at it.
    """
    waiting = PlacingRun.objects.filter(pk=run_id, state=PlacingRunState.COMPUTING)
    run = waiting.select_related("sprint").first()
    if run is None:
        return
    claim(waiting, CLAIM)
    with one_moment():
        question = placing_question(run)

    def told(percent: int) -> None:
        rows = PlacingRun.objects.filter(pk=run_id, state=PlacingRunState.COMPUTING)
        rows.update(progress_percent=min(percent, 99), updated_at=clock.now())

    answer = place(question, told)
    _keep(run_id, answer, digest(question))


@transaction.atomic
def _keep(run_id: int, answer: Answer, input_hash: str) -> None:
    """Who has withdrawn meanwhile gets no seat."""
    run = PlacingRun.objects.select_for_update(no_key=True, of=("self",)).select_related("sprint").get(pk=run_id)
    if run.state != PlacingRunState.COMPUTING:
        return
    people = {row.user.public_id: row.user_id for row in wishes_asked(run.sprint)}
    spelled = spellings(run.sprint)
    teams = dict(Team.objects.filter(sprint=run.sprint).values_list("public_id", "pk"))
    seats = [
        PlacingSeat(
            run=run,
            user_id=people[row.person],
            team_id=teams[row.team] if row.team else None,
            skill=spelled.get(row.skill, row.skill),
            reasons=[_kept(reason, spelled) for reason in row.reasons],
        )
        for row in answer.placements
        if row.person in people
    ]
    PlacingSeat.objects.bulk_create(seats, batch_size=BATCH)
    changes = {
        "input_hash": input_hash,
        "figures": {**asdict(answer.figures), "gap": answer.figures.gap},
        "unmet": [_kept(reason, spelled) for reason in answer.unmet],
        "progress_percent": 100,
        "ready_at": clock.now(),
    }
    transition(run, to=PlacingRunState.READY, actor=None, changes=changes)


def _kept(reason: Reason, spelled: Mapping[str, str]) -> Mapping[str, Any]:
    words = {name: spelled.get(str(reason.facts[name])) for name in ("skill", "group") if name in reason.facts}
    return {"code": reason.code, **reason.facts, **{name: word for name, word in words.items() if word}}


@transaction.atomic
def placing_run_fail(*, run_id: int) -> None:
    """Say that it could not be computed. One that does not run any more stays as it is."""
    run = PlacingRun.objects.filter(pk=run_id, state=PlacingRunState.COMPUTING).first()
    if run is not None:
        transition(run, to=PlacingRunState.FAILED, actor=None)


def placings_carry_out_due() -> int:
    """Carry out what is published once the time to object is over; return how many runs that were.

    A sweep settles so many that it ends well before a worker's time is over; the next one goes on.
    """
    due = PlacingRun.objects.filter(state=PlacingRunState.PUBLISHED, objections_until__lte=clock.now())
    runs = list(due.select_related("sprint").order_by("objections_until", "id"))
    for run in runs:
        placing_run_carry_out(run=run)
    return len(runs)


def placing_run_carry_out(*, run: PlacingRun) -> None:
    """Let everybody join who has not objected, one after the other, each in a transaction of their own.

    So a rush of joins is never held up, and where a worker was killed the next one goes on.
    """
    for seat_id in list(run.seats.filter(outcome="").order_by("id").values_list("pk", flat=True)[:SWEEP]):
        _settle(run.sprint_id, seat_id)
    if not run.seats.filter(outcome="").exists():
        with transaction.atomic():
            transition(run, to=PlacingRunState.CARRIED_OUT, actor=None)


@transaction.atomic
def _settle(sprint_id: int, seat_id: int) -> None:
    """Locks the sprint, the team, the registration, the seat: in the order of all who join."""
    sprint = sprint_for_update(sprint_id)
    seat = PlacingSeat.objects.select_related("user").get(pk=seat_id)
    team = team_for_update(seat.team_id) if seat.team_id else None
    locked = PlacingSeat.objects.select_for_update(no_key=True, of=("self",)).get(pk=seat_id)
    if locked.outcome:
        return
    wish = PlacingWish.objects.select_for_update(no_key=True).filter(sprint=sprint, user_id=seat.user_id).first()
    locked.outcome = _refused(sprint, locked, wish) or _joined(team, seat.user)
    locked.save(update_fields=["outcome", "updated_at"])
    if wish is not None and locked.outcome == PlacingOutcome.JOINED:
        transition(wish, to=PlacingWishState.PLACED, actor=None)
    if locked.outcome not in (PlacingOutcome.OBJECTED, PlacingOutcome.WITHDRAWN):
        outbox_add(PlacingSeatSettled(seat_id=locked.pk))


def _refused(sprint: Sprint, seat: PlacingSeat, wish: PlacingWish | None) -> PlacingOutcome | None:
    """Why the person does not want the place any more."""
    if seat.objected_at is not None:
        return PlacingOutcome.OBJECTED
    if wish is None or wish.state == PlacingWishState.WITHDRAWN:
        return PlacingOutcome.WITHDRAWN
    if in_teams(sprint).filter(user_id=seat.user_id).exists():
        return PlacingOutcome.IN_OTHER_TEAM
    return None


def _joined(team: Team | None, user: User) -> PlacingOutcome:
    if team is None:
        return PlacingOutcome.NO_TEAM
    try:
        with transaction.atomic():
            team_member_add(team=team, user=user)
    except LimitReached:
        return PlacingOutcome.TEAM_FULL
    except Conflict as error:
        return PlacingOutcome.NOT_REGISTERED if error.code == "not_registered" else PlacingOutcome.TEAM_GONE
    return PlacingOutcome.JOINED
