"""Building and handing in."""

from datetime import timedelta

from factory.django import DjangoModelFactory

from backend.accounts.models import User
from backend.core import clock
from programmes.enums_of_building import LateOutcome
from programmes.models import LateHandIn, Sprint, Team
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.declarations import at_call, same_as, sub


class LateHandInFactory(DjangoModelFactory[LateHandIn]):
    """A refused one."""

    class Meta:
        model = LateHandIn

    team = sub(make.TeamFactory)
    sprint = same_as("team.sprint")
    user = sub(UserFactory)
    at = at_call(clock.now)
    deadline = at_call(lambda: clock.now() - timedelta(minutes=1))
    outcome = LateOutcome.REFUSED


def closed(sprint: Sprint, *, minutes_ago: int, grace_minutes: int = 0) -> Sprint:
    """A deadline that has passed, and the grace period that was named before it did."""
    Sprint.objects.filter(pk=sprint.pk).update(grace_minutes=grace_minutes)
    end = clock.now() - timedelta(minutes=minutes_ago)
    sprint.phases.update(starts_at=end - timedelta(days=1), ends_at=end)
    sprint.refresh_from_db()
    return sprint


def team_and_lead() -> tuple[Team, User]:
    team = make.TeamFactory.create()
    return team, make.lead_of(team)
