"""Notices about solutions, reviews and projects."""

from datetime import datetime
from typing import Any

from django.utils import translation

from backend.core import clock
from backend.notifications.enums import Category
from programmes import events, events_of_selection
from programmes.enums import Feature, Stage
from programmes.models import (
    Decision,
    Milestone,
    Phase,
    ProgressReport,
    Project,
    Review,
    Solution,
    SolutionVersion,
    Sprint,
    StageChange,
    StagePass,
)
from programmes.selectors.reviews import jury_words
from programmes.selectors.stages import solutions_in_stage
from worker.notices import addresses, people
from worker.notices.notice import Notice
from worker.notices.taking_part import Notices


def _end_of(sprint: Sprint, feature: Feature) -> str:
    """Until when a sprint accepts something, as far as its phases say."""
    ends: list[datetime] = list(
        Phase.objects.filter(sprint=sprint, features__contains=[feature]).values_list("ends_at", flat=True)
    )
    return max(ends).isoformat() if ends else ""


def solution_handed_in(event: events.SolutionHandedIn) -> Notices:
    row = _solution(event.solution_id)
    version = SolutionVersion.objects.get(pk=event.version_id)
    at = version.handed_in_at or clock.now()
    context = {
        **_about_solution(row),
        "solution": version.title,
        "version": version.number,
        "at": at.isoformat(),
        "until": "" if version.late_since else _end_of(row.sprint, Feature.HAND_IN),
        "late_since": version.late_since.isoformat() if version.late_since else "",
        "sha256": version.sha256,
    }
    return [_to_team(row, "programmes/solution_handed_in", context, Category.TEAM)]


def solution_not_selected(event: events.SolutionNotSelected) -> Notices:
    row = _solution(event.solution_id)
    about = {**_about_solution(row), **_verdict(row)}
    return [_to_team(row, "programmes/solution_not_selected", about, Category.REVIEW)]


def solution_went_on(event: events_of_selection.SolutionWentOn) -> Notices:
    passed = StagePass.objects.select_related("solution__team", "solution__sprint", "solution__current_version")
    row = passed.get(pk=event.pass_id)
    about = {**_about_solution(row.solution), "stage": row.stage + 1, "rank": row.rank, "note": row.note}
    return [_to_team(row.solution, "programmes/solution_went_on", about, Category.REVIEW)]


def _solution(key: int) -> Solution:
    return Solution.objects.select_related("team", "sprint__programme", "current_version").get(pk=key)


def _about_solution(row: Solution) -> dict[str, Any]:
    title = row.shown_title
    return {
        "solution": title,
        "team": row.team.name,
        "sprint": row.sprint.title,
        "timezone": row.sprint.timezone,
    }


def _verdict(row: Solution) -> dict[str, Any]:
    """Where a solution stood in the stage in which the jury decided, why people decided otherwise, and what the jury
    wrote, unsigned.
    """
    found = Decision.objects.filter(solution=row).first()
    return {
        "rank": found.rank if found else None,
        "in_all": solutions_in_stage(row.sprint, found.stage if found else None).count(),
        "note": found.note if found else "",
        "words": [" ".join(words.split()) for words in jury_words(row)],
    }


def _to_team(row: Solution, template: str, context: dict[str, Any], category: Category) -> Notice:
    to = people.team_members(row.team)
    return Notice(to=to, category=category, template=template, url=addresses.solution(row), context=context)


def review_assigned(event: events.ReviewAssigned) -> Notices:
    row = Review.objects.select_related("solution__sprint").get(pk=event.review_id)
    sprint = row.solution.sprint
    return [
        Notice(
            to=people.people(row.juror_id),
            category=Category.REVIEW,
            template="programmes/review_assigned",
            url=addresses.REVIEWS,
            context={
                "sprint": sprint.title,
                "until": _end_of(sprint, Feature.REVIEW),
                "timezone": sprint.timezone,
            },
            # Twenty solutions assigned in one go are one mail.
            once=f"review_assigned:{sprint.public_id}:{clock.now():%Y-%m-%d}",
        )
    ]


def review_recused(event: events.ReviewRecused) -> Notices:
    row = Review.objects.select_related("juror", "solution__sprint__programme", "solution__team").get(
        pk=event.review_id
    )
    sprint = row.solution.sprint
    context = {**_about_solution(row.solution), **people.named(row.juror), "until": _end_of(sprint, Feature.REVIEW)}
    return [
        Notice(
            to=people.organisers(sprint.programme),
            category=Category.REVIEW,
            template="programmes/review_recused",
            url=addresses.assignment(sprint),
            context=context,
        )
    ]


def project_selected(event: events.ProjectSelected) -> Notices:
    row = _project(event.project_id)
    about = {"cohort": row.cohort.name, **_verdict(_solution(row.solution_id))}
    return [_to_project(row, "programmes/project_selected", about, category=Category.REVIEW)]


def milestone_submitted(event: events.MilestoneSubmitted) -> Notices:
    row = Milestone.objects.get(pk=event.milestone_id)
    context = {"milestone": row.title, "due_on": row.due_on.isoformat()}
    url = addresses.milestone(row)
    return [_to_coaches(_project(row.project_id), "programmes/milestone_submitted", url, context)]


def milestone_accepted(event: events.MilestoneAccepted) -> Notices:
    row = Milestone.objects.get(pk=event.milestone_id)
    return [_to_project(_project(row.project_id), "programmes/milestone_accepted", {"milestone": row.title})]


def milestone_returned(event: events.MilestoneReturned) -> Notices:
    row = Milestone.objects.get(pk=event.milestone_id)
    about = {"milestone": row.title, "note": row.review_note}
    project, url = _project(row.project_id), addresses.milestone(row)
    return [_to_project(project, "programmes/milestone_returned", about, url=url)]


def report_submitted(event: events.ReportSubmitted) -> Notices:
    row = ProgressReport.objects.get(pk=event.report_id)
    about = {"report": row.title}
    return [_to_coaches(_project(row.project_id), "programmes/report_submitted", addresses.report(row), about)]


def report_revision_requested(event: events.ReportRevisionRequested) -> Notices:
    return [_report_answered(event.report_id, "programmes/report_revision_requested")]


def report_accepted(event: events.ReportAccepted) -> Notices:
    return [_report_answered(event.report_id, "programmes/report_accepted")]


def _report_answered(key: int, template: str) -> Notice:
    row = ProgressReport.objects.get(pk=key)
    about = {"report": row.title, "note": row.review_note}
    return _to_project(_project(row.project_id), template, about, url=addresses.report(row))


def stage_advanced(event: events.StageAdvanced) -> Notices:
    row = StageChange.objects.get(pk=event.stage_change_id)
    # The word of a stage is kept in the language of the sources and translated where it is read.
    with translation.override("en"):
        word = str(Stage(row.to_stage).label)
    return [_to_project(_project(row.project_id), "programmes/stage_advanced", {"stage": word})]


def _project(key: int) -> Project:
    return Project.objects.select_related("cohort__programme", "team").get(pk=key)


def _to_project(
    row: Project, template: str, context: dict[str, Any], *, category: Category = Category.PROJECT, url: str = ""
) -> Notice:
    return Notice(
        to=people.team_members(row.team),
        category=category,
        template=template,
        url=url or addresses.project_desk(row),
        context={"project": row.title, **context},
    )


def _to_coaches(row: Project, template: str, url: str, context: dict[str, Any]) -> Notice:
    return Notice(
        to=people.coaches(row.cohort.programme),
        category=Category.PROJECT,
        template=template,
        url=url,
        context={"project": row.title, **context},
    )
