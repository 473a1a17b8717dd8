"""What the repositories of teams say of themselves."""

from datetime import datetime

from django.db.models import QuerySet

from backend.core.db import require_transaction
from programmes.enums import Feature, SprintState, TeamState
from programmes.models import Phase, Readme, Team


def readme_of(team: Team) -> Readme | None:
    """The repository that a team has named, with its README as far as it was fetched."""
    return Readme.objects.filter(team=team).exclude(address="").first()


def readme_for_update(team: Team) -> Readme | None:
    require_transaction()
    return Readme.objects.select_for_update(no_key=True).filter(team=team).first()


def readmes_in_building(at: datetime) -> QuerySet[Readme]:
    """Those of teams whose sprint lets them build, or hand in, at that moment."""
    open_now = Phase.objects.filter(
        features__overlap=[Feature.BUILD, Feature.HAND_IN], starts_at__lte=at, ends_at__gt=at
    )
    rows = Readme.objects.exclude(address="").exclude(team__state=TeamState.DISSOLVED)
    rows = rows.filter(team__sprint__state=SprintState.PUBLISHED, team__sprint__in=open_now.values("sprint"))
    return rows.order_by("id")
