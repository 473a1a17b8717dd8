from collections.abc import Sequence
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.text import clean_for
from backend.core.transitions import transition
from programmes.domain.limits import (
    ACCEPT_HOURS_MOST,
    AGE_LIMIT_MOST,
    ANSWER_DAYS_MOST,
    GRACE_MINUTES_MOST,
    REPORTS_TO_HIDE_MOST,
    SOLUTIONS_PER_TEAM_MOST,
    TEAM_SIZE_LIMIT,
)
from programmes.enums import Feature, Joining, PhaseKind, SprintState
from programmes.models import Phase, Programme, Sprint
from programmes.selectors.handing_in import grace_is_fixed
from programmes.selectors.people import places_taken
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import (
    require_among,
    require_order,
    require_within,
    texts_among,
    write_changes,
)
from programmes.services.programmes import clean_slug
from programmes.services.registrations import registrations_promote

CAPACITY_MOST = 1_000_000


class SprintChanges(TypedDict, total=False):
    title: str
    summary: str
    about: str
    language: str
    timezone: str
    capacity: int | None
    team_size_max: int
    team_joining: str
    answer_days: int
    accept_hours: int
    age_limit: int
    age_proof: str
    walk_ins_beyond: bool
    certificates: str
    reports_to_hide: int
    grace_minutes: int
    solutions_per_team: int
    starts_at: datetime
    ends_at: datetime
    hashtag: str


class NewSprint(SprintChanges, total=False):
    slug: Required[str]
    sections: list[dict[str, Any]]


@transaction.atomic
def sprint_create(*, actor: User | None, programme: Programme, **given: Unpack[NewSprint]) -> Sprint:
    """Create a draft that only organisers see. Raises Invalid."""
    slug = clean_slug(given["slug"])
    if Sprint.objects.filter(slug=slug).exists():
        raise Invalid({"slug": _("This short name is taken.")})
    values = texts_among(Sprint, {"title": "", "summary": "", **given})
    sprint = Sprint(programme=programme, **values)
    _check(sprint)
    sprint.save()
    audit_add(actor=actor, action="programmes.sprint_created", row=sprint)
    return sprint


@transaction.atomic
def sprint_update(*, actor: User | None, sprint: Sprint, **changes: Unpack[SprintChanges]) -> Sprint:
    """Change what is given, under the lock of the sprint; more places promote who waits. Raises Invalid, and
    Conflict (`deadline_passed`) for another grace period once the deadline is over.
    """
    sprint = sprint_for_update(sprint.pk)
    values = texts_among(Sprint, dict(changes))
    after = Sprint(**{name: values.get(name, getattr(sprint, name)) for name in SprintChanges.__annotations__})
    _check(after)
    if after.capacity is not None and after.capacity < places_taken(sprint):
        raise Invalid({"capacity": _("More people have a place already.")})
    if after.grace_minutes != sprint.grace_minutes and grace_is_fixed(sprint):
        text = _("The deadline has passed already; the grace period stays as it is.")
        raise Conflict(text, code="deadline_passed")
    if write_changes(sprint, values, actor=actor, action="programmes.sprint_updated"):
        registrations_promote(sprint)
    return sprint


@transaction.atomic
def sprint_publish(*, actor: User | None, sprint: Sprint) -> Sprint:
    """Show the sprint to everybody. Raises Conflict while it has no phases."""
    if not sprint.phases.exists():
        raise Conflict(_("Please set at least one phase first."), code="no_phases")
    return transition(sprint, to=SprintState.PUBLISHED, actor=actor)


@transaction.atomic
def sprint_archive(*, actor: User | None, sprint: Sprint) -> Sprint:
    """Close the sprint for good; it stays readable and nothing in it can be done any more."""
    return transition(sprint, to=SprintState.ARCHIVED, actor=actor)


@transaction.atomic
def phase_set(
    *,
    actor: User | None,
    sprint: Sprint,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    features: Sequence[str],
    title: str = "",
) -> Phase:
    """Set the phase of this kind: its window and what it allows. Phases may overlap. Raises Invalid."""
    require_among("kind", [kind], PhaseKind.values)
    require_among("features", features, Feature.values)
    require_order(starts_at, ends_at)
    sprint = sprint_for_update(sprint.pk)
    values = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "features": [feature for feature in Feature.values if feature in features],
        "title": clean_for(Phase, {"title": title})["title"],
        "position": PhaseKind.values.index(kind),
    }
    phase, is_new = Phase.objects.get_or_create(sprint=sprint, kind=kind, defaults=values)
    if is_new:
        audit_add(actor=actor, action="programmes.phase_set", row=phase, facts={"kind": kind})
    else:
        write_changes(phase, values, actor=actor, action="programmes.phase_set")
    return phase


@transaction.atomic
def phase_remove(*, actor: User | None, phase: Phase) -> None:
    """Remove a phase; repeating it changes nothing."""
    sprint_for_update(phase.sprint_id)
    facts = {"kind": phase.kind, "sprint": phase.sprint.public_id}
    if Phase.objects.filter(pk=phase.pk).delete()[0]:
        audit_add(actor=actor, action="programmes.phase_removed", row=phase, facts=facts)


def _check(sprint: Sprint) -> None:
    require_order(sprint.starts_at, sprint.ends_at)
    require_within("team_size_max", sprint.team_size_max, 1, TEAM_SIZE_LIMIT)
    require_among("team_joining", [sprint.team_joining], Joining.values)
    require_within("answer_days", sprint.answer_days, 1, ANSWER_DAYS_MOST)
    require_within("age_limit", sprint.age_limit, 0, AGE_LIMIT_MOST)
    require_within("accept_hours", sprint.accept_hours, 0, ACCEPT_HOURS_MOST)
    require_within("reports_to_hide", sprint.reports_to_hide, 1, REPORTS_TO_HIDE_MOST)
    require_within("grace_minutes", sprint.grace_minutes, 0, GRACE_MINUTES_MOST)
    require_within("solutions_per_team", sprint.solutions_per_team, 1, SOLUTIONS_PER_TEAM_MOST)
    if sprint.capacity is not None:
        require_within("capacity", sprint.capacity, 1, CAPACITY_MOST)
    if sprint.timezone not in available_timezones():
        raise Invalid({"timezone": _("We do not know this time zone. An example: Europe/Berlin.")})
