from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.db import require_transaction
from programmes.domain import phases
from programmes.enums import (
    ChallengeState,
    Feature,
    ProgrammeRoleKind,
    RegistrationState,
    SprintState,
)
from programmes.models import Challenge, Phase, ProgrammeRole, Registration, Sprint
from programmes.models.sprint import SEARCH
from programmes.selectors.counting import count_of, solutions_shown, teams_shown
from programmes.selectors.matching import matching

EVE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShownPhase:
    phase: Phase
    is_open: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class SprintOverview:
    """What the page of a sprint says at one moment of the server's clock."""

    sprint: Sprint
    at: datetime
    phases: Sequence[ShownPhase]
    features: frozenset[str]
    registered: int
    beyond: int
    """Those of the registered who were let in at the door beyond the places."""
    offered: int
    """Places kept for somebody who may still accept, or whose guardian may still agree."""
    waiting: int
    challenges: int
    teams: int
    solutions: int
    registration: Registration | None
    """The viewer's own, unless cancelled."""

    @property
    def taken(self) -> int:
        return self.registered + self.offered - self.beyond

    @property
    def places_left(self) -> int | None:
        """None: there is room for everybody."""
        return None if self.sprint.capacity is None else max(0, self.sprint.capacity - self.taken)

    @property
    def has_begun(self) -> bool:
        return self.sprint.starts_at <= self.at

    @property
    def has_ended(self) -> bool:
        return self.sprint.ends_at <= self.at

    @property
    def is_live(self) -> bool:
        """Whether its figures are worth watching: from the day before it begins until it is over."""
        is_public = self.sprint.state == SprintState.PUBLISHED
        return is_public and self.sprint.starts_at - EVE <= self.at < self.sprint.ends_at

    def opens_at(self, feature: str) -> datetime | None:
        return phases.next_opening([shown.phase for shown in self.phases], feature, self.at)

    def closes_at(self, feature: str) -> datetime | None:
        return phases.closes_at([shown.phase for shown in self.phases], feature, self.at)


def programmes_organised_by(viewer: Viewer) -> "QuerySet[ProgrammeRole, int]":
    """Ids of the programmes that `viewer` organises, for use inside other queries."""
    roles = ProgrammeRole.objects.filter(role=ProgrammeRoleKind.ORGANISER)
    person = person_of(viewer)
    roles = roles.none() if person is None else roles.filter(user=person)
    return roles.values_list("programme_id", flat=True)


def sprints_public(*, query: str = "") -> QuerySet[Sprint]:
    """Sprints that everybody sees, the latest first, with their programme and its organisation."""
    rows = Sprint.objects.exclude(state=SprintState.DRAFT).select_related("programme", "programme__organisation")
    return matching(rows, query, SEARCH)


def sprints_visible_to(viewer: Viewer) -> QuerySet[Sprint]:
    return Sprint.objects.select_related("programme", "programme__organisation").filter(
        ~Q(state=SprintState.DRAFT) | Q(programme_id__in=programmes_organised_by(viewer))
    )


def sprints_organised_by(user: User) -> QuerySet[Sprint]:
    """Sprints of the programmes that `user` organises, the latest first."""
    return Sprint.objects.select_related("programme").filter(programme_id__in=programmes_organised_by(user))


def sprints_with_door(user: User) -> QuerySet[Sprint]:
    """Sprints that are not over, in whose programme `user` helps at the door, the next one first."""
    helped = ProgrammeRole.objects.filter(user=user, role=ProgrammeRoleKind.HELPER).values("programme_id")
    rows = Sprint.objects.filter(programme_id__in=helped, state=SprintState.PUBLISHED, ends_at__gt=clock.now())
    return rows.order_by("starts_at", "id")


def sprint_in_focus() -> Sprint | None:
    """The sprint for the first page: first one that can be joined, then one that runs, then one that comes."""
    at = clock.now()
    rows = Sprint.objects.select_related("programme").prefetch_related("phases")
    candidates = rows.filter(state=SprintState.PUBLISHED, ends_at__gt=at).order_by("starts_at", "id")

    def order(sprint: Sprint) -> tuple[bool, bool]:
        return not phases.accepts(sprint.phases.all(), Feature.REGISTER, at), sprint.starts_at > at

    return min(candidates, key=order, default=None)


def sprint_overview(sprint: Sprint, viewer: Viewer = None) -> SprintOverview:
    at = clock.now()
    rows = list(sprint.phases.all())
    registered, beyond, offered, waiting, challenges, teams, solutions = _counts(sprint)
    person = person_of(viewer)
    own = person and sprint.registrations.filter(user=person).exclude(state=RegistrationState.CANCELLED).first()
    return SprintOverview(
        sprint=sprint,
        at=at,
        phases=[ShownPhase(phase, phases.is_open(phase, at), phase.ends_at <= at) for phase in rows],
        features=phases.open_features(rows, at),
        registered=registered,
        beyond=beyond,
        offered=offered,
        waiting=waiting,
        challenges=challenges,
        teams=teams,
        solutions=solutions,
        registration=own or None,
    )


def _counts(sprint: Sprint) -> tuple[int, int, int, int, int, int, int]:
    """In one query, since this page is the one that everybody reloads."""
    kept = [Coalesce(F(f"registration_count__{kind}"), 0) for kind in ("registered", "beyond", "held", "waiting")]
    row: tuple[int, int, int, int, int, int, int] = (
        Sprint.objects.filter(pk=sprint.pk)
        .order_by()
        .values_list(
            *kept,
            count_of(Challenge.objects.filter(state=ChallengeState.PUBLISHED, hidden_at=None), "sprint_id"),
            count_of(teams_shown(), "sprint_id"),
            count_of(solutions_shown(), "sprint_id"),
        )
        .get()
    )
    return row


def feature_closes_at(sprint: Sprint, feature: Feature) -> datetime | None:
    """When `feature`, open now, closes; None if it is not open. Reads phases that were fetched before."""
    return phases.closes_at(sprint.phases.all(), feature, clock.now())


def feature_opens_at(sprint: Sprint, feature: Feature) -> datetime | None:
    return phases.next_opening(sprint.phases.all(), feature, clock.now())


def sprint_held(sprint_id: int) -> Sprint:
    """Hold the sprint as it is, at once with all others who only hold it: the jury's stage does not move on meanwhile.

    Before any lock of its teams, solutions and reviews, as whoever closes a stage does it.
    """
    require_transaction()
    # Django knows no FOR SHARE.
    return Sprint.objects.raw("SELECT * FROM programmes_sprint WHERE id = %s FOR SHARE", [sprint_id])[0]


def sprint_for_update(sprint_id: int) -> Sprint:
    """Lock the sprint: the first lock of whatever counts its places or changes its phases."""
    require_transaction()
    return Sprint.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=sprint_id)
