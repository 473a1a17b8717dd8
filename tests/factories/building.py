"""Building and handing in."""

from datetime import timedelta
from typing import Any

from factory.django import DjangoModelFactory

from backend.accounts.models import User
from backend.core import clock
from programmes.enums_of_building import LateOutcome
from programmes.models import LateHandIn, LogEntry, LogVersion, Readme, Sprint, Team
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


class LogEntryFactory(DjangoModelFactory[LogEntry]):
    """A public entry with one version."""

    class Meta:
        model = LogEntry

    team = sub(make.TeamFactory)
    created_by = same_as("team.created_by")

    @classmethod
    def _create(cls, model_class: type[LogEntry], *args: Any, **kwargs: Any) -> LogEntry:
        text = kwargs.pop("text", "Zwei Straßen haben es **ausprobiert**.")
        entry: LogEntry = model_class.objects.create(**kwargs)
        entry.current_version = LogVersion.objects.create(entry=entry, number=1, text=text, author=entry.created_by)
        entry.save()
        return entry


class ReadmeFactory(DjangoModelFactory[Readme]):
    """Named, and not fetched yet."""

    class Meta:
        model = Readme

    team = sub(make.TeamFactory)
    named_by = same_as("team.created_by")
    address = "https://codeberg.org/team/karte"
    # Long enough ago to be asked again.
    asked_at = at_call(lambda: clock.now() - timedelta(hours=1))
