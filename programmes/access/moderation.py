"""Reports of texts, blocks, appeals, many decisions at once, and calls."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, checked, hidden_unless, signed_in
from backend.accounts.viewers import Viewer
from backend.core.errors import Invalid
from programmes import rules
from programmes.models import (
    AbuseCase,
    AbuseReport,
    Appeal,
    Call,
    Category,
    Challenge,
    DuplicateRun,
    JuryRun,
    ModerationRun,
    Solution,
    SprintBlock,
    Team,
)
from programmes.selectors import abuse, challenges, solutions, teams


def challenge_to_report(viewer: Viewer, public_id: str) -> Challenge:
    """For whoever has signed in."""
    row = by_id(challenges.challenges_visible_to(viewer), public_id)
    signed_in(viewer)
    return row


def team_to_report(viewer: Viewer, public_id: str) -> Team:
    row = by_id(teams.teams_visible_to(viewer), public_id)
    signed_in(viewer)
    return row


def solution_to_report(viewer: Viewer, public_id: str) -> Solution:
    row = by_id(solutions.solutions_visible_to(viewer), public_id)
    signed_in(viewer)
    return row


def abuse_case_to_decide(viewer: Viewer, public_id: str) -> AbuseCase:
    return hidden_unless(by_id(abuse.case_to_read(), public_id), viewer, rules.can_manage)


def reports_among(case: AbuseCase, public_ids: Iterable[str]) -> list[AbuseReport]:
    """Reports of a case with these public ids, as ticked. Raises Invalid."""
    wanted = set(public_ids)
    found = list(case.reports.filter(public_id__in=wanted))
    if len(found) != len(wanted):
        raise Invalid({"bad_faith": _("Please choose one of the offered values.")})
    return found


def block_to_lift(viewer: Viewer, public_id: str) -> SprintBlock:
    row = by_id(SprintBlock.objects.select_related("sprint", "user"), public_id)
    return checked(hidden_unless(row, viewer, rules.can_manage | rules.is_blocked_one), viewer, rules.can_manage)


def block_to_appeal(viewer: Viewer, public_id: str) -> SprintBlock:
    row = by_id(SprintBlock.objects.select_related("sprint", "user"), public_id)
    return checked(hidden_unless(row, viewer, rules.can_manage | rules.is_blocked_one), viewer, rules.is_blocked_one)


def challenge_to_appeal(viewer: Viewer, public_id: str) -> Challenge:
    """For who proposed it, or speaks for who poses it."""
    return checked(by_id(challenges.challenges_visible_to(viewer), public_id), viewer, rules.can_appeal)


def appeal_to_decide(viewer: Viewer, public_id: str) -> Appeal:
    """For organisers, but for the one whose decision it is against."""
    rows = Appeal.objects.select_related("challenge", "block", "block__user", "sprint", "made_by", "decided_by")
    return checked(hidden_unless(by_id(rows, public_id), viewer, rules.can_manage), viewer, rules.can_decide_appeal)


def moderation_run_to_manage(viewer: Viewer, public_id: str) -> ModerationRun:
    rows = ModerationRun.objects.select_related("sprint", "requested_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)


def duplicate_run_to_manage(viewer: Viewer, public_id: str) -> DuplicateRun:
    rows = DuplicateRun.objects.select_related("sprint", "requested_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)


def jury_run_to_manage(viewer: Viewer, public_id: str) -> JuryRun:
    rows = JuryRun.objects.select_related("sprint", "requested_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)


def category_to_call(viewer: Viewer, public_id: str) -> Category:
    """For the organisers of its programme: to ask for challenges."""
    return checked(by_id(Category.objects.select_related("programme"), public_id), viewer, rules.can_manage)


def call_to_close(viewer: Viewer, public_id: str) -> Call:
    return checked(by_id(Call.objects.select_related("category__programme"), public_id), viewer, rules.can_manage)
