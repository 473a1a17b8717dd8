"""Asking to be placed, and what organisers do with a placement: ask for it, pin, publish, carry out."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add, outbox_add_many
from backend.core.runs import is_given_up
from backend.core.text import clean_for
from backend.core.transitions import transition
from programmes.domain.placing.kinds import WISHES_MAX, Weights
from programmes.enums import (
    ChallengeState,
    Feature,
    PlacingEmphasis,
    PlacingRunState,
    PlacingWishState,
    TimeSlot,
)
from programmes.events import PlacingRunAsked, PlacingSeatPublished
from programmes.models import PlacingRun, PlacingSeat, PlacingWish, Sprint, Team
from programmes.selectors.counting import living_teams
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import in_teams
from programmes.services.changing import require_among, require_within, texts_among, write_changes
from programmes.services.gates import require_feature, require_place

HOURS_MIN, HOURS_MAX = 1, 14 * 24
SEED_MAX: Final = 1_000_000
EMPHASES: Final[dict[str, Weights]] = {
    PlacingEmphasis.BALANCED: Weights(),
    PlacingEmphasis.WISHES: Weights(wish=900, skill=150, together=100),
    PlacingEmphasis.SKILLS: Weights(wish=300, skill=600),
    PlacingEmphasis.TOGETHER: Weights(wish=300, together=550),
}
"""Each has less in all than `placed`: what counts more never leaves somebody without a team."""


class Wished(TypedDict, total=False):
    wishes: list[str]
    skills: list[str]
    languages: list[str]
    times: list[str]
    group: str


@transaction.atomic
def placing_ask(*, actor: User, sprint: Sprint, **given: Unpack[Wished]) -> PlacingWish:
    """Ask to be placed in a team, or say anew what one wishes. Locks the sprint.

    Raises Conflict (`phase_closed`, `not_registered`, `in_team`), Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    require_feature(sprint, Feature.JOIN_TEAM)
    require_place(actor, sprint)
    if in_teams(sprint).filter(user_id=actor.pk).exists():
        raise Conflict(_("You are in a team already."), code="in_team")
    values = texts_among(PlacingWish, dict(given))
    _require_offered(sprint, values.get("wishes", []))
    require_among("times", values.get("times", []), TimeSlot.values)
    row = PlacingWish.objects.filter(sprint=sprint, user=actor).first()
    if row is None:
        row = PlacingWish.objects.create(sprint=sprint, user=actor, **values)
        audit_add(actor=actor, action="programmes.placingwish.asked", row=row)
        return row
    transition(row, to=PlacingWishState.ASKED, actor=actor)
    write_changes(row, values, actor=actor, action="programmes.placing_wish_changed")
    return row


def _require_offered(sprint: Sprint, wishes: Sequence[str]) -> None:
    teams = living_teams().filter(sprint=sprint, public_id__in=wishes).values_list("public_id", flat=True)
    challenges = sprint.challenges.filter(state=ChallengeState.PUBLISHED, public_id__in=wishes)
    require_among("wishes", wishes, {*teams, *challenges.values_list("public_id", flat=True)})
    if len(set(wishes)) != len(wishes) or len(wishes) > WISHES_MAX:
        raise Invalid({"wishes": _("Please name each wish once, and at most %(most)s.") % {"most": WISHES_MAX}})


@transaction.atomic
def placing_withdraw(*, actor: User, wish: PlacingWish) -> PlacingWish:
    """Do not want to be placed any more, from the next step on; repeating it changes nothing."""
    return transition(wish, to=PlacingWishState.WITHDRAWN, actor=actor)


@transaction.atomic
def placing_pin(*, actor: User, wish: PlacingWish, team: Team | None) -> PlacingWish:
    """Say where somebody must sit in all later runs; None lets go of it."""
    sprint = sprint_for_update(wish.sprint_id)
    row = PlacingWish.objects.select_for_update(no_key=True).get(pk=wish.pk)
    if team is not None and team.sprint_id != sprint.pk:
        raise Invalid({"team": _("Please choose one of the offered values.")})
    write_changes(row, {"pinned_team": team}, actor=actor, action="programmes.placing_pinned")
    return row


@transaction.atomic
def placing_run_ask(
    *, actor: User, sprint: Sprint, emphasis: str = PlacingEmphasis.BALANCED, seed: int = 1, least: int = 0
) -> PlacingRun:
    """Have a placement computed by a worker; nothing is decided by it. Locks the sprint.

    Raises Conflict (`placing_computing`), Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    require_among("emphasis", [emphasis], PlacingEmphasis.values)
    require_within("seed", seed, 0, SEED_MAX)
    require_within("least", least, 0, sprint.team_size_max)
    computing = PlacingRun.objects.filter(sprint=sprint, state=PlacingRunState.COMPUTING).first()
    if computing is not None and is_given_up(computing):
        transition(computing, to=PlacingRunState.DISCARDED, actor=actor)
    elif computing is not None:
        raise Conflict(_("This is being computed already."), code="placing_computing")
    run = PlacingRun.objects.create(
        sprint=sprint,
        requested_by=actor,
        emphasis=emphasis,
        seed=seed,
        least=least,
        weights=dataclasses.asdict(EMPHASES[emphasis]),
    )
    audit_add(actor=actor, action="programmes.placing_run_asked", row=run, facts={"seed": seed, "least": least})
    outbox_add(PlacingRunAsked(run_id=run.pk))
    return run


@transaction.atomic
def placing_run_discard(*, actor: User, run: PlacingRun) -> PlacingRun:
    """Put a run aside that nobody was told of. Raises Conflict once it is published."""
    return transition(run, to=PlacingRunState.DISCARDED, actor=actor)


@transaction.atomic
def placing_run_publish(*, actor: User, run: PlacingRun, hours: int) -> PlacingRun:
    """Tell everybody where they are to sit, and until when they may object: `hours` from now. Locks the sprint.

    Raises Conflict (`wrong_state`, `placing_published`: another one is open to objections), Invalid.
    """
    require_within("hours", hours, HOURS_MIN, HOURS_MAX)
    sprint_for_update(run.sprint_id)
    now = clock.now()
    changes = {"published_at": now, "objections_until": now + timedelta(hours=hours)}
    try:
        with transaction.atomic():
            transition(run, to=PlacingRunState.PUBLISHED, actor=actor, changes=changes, facts={"hours": hours})
    except IntegrityError as error:
        raise Conflict(_("Another placement is open to objections."), code="placing_published") from error
    outbox_add_many([PlacingSeatPublished(seat_id=key) for key in run.seats.values_list("pk", flat=True)])
    return run


@transaction.atomic
def placing_object(*, actor: User, seat: PlacingSeat, objection: str = "") -> PlacingSeat:
    """Say no to the place, before the time is over; repeating it changes nothing. Raises Conflict, Invalid."""
    row = PlacingSeat.objects.select_for_update(no_key=True, of=("self",)).select_related("run").get(pk=seat.pk)
    if row.objected_at is not None:
        return row
    until = row.run.objections_until
    if row.run.state != PlacingRunState.PUBLISHED or row.outcome or until is None or until <= clock.now():
        raise Conflict(_("The time to object is over."), code="objections_closed")
    values = clean_for(PlacingSeat, {"objection": objection})
    row.objection, row.objected_at = values["objection"], clock.now()
    row.save(update_fields=["objection", "objected_at", "updated_at"])
    audit_add(actor=actor, action="programmes.placing_objected", row=row)
    return row
