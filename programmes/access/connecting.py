"""Fetch and check for who brings people and teams together, and for whom they have introduced."""

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, by_name, checked, hidden_unless
from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.errors import Invalid, NotFound
from backend.core.predicates import holds
from programmes import rules
from programmes.models import Connector, Introduction, Registration, Sprint
from programmes.selectors import connecting, sprints


def sprint_to_connect(viewer: Viewer, name: str) -> Sprint:
    """The desk of who brings people and teams together: for connectors and organisers of the sprint."""
    return checked(by_name(sprints.sprints_visible_to(viewer), name), viewer, rules.can_connect)


def participant_among(sprint: Sprint, public_id: str) -> User:
    """Somebody with a registration in the sprint, as sent by its organisers. Raises Invalid."""
    row = sprint.registrations.select_related("user").filter(user__public_id=public_id).first()
    if row is None:
        raise Invalid({"person": _("Please choose somebody who takes part.")})
    return row.user


def connector_to_dismiss(viewer: Viewer, public_id: str) -> Connector:
    row = by_id(Connector.objects.select_related("sprint", "user"), public_id)
    return hidden_unless(row, viewer, rules.can_manage)


def registration_to_introduce(viewer: Viewer, public_id: str) -> Registration:
    """Of somebody who has agreed and has no team: nobody else is shown to a connector."""
    row = by_id(Registration.objects.select_related("sprint"), public_id)
    if not holds(rules.can_connect, person_of(viewer), row.sprint):
        raise NotFound
    return by_id(connecting.people_to_introduce(row.sprint), public_id)


def introduction_to_answer(viewer: Viewer, public_id: str) -> Introduction:
    """For the person and for who leads the team."""
    row = by_id(Introduction.objects.select_related(*connecting.SHOWN), public_id)
    return hidden_unless(row, viewer, rules.can_answer_introduction)
