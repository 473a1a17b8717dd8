"""Challenges, and who speaks for what poses them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, checked, signed_in
from backend.accounts.models import Membership, Organisation, User
from backend.accounts.selectors.organisations import ids_spoken_for
from backend.accounts.viewers import Viewer, person_of
from backend.core.errors import Invalid, NotAllowed
from backend.core.predicates import holds
from programmes import rules
from programmes.models import Challenge, Sprint, Team
from programmes.selectors import challenges


def challenge_to_view(viewer: Viewer, public_id: str) -> Challenge:
    return by_id(challenges.challenges_visible_to(viewer), public_id)


def challenge_to_edit(viewer: Viewer, public_id: str) -> Challenge:
    return checked(challenge_to_view(viewer, public_id), viewer, rules.can_edit_challenge)


def challenge_to_withdraw(viewer: Viewer, public_id: str) -> Challenge:
    return checked(challenge_to_view(viewer, public_id), viewer, rules.can_withdraw_challenge)


def challenge_to_moderate(viewer: Viewer, public_id: str) -> Challenge:
    return checked(challenge_to_view(viewer, public_id), viewer, rules.can_manage)


def challenges_among(sprint: Sprint, public_ids: Iterable[str]) -> list[Challenge]:
    """The challenges of the sprint with these public ids, as ticked by an organiser. Raises Invalid."""
    wanted = set(public_ids)
    found = list(sprint.challenges.filter(public_id__in=wanted).order_by("title", "id"))
    if len(found) != len(wanted):
        raise Invalid({"challenges": _("Please choose one of the offered values.")})
    return found


def teams_among(challenge: Challenge, public_ids: Iterable[str]) -> list[Team]:
    """The teams that work on a challenge with these public ids. Raises Invalid."""
    wanted = set(public_ids)
    found = list(challenge.teams.filter(public_id__in=wanted).order_by("name", "id"))
    if len(found) != len(wanted):
        raise Invalid({"teams": _("Please choose one of the offered values.")})
    return found


def challenge_to_support(viewer: Viewer, public_id: str) -> Challenge:
    """For whoever has signed in."""
    challenge = challenge_to_view(viewer, public_id)
    signed_in(viewer)
    return challenge


def challenge_to_adopt(viewer: Viewer, public_id: str) -> Challenge:
    """For who speaks for any organisation."""
    challenge = challenge_to_view(viewer, public_id)
    if not ids_spoken_for(signed_in(viewer)).exists():
        raise NotAllowed
    return challenge


def challenge_to_team_up(viewer: Viewer, public_id: str) -> Challenge:
    """For whoever has signed in: to found a team."""
    challenge = challenge_to_view(viewer, public_id)
    signed_in(viewer)
    return challenge


def organisation_to_represent(viewer: Viewer, public_id: str) -> Organisation:
    """An organisation that the viewer speaks for. Raises Invalid: it is one of the offered values of a form."""
    row = Organisation.objects.filter(pk__in=ids_spoken_for(signed_in(viewer)), public_id=public_id).first()
    if row is None:
        raise Invalid({"owner": _("You do not speak for this organisation.")})
    return row


def contact_among(viewer: Viewer, challenge: Challenge, public_id: str) -> User:
    """Somebody of the organisation that poses a challenge, for who speaks for it. Raises Invalid."""
    speaks = holds(rules.speaks_for_owner, person_of(viewer), challenge)
    rows = Membership.objects.select_related("user").filter(organisation__challenges=challenge)
    row = rows.filter(user__public_id=public_id).first() if speaks else None
    if row is None:
        raise Invalid({"contact": _("Please choose somebody of the organisation.")})
    return row.user
