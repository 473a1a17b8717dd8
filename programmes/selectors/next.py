"""What waits for a person in programmes. Each function is one kind of thing to do; none asks once per row."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.db.models import OuterRef, Q, Subquery

from backend.accounts.models import User
from backend.core import clock
from backend.core.next_items import NextItem, by_urgency
from programmes.enums import (
    Feature,
    IntroductionState,
    JoinRequestState,
    MemberRole,
    MilestoneState,
    ProgrammeRoleKind,
    RegistrationState,
    ReportState,
    ReviewState,
    SolutionState,
    SprintState,
)
from programmes.enums_of_mentoring import MentorState
from programmes.models import (
    Introduction,
    JoinRequest,
    Mentor,
    ProgressReport,
    Registration,
    Solution,
    Sprint,
    Team,
    TeamMember,
)
from programmes.selectors.abuse import appeals_waiting_for, cases_organised_by, title_of
from programmes.selectors.certificates import certificates_to_fetch
from programmes.selectors.challenges import challenges_to_moderate
from programmes.selectors.offers import offers_waiting_for
from programmes.selectors.programmes import programmes_with_role
from programmes.selectors.projects import milestones_due, milestones_to_check, reports_to_check
from programmes.selectors.reviews import reviews_of
from programmes.selectors.sprints import feature_closes_at, programmes_organised_by
from programmes.selectors.teams import teams_of

# Milestones that are due later than this do not press yet.
MILESTONE_AHEAD = timedelta(days=45)


def next_items(user: User) -> list[NextItem]:
    """Return what `user` has to do, in all roles at once, most urgent first. A constant number of queries."""
    kinds = (
        _places_to_accept,
        _teams_to_find,
        _requests_to_answer,
        _introductions_to_answer,
        _mentoring_to_answer,
        _solutions_to_hand_in,
        _reviews_to_write,
        _offers_to_answer,
        _challenges_to_moderate,
        _reports_of_abuse_to_decide,
        _appeals_to_decide,
        _selections_to_decide,
        _milestones_to_reach,
        _milestones_to_check,
        _reports_to_write,
        _reports_to_check,
        _certificates_to_fetch,
    )
    return by_urgency(item for kind in kinds for item in kind(user))


def _places_to_accept(user: User) -> Iterator[NextItem]:
    rows = Registration.objects.filter(user=user, state=RegistrationState.OFFERED, held_until__gt=clock.now())
    for row in rows.select_related("sprint"):
        yield NextItem(
            kind="programmes.place_accept",
            ref=row.sprint.slug,
            title=row.sprint.title,
            due_at=row.held_until,
            zone=row.sprint.timezone,
        )


def _teams_to_find(user: User) -> Iterator[NextItem]:
    in_team = TeamMember.objects.filter(user=user, left_at=None).values("team__sprint_id")
    asked = JoinRequest.objects.filter(user=user, state=JoinRequestState.PENDING).values("team__sprint_id")
    rows = (
        Registration.objects.filter(user=user, state=RegistrationState.REGISTERED, sprint__ends_at__gt=clock.now())
        .exclude(sprint_id__in=in_team)
        .exclude(sprint_id__in=asked)
    )
    for row in rows.select_related("sprint").prefetch_related("sprint__phases"):
        closes_at = feature_closes_at(row.sprint, Feature.JOIN_TEAM)
        if closes_at:
            yield NextItem(
                kind="programmes.team_find",
                ref=row.sprint.slug,
                title=row.sprint.title,
                due_at=closes_at,
                zone=row.sprint.timezone,
            )


def _requests_to_answer(user: User) -> Iterator[NextItem]:
    led = TeamMember.objects.filter(user=user, left_at=None, role=MemberRole.LEAD).values("team_id")
    rows = JoinRequest.objects.filter(team_id__in=led, state=JoinRequestState.PENDING)
    for row in rows.select_related("team", "user", "team__sprint"):
        yield NextItem(
            kind="programmes.join_request_answer",
            ref=row.team.public_id,
            title=row.user.shown_name,
            about=row.team.name,
            since=row.created_at,
            zone=row.team.sprint.timezone,
        )


def _introductions_to_answer(user: User) -> Iterator[NextItem]:
    """Of the person, and of the teams that the person leads."""
    led = TeamMember.objects.filter(user=user, left_at=None, role=MemberRole.LEAD).values("team_id")
    mine, ours = Q(user=user, person_agreed_at=None), Q(team_id__in=led, team_agreed_at=None)
    rows = Introduction.objects.filter(mine | ours, state=IntroductionState.SENT)
    for row in rows.select_related("team__sprint", "user"):
        is_mine = row.user_id == user.pk
        yield NextItem(
            kind="programmes.introduction_answer",
            ref=row.public_id,
            title=row.team.name if is_mine else row.user.shown_name,
            about="" if is_mine else row.team.name,
            since=row.created_at,
            zone=row.team.sprint.timezone,
        )


def _mentoring_to_answer(user: User) -> Iterator[NextItem]:
    rows = Mentor.objects.filter(user=user, state=MentorState.INVITED, sprint__ends_at__gt=clock.now())
    for row in rows.select_related("sprint"):
        yield NextItem(
            kind="programmes.mentor_answer",
            ref=row.sprint.slug,
            title=row.sprint.title,
            since=row.created_at,
            zone=row.sprint.timezone,
        )


def _solutions_to_hand_in(user: User) -> Iterator[NextItem]:
    """Once a team, which has begun none or has not handed in what it has begun; of several the first that waits."""
    rows = Team.objects.filter(pk__in=teams_of(user).values("pk"), sprint__ends_at__gt=clock.now())
    begun = Solution.objects.filter(team=OuterRef("pk")).order_by("id")
    drafts = begun.filter(state=SolutionState.DRAFT).values("public_id")[:1]
    rows = rows.annotate(first=Subquery(begun.values("public_id")[:1]), draft=Subquery(drafts))
    rows = rows.filter(Q(first=None) | Q(draft__isnull=False))
    for row in rows.select_related("sprint").prefetch_related("sprint__phases"):
        closes_at = feature_closes_at(row.sprint, Feature.HAND_IN)
        is_first = row.draft == row.first
        if closes_at:
            yield NextItem(
                kind=f"programmes.solution_hand_in{'' if is_first else '_further'}",
                ref=row.public_id if is_first else row.draft,
                title=row.name,
                about=row.sprint.title,
                due_at=closes_at,
                zone=row.sprint.timezone,
            )


def _reviews_to_write(user: User) -> Iterator[NextItem]:
    waiting = (ReviewState.ASSIGNED, ReviewState.STARTED)
    for row in reviews_of(user).filter(state__in=waiting).prefetch_related("solution__sprint__phases"):
        sprint, version = row.solution.sprint, row.solution.current_version
        closes_at = feature_closes_at(sprint, Feature.REVIEW)
        if closes_at and version:
            yield NextItem(
                kind="programmes.review_write",
                ref=row.public_id,
                title=version.title,
                about=sprint.title,
                due_at=closes_at,
                since=row.created_at,
                zone=sprint.timezone,
            )


def _offers_to_answer(user: User) -> Iterator[NextItem]:
    for row in offers_waiting_for(user):
        version, sprint = row.solution.current_version, row.solution.sprint
        yield NextItem(
            kind="programmes.offer_answer",
            ref=row.public_id,
            title=version.title if version else row.solution.team.name,
            about=row.organisation.name,
            due_at=row.answer_due_at,
            zone=sprint.timezone,
        )


def _challenges_to_moderate(user: User) -> Iterator[NextItem]:
    organised = programmes_with_role(user, ProgrammeRoleKind.ORGANISER)
    for row in challenges_to_moderate().filter(sprint__programme__in=organised):
        yield NextItem(
            kind="programmes.challenge_moderate",
            ref=row.public_id,
            title=row.title,
            about=row.sprint.title,
            since=row.created_at,
            zone=row.sprint.timezone,
        )


def _reports_of_abuse_to_decide(user: User) -> Iterator[NextItem]:
    for row in cases_organised_by(user):
        yield NextItem(
            kind="programmes.abuse_case_decide",
            ref=row.public_id,
            title=title_of(row),
            about=row.sprint.title,
            since=row.opened_at,
            zone=row.sprint.timezone,
        )


def _appeals_to_decide(user: User) -> Iterator[NextItem]:
    for row in appeals_waiting_for(user):
        yield NextItem(
            kind="programmes.appeal_decide",
            ref=row.public_id,
            title=row.challenge.title if row.challenge else row.sprint.title,
            about=row.sprint.title,
            since=row.created_at,
            zone=row.sprint.timezone,
        )


def _selections_to_decide(user: User) -> Iterator[NextItem]:
    rows = Sprint.objects.filter(programme_id__in=programmes_organised_by(user), state=SprintState.PUBLISHED)
    rows = rows.filter(solutions__state=SolutionState.HANDED_IN).distinct().prefetch_related("phases")
    for row in rows:
        closes_at = feature_closes_at(row, Feature.SELECT)
        if closes_at:
            yield NextItem(
                kind="programmes.selection_decide", ref=row.slug, title=row.title, due_at=closes_at, zone=row.timezone
            )


def _milestones_to_reach(user: User) -> Iterator[NextItem]:
    waiting = (MilestoneState.PLANNED, MilestoneState.IN_PROGRESS)
    soon = clock.today() + MILESTONE_AHEAD
    for row in milestones_due(user, waiting).filter(due_on__lte=soon):
        sprint = row.project.cohort.sprint
        yield NextItem(
            kind="programmes.milestone_submit",
            ref=row.public_id,
            title=row.title,
            about=row.project.title,
            due_at=datetime.combine(row.due_on, time.max.replace(microsecond=0), tzinfo=sprint.zone).astimezone(UTC),
            zone=sprint.timezone,
        )


def _milestones_to_check(user: User) -> Iterator[NextItem]:
    for row in milestones_to_check(user):
        yield NextItem(
            kind="programmes.milestone_check",
            ref=row.public_id,
            title=row.title,
            about=row.project.title,
            since=row.updated_at,
        )


def _reports_to_write(user: User) -> Iterator[NextItem]:
    own = TeamMember.objects.filter(user=user, left_at=None).values("team_id")
    rows = ProgressReport.objects.filter(
        project__team_id__in=own, state__in=(ReportState.DRAFT, ReportState.NEEDS_REVISION)
    )
    for row in rows.select_related("project"):
        yield NextItem(
            kind=f"programmes.report_{'revise' if row.state == ReportState.NEEDS_REVISION else 'submit'}",
            ref=row.public_id,
            title=row.title,
            about=row.project.title,
            since=row.updated_at,
        )


def _reports_to_check(user: User) -> Iterator[NextItem]:
    for row in reports_to_check(user):
        yield NextItem(
            kind="programmes.report_check",
            ref=row.public_id,
            title=row.title,
            about=row.project.title,
            since=row.updated_at,
        )


def _certificates_to_fetch(user: User) -> Iterator[NextItem]:
    for row in certificates_to_fetch(user):
        yield NextItem(
            kind="programmes.certificate_fetch",
            ref=row.sprint.slug,
            title=row.sprint.title,
            since=row.sprint.ends_at,
            zone=row.sprint.timezone,
        )
