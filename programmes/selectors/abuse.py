"""Reported texts, who is blocked and who appeals: for organisers, and for the people concerned."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.text import Truncator

from backend.accounts.models import User
from backend.core.db import require_transaction
from programmes.domain.limits import BAD_FAITH_TO_BLOCK
from programmes.enums import AbuseCaseState, AppealState, BlockState
from programmes.models import (
    AbuseCase,
    AbuseReport,
    Appeal,
    Challenge,
    Comment,
    ModerationItem,
    ModerationRun,
    Solution,
    Sprint,
    SprintBlock,
    Team,
)
from programmes.models.moderation import Reportable
from programmes.selectors.sprints import programmes_organised_by

THING = (
    *("challenge", "team__challenge", "solution__current_version", "solution__team", "comment__solution__team"),
    *("sprint", "sprint__programme"),
)
EXCERPT = 60


def name_of(thing: Reportable) -> str:
    """What a text is called in a case: challenge, team, solution, comment."""
    return {Challenge: "challenge", Team: "team", Solution: "solution", Comment: "comment"}[type(thing)]


def cases_of(sprint: Sprint) -> QuerySet[AbuseCase]:
    """What was reported in a sprint, what waits on top, the oldest first; with `report_count`."""
    rows = AbuseCase.objects.filter(sprint=sprint).select_related(*THING, "decided_by")
    rows = rows.annotate(report_count=Count("reports"), is_decided=~Q(state=AbuseCaseState.OPEN))
    return rows.order_by("is_decided", "opened_at", "id")


def cases_open(sprint: Sprint) -> QuerySet[AbuseCase]:
    return AbuseCase.objects.filter(sprint=sprint, state=AbuseCaseState.OPEN)


def cases_organised_by(user: User) -> QuerySet[AbuseCase]:
    """What waits for a decision in the programmes that `user` organises, the oldest first."""
    rows = AbuseCase.objects.filter(state=AbuseCaseState.OPEN, sprint__programme_id__in=programmes_organised_by(user))
    return rows.select_related(*THING).order_by("opened_at", "id")


def case_to_read() -> QuerySet[AbuseCase]:
    """With its reports and who made them."""
    reports = AbuseReport.objects.select_related("reporter")
    return AbuseCase.objects.select_related(*THING, "decided_by").prefetch_related(
        Prefetch("reports", queryset=reports)
    )


def title_of(case: AbuseCase) -> str:
    """What the reported text is called."""
    if case.challenge is not None:
        return case.challenge.title
    if case.team is not None:
        return case.team.name
    if case.comment is not None:
        return Truncator(case.comment.body).chars(EXCERPT)
    version = case.solution.current_version if case.solution else None
    return version.title if version else case.solution.team.name if case.solution else ""


def case_for_update(case_id: int) -> AbuseCase:
    """Lock a case; the text that it is about is changed under this lock alone where it is hidden."""
    require_transaction()
    return AbuseCase.objects.select_for_update(no_key=True, of=("self",)).select_related("sprint").get(pk=case_id)


def bad_faith_count(sprint: Sprint, user: User) -> int:
    rows = AbuseReport.objects.filter(reporter=user, in_bad_faith=True)
    return rows.filter(case__sprint__programme=sprint.programme_id).count()


def reporters_in_bad_faith(sprint: Sprint) -> "QuerySet[Any]":
    """Who has reported in bad faith so often that they can be kept from it, with `times`."""
    rows = User.objects.filter(
        is_active=True, abuse_reports__in_bad_faith=True, abuse_reports__case__sprint__programme=sprint.programme_id
    )
    rows = rows.annotate(times=Count("abuse_reports", distinct=True)).filter(times__gte=BAD_FAITH_TO_BLOCK)
    blocked = SprintBlock.objects.filter(sprint=sprint, state=BlockState.ACTIVE).values("user_id")
    return rows.exclude(pk__in=blocked).order_by("-times", "id")


def blocks_of(sprint: Sprint) -> QuerySet[SprintBlock]:
    """Who is or was blocked in a sprint, the latest first."""
    return SprintBlock.objects.filter(sprint=sprint).select_related("user", "blocked_by", "sprint")


def blocks_of_person(user: User) -> QuerySet[SprintBlock]:
    rows = SprintBlock.objects.filter(user=user).select_related("sprint", "appeal")
    return rows.order_by("-created_at", "-id")


def block_active(user: User, sprint: Sprint, kinds: Sequence[str]) -> SprintBlock | None:
    return SprintBlock.objects.filter(user=user, sprint=sprint, kind__in=kinds, state=BlockState.ACTIVE).first()


def block_for_update(block_id: int) -> SprintBlock:
    require_transaction()
    rows = SprintBlock.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("user", "sprint").get(pk=block_id)


def appeals_of(sprint: Sprint) -> QuerySet[Appeal]:
    """What waits on top, the oldest first."""
    rows = Appeal.objects.filter(sprint=sprint).annotate(is_decided=~Q(state=AppealState.OPEN))
    rows = rows.select_related("challenge", "block", "block__user", "made_by", "decided_by", "sprint")
    return rows.order_by("is_decided", "created_at", "id")


def appeals_waiting_for(user: User) -> QuerySet[Appeal]:
    """Against whose decision others have spoken, for the organisers who did not decide first."""
    rows = Appeal.objects.filter(state=AppealState.OPEN, sprint__programme_id__in=programmes_organised_by(user))
    rows = rows.exclude(challenge__decided_by=user).exclude(block__blocked_by=user)
    return rows.select_related("challenge", "block", "sprint").order_by("created_at", "id")


def appeal_of(challenge: Challenge) -> Appeal | None:
    return Appeal.objects.filter(challenge=challenge).select_related("challenge", "block").first()


def appeal_for_update(appeal_id: int) -> Appeal:
    require_transaction()
    return Appeal.objects.select_for_update(no_key=True).get(pk=appeal_id)


def moderation_runs_of(sprint: Sprint) -> QuerySet[ModerationRun]:
    return ModerationRun.objects.filter(sprint=sprint).select_related("sprint", "requested_by")


def items_left(run: ModerationRun) -> QuerySet[ModerationItem]:
    """Challenges that had changed meanwhile."""
    return ModerationItem.objects.filter(run=run, left=True).select_related("challenge").order_by("id")
