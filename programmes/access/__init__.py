"""Fetch and check: the only way a door gets a row.

Each raises NotFound for what does not exist and for what the viewer may not know of, and NotAllowed for what the viewer
sees but may not do. What time allows is the services' business.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, by_name, checked, hidden_unless, signed_in
from backend.accounts.viewers import Viewer, person_of
from backend.core.errors import Invalid, NotFound
from programmes import rules
from programmes.access.announcements import announcement_to_manage
from programmes.access.challenges import (
    challenge_to_adopt,
    challenge_to_edit,
    challenge_to_moderate,
    challenge_to_support,
    challenge_to_team_up,
    challenge_to_view,
    challenge_to_withdraw,
    challenges_among,
    contact_among,
    organisation_to_represent,
    teams_among,
)
from programmes.access.comparisons import comparison_to_take_back, solutions_to_compare
from programmes.access.connecting import (
    connector_to_dismiss,
    introduction_to_answer,
    participant_among,
    registration_to_introduce,
    sprint_to_connect,
)
from programmes.access.join_requests import join_request_to_answer, join_request_to_view, join_request_to_withdraw
from programmes.access.moderation import (
    abuse_case_to_decide,
    appeal_to_decide,
    block_to_appeal,
    block_to_lift,
    call_to_close,
    category_to_call,
    challenge_to_appeal,
    challenge_to_report,
    duplicate_run_to_manage,
    jury_run_to_manage,
    moderation_run_to_manage,
    reports_among,
    solution_to_report,
    team_to_report,
)
from programmes.access.placings import (
    placing_run_to_manage,
    placing_seat_to_answer,
    placing_wish_to_manage,
    team_to_pin,
)
from programmes.access.projects import (
    milestone_to_check,
    milestone_to_edit,
    milestone_to_view,
    project_member,
    project_to_edit,
    project_to_guide,
    project_to_view,
    report_to_check,
    report_to_edit,
    report_to_view,
)
from programmes.access.ratings import (
    comment_to_report,
    comment_to_withdraw,
    selection_package_to_fetch,
    solution_to_discuss,
)
from programmes.access.registrations import (
    certificate_to_check,
    consent_to_answer,
    own_registration_to_give_back,
    own_registration_to_use,
    registration_to_accept,
    registration_to_answer,
    registration_to_cancel,
    registration_to_certify,
    registration_to_check_in,
    registration_to_view,
    sprint_to_check_in,
    ticket_to_check_in,
    ticket_to_open,
)
from programmes.access.solutions import (
    challenge_to_offer_to,
    juror_of,
    jurors_among,
    offer_to_answer,
    offer_to_view,
    organisation_to_answer_for,
    review_to_recuse,
    review_to_score,
    review_to_view,
    solution_to_edit,
    solution_to_manage,
    solution_to_view,
)
from programmes.access.teams import (
    member_to_let_lead,
    member_to_remove,
    open_role_to_edit,
    open_role_to_view,
    place_hold_to_release,
    team_to_edit,
    team_to_enter,
    team_to_hand_in,
    team_to_join,
    team_to_leave,
    team_to_view,
)
from programmes.models import (
    Category,
    Cohort,
    Phase,
    Profile,
    Programme,
    ProgrammeRole,
    Solution,
    Sprint,
)
from programmes.selectors import programmes, projects, sprints

__all__ = [
    "abuse_case_to_decide",
    "announcement_to_manage",
    "appeal_to_decide",
    "block_to_appeal",
    "block_to_lift",
    "call_to_close",
    "category_to_call",
    "certificate_to_check",
    "challenge_to_adopt",
    "challenge_to_appeal",
    "challenge_to_edit",
    "challenge_to_moderate",
    "challenge_to_offer_to",
    "challenge_to_report",
    "challenge_to_support",
    "challenge_to_team_up",
    "challenge_to_view",
    "challenge_to_withdraw",
    "challenges_among",
    "comment_to_report",
    "comment_to_withdraw",
    "comparison_to_take_back",
    "connector_to_dismiss",
    "consent_to_answer",
    "contact_among",
    "duplicate_run_to_manage",
    "introduction_to_answer",
    "join_request_to_answer",
    "join_request_to_view",
    "join_request_to_withdraw",
    "juror_of",
    "jurors_among",
    "jury_run_to_manage",
    "member_to_let_lead",
    "member_to_remove",
    "milestone_to_check",
    "milestone_to_edit",
    "milestone_to_view",
    "moderation_run_to_manage",
    "offer_to_answer",
    "offer_to_view",
    "open_role_to_edit",
    "open_role_to_view",
    "organisation_to_answer_for",
    "organisation_to_represent",
    "own_registration_to_give_back",
    "own_registration_to_use",
    "participant_among",
    "place_hold_to_release",
    "placing_run_to_manage",
    "placing_seat_to_answer",
    "placing_wish_to_manage",
    "project_member",
    "project_to_edit",
    "project_to_guide",
    "project_to_view",
    "registration_to_accept",
    "registration_to_answer",
    "registration_to_cancel",
    "registration_to_certify",
    "registration_to_check_in",
    "registration_to_introduce",
    "registration_to_view",
    "report_to_check",
    "report_to_edit",
    "report_to_view",
    "reports_among",
    "review_to_recuse",
    "review_to_score",
    "review_to_view",
    "selection_package_to_fetch",
    "solution_to_discuss",
    "solution_to_edit",
    "solution_to_manage",
    "solution_to_report",
    "solution_to_view",
    "solutions_to_compare",
    "sprint_to_check_in",
    "sprint_to_connect",
    "team_to_edit",
    "team_to_enter",
    "team_to_hand_in",
    "team_to_join",
    "team_to_leave",
    "team_to_pin",
    "team_to_report",
    "team_to_view",
    "teams_among",
    "ticket_to_check_in",
    "ticket_to_open",
]
"""What is fetched elsewhere; doors look for all of it here."""

Row = TypeVar("Row", bound=Model)


# Programmes


def programme_to_view(viewer: Viewer, name: str) -> Programme:
    del viewer  # every programme is public
    return by_name(programmes.programmes_public(), name)


def programme_to_manage(viewer: Viewer, name: str) -> Programme:
    return checked(programme_to_view(viewer, name), viewer, rules.can_manage)


def role_to_revoke(viewer: Viewer, public_id: str) -> ProgrammeRole:
    row = by_id(ProgrammeRole.objects.select_related("programme", "user"), public_id)
    return hidden_unless(row, viewer, rules.can_manage)


def cohort_to_view(viewer: Viewer, public_id: str) -> Cohort:
    del viewer  # every cohort is public
    return by_id(projects.cohorts_public(), public_id)


# Sprints


def sprint_to_view(viewer: Viewer, name: str) -> Sprint:
    return by_name(sprints.sprints_visible_to(viewer), name)


def sprint_to_manage(viewer: Viewer, name: str) -> Sprint:
    return checked(sprint_to_view(viewer, name), viewer, rules.can_manage)


def sprint_to_join(viewer: Viewer, name: str) -> Sprint:
    """For whoever has signed in: to register, to propose a challenge."""
    sprint = sprint_to_view(viewer, name)
    signed_in(viewer)
    return sprint


def sprint_to_compare(viewer: Viewer, name: str) -> Sprint:
    return checked(sprint_to_view(viewer, name), viewer, rules.judges)


def phase_to_manage(viewer: Viewer, public_id: str) -> Phase:
    return hidden_unless(by_id(Phase.objects.select_related("sprint"), public_id), viewer, rules.can_manage)


def category_of(sprint: Sprint, name: str) -> Category:
    """A category of the sprint's programme, by slug or public id, as chosen in a form."""
    return by_name(Category.objects.filter(programme_id=sprint.programme_id), name)


def solutions_among(sprint: Sprint, public_ids: Iterable[str]) -> list[Solution]:
    """The solutions of the sprint with these public ids. Raises Invalid if one of them is none."""
    wanted = set(public_ids)
    found = list(sprint.solutions.select_related("current_version", "team").filter(public_id__in=wanted))
    if len(found) != len(wanted):
        raise Invalid({"solutions": _("Please choose one of the offered values.")})
    return found


# Profiles


def profile_to_view(viewer: Viewer, public_id: str) -> Profile:
    """A public profile, or the own one, by the person's public id or the profile's."""
    person = person_of(viewer)
    rows = Profile.objects.select_related("user").filter(user__is_active=True)
    visible = rows.filter(Q(is_public=True) | Q(user=person)) if person else rows.filter(is_public=True)
    row = visible.filter(Q(public_id=public_id) | Q(user__public_id=public_id)).first()
    if row is None:
        raise NotFound
    return row
