"""Who gets which row: the right person, a stranger, nobody; and that hidden rows are not there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core.errors import Invalid, NotAllowed, NotFound
from programmes import access
from programmes.enums import ChallengeState, MemberRole, ReportState, SolutionState, SprintState, TeamState
from programmes.models import Programme, Project, Review
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
Fetch = Callable[[Any, str], Any]


def with_role(programme: Programme, role: str) -> User:
    return make.ProgrammeRoleFactory.create(programme=programme, role=role).user


def allowed(fetch: Fetch, row: Any, *people: Any) -> None:
    for person in people:
        assert fetch(person, row.public_id) == row


def forbidden(fetch: Fetch, row: Any, *people: Any) -> None:
    for person in people:
        with pytest.raises(NotAllowed):
            fetch(person, row.public_id)


def hidden(fetch: Fetch, row: Any, *people: Any) -> None:
    for person in people:
        with pytest.raises(NotFound):
            fetch(person, row.public_id)


def everybody() -> tuple[User | AnonymousUser | None, ...]:
    """A stranger, an organiser of another programme, anybody, and an account that is switched off."""
    return UserFactory.create(), make.ProgrammeRoleFactory.create().user, AnonymousUser(), None


def test_programmes() -> None:
    programme = make.ProgrammeFactory.create()
    organiser, juror = with_role(programme, "organiser"), with_role(programme, "juror")
    allowed(access.programme_to_view, programme, *everybody())
    assert access.programme_to_view(None, programme.slug) == programme
    allowed(access.programme_to_manage, programme, organiser)
    forbidden(access.programme_to_manage, programme, juror, *everybody())
    role = programme.roles.get(user=juror)
    allowed(access.role_to_revoke, role, organiser)
    hidden(access.role_to_revoke, role, juror, *everybody())
    with pytest.raises(NotFound):
        access.programme_to_view(None, "gibt-es-nicht")


def test_an_organiser_who_is_switched_off_is_nobody() -> None:
    programme = make.ProgrammeFactory.create()
    organiser = with_role(programme, "organiser")
    organiser.is_active = False
    forbidden(access.programme_to_manage, programme, organiser)


def test_drafts_of_sprints_are_hidden() -> None:
    draft = make.SprintFactory.create(state=SprintState.DRAFT)
    organiser = with_role(draft.programme, "organiser")
    allowed(access.sprint_to_view, draft, organiser)
    allowed(access.sprint_to_manage, draft, organiser)
    hidden(access.sprint_to_view, draft, *everybody())
    hidden(access.sprint_to_manage, draft, *everybody())
    phase = draft.phases.get()
    allowed(access.phase_to_manage, phase, organiser)
    hidden(access.phase_to_manage, phase, *everybody())
    team = make.TeamFactory.create(challenge__sprint=draft)
    hidden(access.team_to_view, team, *everybody())
    hidden(access.challenge_to_view, team.challenge, *everybody())
    hidden(access.solution_to_view, make.SolutionFactory.create(team=team, handed_in=True), *everybody())


def test_published_sprints() -> None:
    sprint = make.SprintFactory.create()
    stranger, other, anonymous, nobody = everybody()
    allowed(access.sprint_to_view, sprint, stranger, other, anonymous, nobody)
    allowed(access.sprint_to_join, sprint, stranger, other)
    forbidden(access.sprint_to_join, sprint, anonymous, nobody)
    forbidden(access.sprint_to_manage, sprint, stranger, other, anonymous, nobody)


def test_what_forms_offer_is_looked_up_within_the_sprint() -> None:
    sprint = make.SprintFactory.create()
    category = make.CategoryFactory.create(programme=sprint.programme)
    assert access.category_of(sprint, category.slug) == category
    with pytest.raises(NotFound):
        access.category_of(sprint, make.CategoryFactory.create().public_id)
    juror = with_role(sprint.programme, "juror")
    assert access.jurors_among(sprint, [juror.public_id]) == [juror]
    with pytest.raises(Invalid):
        access.jurors_among(sprint, [juror.public_id, UserFactory.create().public_id])
    solution = make.SolutionFactory.create(team__challenge__sprint=sprint)
    assert access.solutions_among(sprint, [solution.public_id]) == [solution]
    with pytest.raises(Invalid):
        access.solutions_among(sprint, [make.SolutionFactory.create().public_id])


def test_registrations_are_private() -> None:
    registration = make.RegistrationFactory.create()
    organiser = with_role(registration.sprint.programme, "organiser")
    for fetch in (access.registration_to_view, access.registration_to_cancel):
        allowed(fetch, registration, registration.user, organiser)
        hidden(fetch, registration, *everybody())


def test_profiles_are_seen_if_their_owner_likes() -> None:
    public, private = make.ProfileFactory.create(), make.ProfileFactory.create(is_public=False)
    allowed(access.profile_to_view, public, *everybody())
    assert access.profile_to_view(None, public.user.public_id) == public
    allowed(access.profile_to_view, private, private.user)
    hidden(access.profile_to_view, private, *everybody())


@pytest.mark.parametrize("state", [ChallengeState.PROPOSED, ChallengeState.DECLINED, ChallengeState.WITHDRAWN])
def test_challenges_that_are_not_public(state: str) -> None:
    speaker = MembershipFactory.create()
    challenge = make.ChallengeFactory.create(
        state=state, decline_reason="x", proposed_by=UserFactory.create(), owner=speaker.organisation
    )
    organiser = with_role(challenge.sprint.programme, "organiser")
    member = MembershipFactory.create(organisation=speaker.organisation, role="member").user
    insiders = (challenge.proposed_by, speaker.user, organiser)
    for fetch in (access.challenge_to_view, access.challenge_to_edit, access.challenge_to_withdraw):
        allowed(fetch, challenge, *insiders)
        hidden(fetch, challenge, member, *everybody())
    allowed(access.challenge_to_moderate, challenge, organiser)
    forbidden(access.challenge_to_moderate, challenge, challenge.proposed_by, speaker.user)
    hidden(access.challenge_to_moderate, challenge, *everybody())


def test_published_challenges() -> None:
    speaker = MembershipFactory.create(role="owner")
    challenge = make.ChallengeFactory.create(proposed_by=UserFactory.create(), owner=speaker.organisation)
    stranger, other, anonymous, nobody = everybody()
    allowed(access.challenge_to_view, challenge, stranger, other, anonymous, nobody)
    allowed(access.challenge_to_edit, challenge, speaker.user)
    # What everybody reads is no longer the proposer's to change.
    forbidden(access.challenge_to_edit, challenge, challenge.proposed_by, stranger, other, anonymous, nobody)
    allowed(access.challenge_to_team_up, challenge, stranger)
    forbidden(access.challenge_to_team_up, challenge, anonymous, nobody)


def test_one_represents_organisations_that_one_speaks_for() -> None:
    speaker = MembershipFactory.create()
    member = MembershipFactory.create(organisation=speaker.organisation, role="member").user
    organisation = speaker.organisation
    assert access.organisation_to_represent(speaker.user, organisation.public_id) == organisation
    with pytest.raises(Invalid):
        access.organisation_to_represent(member, organisation.public_id)
    with pytest.raises(NotAllowed):
        access.organisation_to_represent(None, organisation.public_id)


def test_teams() -> None:
    team = make.TeamFactory.create()
    lead, member = make.lead_of(team), make.TeamMemberFactory.create(team=team)
    organiser = with_role(team.sprint.programme, "organiser")
    stranger, other, anonymous, nobody = outside = everybody()
    allowed(access.team_to_view, team, member.user, *outside)
    allowed(access.team_to_enter, team, lead, member.user, organiser)
    forbidden(access.team_to_enter, team, *outside)
    allowed(access.team_to_edit, team, lead, organiser)
    forbidden(access.team_to_edit, team, member.user, *outside)
    allowed(access.team_to_join, team, stranger, other)
    forbidden(access.team_to_join, team, anonymous, nobody)
    allowed(access.team_to_leave, team, lead, member.user)
    forbidden(access.team_to_leave, team, organiser, *outside)
    allowed(access.team_to_hand_in, team, lead, member.user)
    forbidden(access.team_to_hand_in, team, organiser, *outside)
    allowed(access.member_to_remove, member, lead, organiser)
    forbidden(access.member_to_remove, member, member.user, *outside)
    forbidden(access.member_to_remove, team.members.get(role=MemberRole.LEAD), lead)
    role = make.OpenRoleFactory.create(team=team)
    allowed(access.open_role_to_view, role, *outside)
    allowed(access.open_role_to_edit, role, lead)
    forbidden(access.open_role_to_edit, role, member.user, *outside)


def test_who_left_has_no_key() -> None:
    team = make.TeamFactory.create()
    former = make.TeamMemberFactory.create(team=team, left_at=make.moment_from_now(0)).user
    forbidden(access.team_to_enter, team, former)
    forbidden(access.team_to_hand_in, team, former)


def test_dissolved_teams_are_remembered_by_who_was_in_them() -> None:
    team = make.TeamFactory.create(state=TeamState.DISSOLVED)
    allowed(access.team_to_view, team, make.lead_of(team), with_role(team.sprint.programme, "organiser"))
    hidden(access.team_to_view, team, *everybody())
    hidden(access.open_role_to_edit, make.OpenRoleFactory.create(team=team), *everybody())


def test_join_requests_are_between_two() -> None:
    request = make.JoinRequestFactory.create()
    lead, member = make.lead_of(request.team), make.TeamMemberFactory.create(team=request.team).user
    allowed(access.join_request_to_view, request, request.user, lead)
    hidden(access.join_request_to_view, request, member, *everybody())
    allowed(access.join_request_to_answer, request, lead)
    forbidden(access.join_request_to_answer, request, request.user)
    hidden(access.join_request_to_answer, request, member, *everybody())
    allowed(access.join_request_to_withdraw, request, request.user)
    forbidden(access.join_request_to_withdraw, request, lead)


def test_an_organiser_does_not_answer_the_own_request() -> None:
    team = make.TeamFactory.create()
    organiser = with_role(team.sprint.programme, "organiser")
    forbidden(access.join_request_to_answer, make.JoinRequestFactory.create(team=team, user=organiser), organiser)


@pytest.mark.parametrize("state", [SolutionState.DRAFT, SolutionState.WITHDRAWN])
def test_drafts_of_solutions_are_the_teams(state: str) -> None:
    solution = make.SolutionFactory.create(state=state)
    member = make.TeamMemberFactory.create(team=solution.team).user
    organiser = with_role(solution.sprint.programme, "organiser")
    allowed(access.solution_to_view, solution, member, organiser)
    hidden(access.solution_to_view, solution, with_role(solution.sprint.programme, "juror"), *everybody())
    allowed(access.solution_to_edit, solution, member)
    forbidden(access.solution_to_edit, solution, organiser)
    hidden(access.solution_to_edit, solution, *everybody())
    allowed(access.solution_to_manage, solution, organiser)
    forbidden(access.solution_to_manage, solution, member)


def test_solutions_are_public_once_handed_in() -> None:
    solution = make.SolutionFactory.create(handed_in=True)
    allowed(access.solution_to_view, solution, *everybody())
    forbidden(access.solution_to_edit, solution, *everybody())


@pytest.fixture
def review() -> Review:
    return make.ReviewFactory.create()


def test_reviews_are_seen_by_their_juror_and_organisers(review: Review) -> None:
    programme = review.solution.sprint.programme
    organiser, colleague = with_role(programme, "organiser"), with_role(programme, "juror")
    team = make.lead_of(review.solution.team)
    allowed(access.review_to_view, review, review.juror, organiser)
    hidden(access.review_to_view, review, colleague, team, *everybody())
    allowed(access.review_to_score, review, review.juror)
    forbidden(access.review_to_score, review, organiser)
    hidden(access.review_to_score, review, colleague, team, *everybody())
    allowed(access.review_to_recuse, review, review.juror)
    forbidden(access.review_to_recuse, review, organiser)


def test_a_solution_of_ones_own_is_not_there_to_be_scored(review: Review) -> None:
    make.TeamMemberFactory.create(team=review.solution.team, user=review.juror)
    hidden(access.review_to_view, review, review.juror)
    hidden(access.review_to_score, review, review.juror)
    allowed(access.review_to_recuse, review, review.juror)


def test_who_is_no_juror_any_more_has_nothing_to_score(review: Review) -> None:
    review.juror.programme_roles.all().delete()
    for fetch in (access.review_to_view, access.review_to_score, access.review_to_recuse):
        hidden(fetch, review, review.juror)


def test_a_recused_review_is_not_scored() -> None:
    review = make.ReviewFactory.create(state="recused", conflict_reason="Verwandt.")
    hidden(access.review_to_score, review, review.juror)


@pytest.fixture
def project() -> Project:
    return make.ProjectFactory.create()


def test_projects(project: Project) -> None:
    programme, member = project.cohort.programme, make.lead_of(project.team)
    guides = (with_role(programme, "organiser"), with_role(programme, "coach"))
    allowed(access.project_to_view, project, *everybody())
    allowed(access.cohort_to_view, project.cohort, *everybody())
    allowed(access.project_to_edit, project, member)
    forbidden(access.project_to_edit, project, *guides, *everybody())
    allowed(access.project_to_guide, project, *guides)
    forbidden(access.project_to_guide, project, member, with_role(programme, "juror"), *everybody())
    milestone = make.MilestoneFactory.create(project=project)
    allowed(access.milestone_to_view, milestone, *everybody())
    allowed(access.milestone_to_edit, milestone, member)
    forbidden(access.milestone_to_edit, milestone, *guides, *everybody())
    allowed(access.milestone_to_check, milestone, *guides)
    forbidden(access.milestone_to_check, milestone, member, *everybody())
    assert access.project_member(project, member.public_id) == member
    with pytest.raises(Invalid):
        access.project_member(project, UserFactory.create().public_id)


def test_a_coach_does_not_check_the_own_project(project: Project) -> None:
    coach = with_role(project.cohort.programme, "coach")
    make.TeamMemberFactory.create(team=project.team, user=coach)
    forbidden(access.project_to_guide, project, coach)
    forbidden(access.milestone_to_check, make.MilestoneFactory.create(project=project), coach)


@pytest.mark.parametrize(
    ("state", "for_guides", "for_all"),
    [
        (ReportState.DRAFT, False, False),
        (ReportState.SUBMITTED, True, False),
        (ReportState.NEEDS_REVISION, True, False),
        (ReportState.ACCEPTED, True, True),
    ],
)
def test_reports_are_public_once_accepted(
    project: Project,
    state: str,
    for_guides: bool,
    for_all: bool,
) -> None:
    report = make.ProgressReportFactory.create(project=project, state=state, review_note="Bitte Zahlen.")
    coach = with_role(project.cohort.programme, "coach")
    allowed(access.report_to_edit, report, make.lead_of(project.team))
    (allowed if for_guides else hidden)(access.report_to_check, report, coach)
    (allowed if for_all else hidden)(access.report_to_view, report, *everybody())
    (forbidden if for_all else hidden)(access.report_to_edit, report, *everybody())
