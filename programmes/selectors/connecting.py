"""A connector's desk: who has agreed to be introduced and has no team yet, and what became of introductions."""

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from programmes.domain.fitting import Wishes, folded, ranked
from programmes.enums import IntroductionState, RegistrationState
from programmes.models import Connector, Introduction, Profile, Registration, Sprint
from programmes.selectors.counting import TeamWithPlaces
from programmes.selectors.finding import candidates, reader_of, teams_in_order
from programmes.selectors.teams import in_teams

SHOWN = ("team", "team__sprint", "team__challenge", "user", "sent_by")
TEAMS_PROPOSED = 12


def connectors_of(sprint: Sprint) -> QuerySet[Connector]:
    return sprint.connectors.select_related("user")


def connecting_of(user: User) -> QuerySet[Connector]:
    """Where a person brings people and teams together, the latest sprint first."""
    return Connector.objects.filter(user=user).select_related("sprint").order_by("-sprint__starts_at", "-id")


def people_to_introduce(sprint: Sprint) -> QuerySet[Registration]:
    """Who has a place in the sprint, no team, and has agreed; who waits longest first."""
    rows = sprint.registrations.filter(state=RegistrationState.REGISTERED, introducible_since__isnull=False)
    rows = rows.exclude(user_id__in=in_teams(sprint)).select_related("user", "user__profile", "sprint")
    return rows.order_by("introducible_since", "id")


def teams_for(person: User, sprint: Sprint) -> list[TeamWithPlaces]:
    """The teams that fit somebody best and were not proposed to them before, for a connector to choose from."""
    profile = Profile.objects.filter(user=person).first() or Profile(user=person)
    wishes = Wishes(skills=folded([*profile.skills, *profile.roles_sought]))
    known = set(Introduction.objects.filter(user=person, team__sprint=sprint).values_list("team_id", flat=True))
    order = [
        key for key in ranked(candidates(sprint, wishes, person), wishes, reader_of(person)).keys if key not in known
    ]
    return teams_in_order(sprint, order[:TEAMS_PROPOSED])


def introductions_sent(sprint: Sprint, connector: User) -> QuerySet[Introduction]:
    """What a connector has sent in a sprint, the newest first."""
    return Introduction.objects.select_related(*SHOWN).filter(team__sprint=sprint, sent_by=connector).order_by("-id")


def introductions_to_team(team_id: int) -> QuerySet[Introduction]:
    rows = Introduction.objects.select_related(*SHOWN).filter(team_id=team_id, state=IntroductionState.SENT)
    return rows.filter(team_agreed_at=None).order_by("id")


def introductions_of(user: User) -> QuerySet[Introduction]:
    """The introductions of a person, the newest first."""
    return Introduction.objects.select_related(*SHOWN).filter(user=user).order_by("-id")


def may_be_introduced(sprint: Sprint, viewer: Viewer) -> bool:
    person = person_of(viewer)
    return person is not None and sprint.registrations.filter(user=person, introducible_since__isnull=False).exists()


def introduction_for_update(introduction_id: int) -> Introduction:
    """The caller holds the locks of the team and of the registration."""
    require_transaction()
    rows = Introduction.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("user", "team", "sent_by").get(pk=introduction_id)
