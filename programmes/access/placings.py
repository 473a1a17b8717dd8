"""Being placed in a team: runs, wishes and places."""

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, hidden_unless
from backend.accounts.viewers import Viewer
from backend.core.errors import Invalid
from programmes import rules
from programmes.models import PlacingRun, PlacingSeat, PlacingWish, Sprint, Team
from programmes.models.placing import TOLD
from programmes.selectors import teams


def placing_run_to_manage(viewer: Viewer, public_id: str) -> PlacingRun:
    rows = PlacingRun.objects.select_related("sprint", "sprint__programme", "requested_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)


def placing_wish_to_manage(viewer: Viewer, public_id: str) -> PlacingWish:
    rows = PlacingWish.objects.select_related("sprint", "sprint__programme", "user", "pinned_team")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)


def placing_seat_to_answer(viewer: Viewer, public_id: str) -> PlacingSeat:
    """The own place, once it is published: to object to it."""
    rows = PlacingSeat.objects.select_related("run", "run__sprint", "team", "user").filter(run__state__in=TOLD)
    return hidden_unless(by_id(rows, public_id), viewer, rules.is_own)


def team_to_pin(sprint: Sprint, public_id: str) -> Team:
    """A living team of the sprint, as chosen in a form. Raises Invalid."""
    team = teams.teams_of_sprint(sprint).filter(public_id=public_id).first()
    if team is None:
        raise Invalid({"team": _("Please choose one of the offered values.")})
    return team
