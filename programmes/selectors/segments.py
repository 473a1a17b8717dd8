"""Whom an announcement reaches: people by what they are to a sprint, each once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from django.db.models import F, Q, QuerySet

from backend.accounts.models import Membership, User
from backend.accounts.rules import SPEAKERS
from programmes.enums import (
    AT_DOOR,
    ChallengeState,
    JoinRequestState,
    MemberRole,
    OfferState,
    ProgrammeRoleKind,
    RegistrationState,
    Segment,
    TeamState,
)
from programmes.models import Category, Challenge, JoinRequest, Offer, ProgrammeRole, Sprint, TeamMember
from programmes.selectors.door import sprint_has_door
from programmes.selectors.organiser_desk import hand_ins_missing
from programmes.selectors.teams import in_teams

Ids: TypeAlias = "QuerySet[Any, Any]"
"""Keys of people, for use inside another query."""


def _with_place(sprint: Sprint) -> Ids:
    return sprint.registrations.order_by().filter(state=RegistrationState.REGISTERED).values("user_id")


def _waiting(sprint: Sprint) -> Ids:
    return sprint.registrations.order_by().filter(state=RegistrationState.WAITING).values("user_id")


def _not_checked_in(sprint: Sprint) -> Ids:
    return _with_place(sprint).filter(checked_in_at=None)


def _checked_in(sprint: Sprint) -> Ids:
    return _with_place(sprint).filter(checked_in_at__isnull=False)


def without_team(sprint: Sprint) -> Ids:
    return _with_place(sprint).exclude(user_id__in=in_teams(sprint))


def _members(sprint: Sprint) -> "QuerySet[TeamMember]":
    rows = TeamMember.objects.order_by().filter(team__sprint=sprint, left_at=None)
    return rows.exclude(team__state=TeamState.DISSOLVED)


def _leads(sprint: Sprint) -> Ids:
    return _members(sprint).filter(role=MemberRole.LEAD).values("user_id")


def _not_handed_in(sprint: Sprint) -> Ids:
    return _members(sprint).filter(team_id__in=hand_ins_missing(sprint).order_by().values("pk")).values("user_id")


def _requests_open(sprint: Sprint) -> Ids:
    asked = JoinRequest.objects.filter(team__sprint=sprint, state=JoinRequestState.PENDING)
    return _leads(sprint).filter(team_id__in=asked.order_by().values("team_id"))


def _speakers(organisations: Ids) -> Ids:
    return Membership.objects.filter(organisation_id__in=organisations, role__in=SPEAKERS).values("user_id")


def _owners(sprint: Sprint) -> Ids:
    """Who speaks for the organisation, its contact, and whoever answers for an idea of their own."""
    posed = Challenge.objects.order_by().filter(sprint=sprint, state=ChallengeState.PUBLISHED)
    speakers = Q(pk__in=_speakers(posed.values("owner_id")))
    contacts = Q(pk__in=posed.exclude(contact=None).values("contact_id"))
    citizens = Q(pk__in=posed.filter(owner=None).exclude(proposed_by=None).values("proposed_by_id"))
    return User.objects.filter(speakers | contacts | citizens).values("pk")


def _answer_due(sprint: Sprint) -> Ids:
    """The contact of the challenge while in the organisation; without one, who speaks for the organisation."""
    waiting = Offer.objects.order_by().filter(solution__sprint=sprint, state=OfferState.OFFERED)
    by_contact = waiting.filter(challenge__contact__memberships__organisation=F("organisation"))
    others = waiting.exclude(pk__in=by_contact.values("pk"))
    contacts = Q(pk__in=by_contact.values("challenge__contact_id"))
    return User.objects.filter(contacts | Q(pk__in=_speakers(others.values("organisation_id")))).values("pk")


def _jury(sprint: Sprint) -> Ids:
    kinds = (ProgrammeRoleKind.JUROR, ProgrammeRoleKind.COACH)
    rows = ProgrammeRole.objects.order_by().filter(programme_id=sprint.programme_id, role__in=kinds)
    return rows.values("user_id")


MEMBERS: Final[Mapping[str, Callable[[Sprint], Ids]]] = {
    Segment.WITH_PLACE: _with_place,
    Segment.WAITING: _waiting,
    Segment.NOT_CHECKED_IN: _not_checked_in,
    Segment.CHECKED_IN: _checked_in,
    Segment.WITHOUT_TEAM: without_team,
    Segment.LEADS: _leads,
    Segment.NOT_HANDED_IN: _not_handed_in,
    Segment.REQUESTS_OPEN: _requests_open,
    Segment.OWNERS: _owners,
    Segment.ANSWER_DUE: _answer_due,
    Segment.JURY: _jury,
}
"""All but the teams of a category, which need to know which."""


def segments_of(sprint: Sprint, kept: Sequence[str] = ()) -> list[Segment]:
    """What an announcement of this sprint may be for, in the order of pages; `kept` are in it already."""
    has_door = sprint_has_door(sprint)
    return [segment for segment in Segment if has_door or segment not in AT_DOOR or segment in kept]


def people_in(sprint: Sprint, segments: Iterable[str], category: Category | None = None) -> QuerySet[User]:
    """Who belongs to any of `segments` now and has an account, each once, in the order of their accounts."""
    met = Q(pk__in=[])
    for segment in segments:
        if segment != Segment.CATEGORY:
            met |= Q(pk__in=MEMBERS[segment](sprint))
        elif category is not None:
            met |= Q(pk__in=_members(sprint).filter(team__challenge__category=category).values("user_id"))
    return User.objects.filter(met, is_active=True).order_by("pk")
