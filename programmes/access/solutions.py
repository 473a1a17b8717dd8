"""Solutions, what is offered to whom, and reviews."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, checked, hidden_unless
from backend.accounts.models import Organisation, User
from backend.accounts.rules import speaks_for
from backend.accounts.viewers import Viewer
from backend.core.errors import Invalid, NotFound
from programmes import rules
from programmes.enums import ProgrammeRoleKind, ReviewState
from programmes.models import Challenge, Offer, ProgrammeRole, Review, Solution, Sprint
from programmes.selectors import offers, solutions

FULL_REVIEW = ("solution__sprint", "solution__current_version", "solution__team", "solution__challenge", "juror")


def solution_to_view(viewer: Viewer, public_id: str) -> Solution:
    return by_id(solutions.solutions_visible_to(viewer), public_id)


def solution_to_edit(viewer: Viewer, public_id: str) -> Solution:
    return checked(solution_to_view(viewer, public_id), viewer, rules.can_work_on_solution)


def solution_to_manage(viewer: Viewer, public_id: str) -> Solution:
    return checked(solution_to_view(viewer, public_id), viewer, rules.can_manage)


def jurors_among(sprint: Sprint, public_ids: Iterable[str]) -> list[User]:
    """The jurors of the sprint's programme with these public ids. Raises Invalid if one of them is none."""
    wanted = set(public_ids)
    roles = ProgrammeRole.objects.filter(programme_id=sprint.programme_id, role=ProgrammeRoleKind.JUROR)
    found = [role.user for role in roles.select_related("user").filter(user__public_id__in=wanted)]
    if len(found) != len(wanted):
        raise Invalid({"jurors": _("Please choose one of the offered values.")})
    return found


def juror_of(sprint: Sprint, public_id: str) -> User:
    """One juror of the sprint's programme."""
    roles = ProgrammeRole.objects.filter(programme_id=sprint.programme_id, role=ProgrammeRoleKind.JUROR)
    role = roles.select_related("user").filter(user__public_id=public_id).first()
    if role is None:
        raise NotFound
    return role.user


def challenge_to_offer_to(solution: Solution, public_id: str) -> Challenge:
    """A challenge of the same sprint, as chosen in a form. Raises Invalid."""
    row = offers.challenges_asking(solution.sprint_id).filter(public_id=public_id).first()
    if row is None:
        raise Invalid({"challenge": _("Please choose one of the offered values.")})
    return row


def offer_to_view(viewer: Viewer, public_id: str) -> Offer:
    return by_id(offers.offers_visible_to(viewer), public_id)


def organisation_to_answer_for(viewer: Viewer, public_id: str) -> Organisation:
    """Its desk of answers: for who speaks for it, and for the contacts that it has named."""
    row = by_id(Organisation.objects.all(), public_id)
    return checked(row, viewer, speaks_for | rules.is_contact_of)


def offer_to_answer(viewer: Viewer, public_id: str) -> Offer:
    return checked(offer_to_view(viewer, public_id), viewer, rules.can_answer_offer)


def review_to_view(viewer: Viewer, public_id: str) -> Review:
    """For its juror, unless it has become a matter of the own team or organisation, and for organisers."""
    row = by_id(Review.objects.select_related(*FULL_REVIEW), public_id)
    return hidden_unless(row, viewer, (rules.can_review & rules.is_impartial) | rules.can_manage)


def review_to_score(viewer: Viewer, public_id: str) -> Review:
    """For its juror, and never for a solution of the own team or organisation, even if that came about later."""
    row = by_id(Review.objects.select_related(*FULL_REVIEW).exclude(state=ReviewState.RECUSED), public_id)
    row = hidden_unless(row, viewer, rules.can_review | rules.can_manage)
    row = checked(row, viewer, rules.can_review)
    return hidden_unless(row, viewer, rules.is_impartial)


def review_to_recuse(viewer: Viewer, public_id: str) -> Review:
    """For its juror, also where the own team or organisation is concerned: that is what there is to declare."""
    row = by_id(Review.objects.select_related(*FULL_REVIEW), public_id)
    return checked(hidden_unless(row, viewer, rules.can_review | rules.can_manage), viewer, rules.can_review)
