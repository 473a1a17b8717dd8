"""Lists cost the same number of queries for one row and for three, and show nothing that is hidden."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from programmes.enums import ChallengeState, OpenRoleState, SolutionState, TeamState
from programmes.models import Sprint
from programmes.selectors import (
    challenges,
    connecting,
    figures,
    overflow,
    people,
    programmes,
    projects,
    ranking,
    reviews,
    solutions,
    sprints,
    teams,
)
from programmes.selectors.next import next_items
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.connecting import ConnectorFactory, IntroductionFactory

pytestmark = pytest.mark.django_db


def show_sprint(row: Any) -> object:
    return row.title, row.programme.name, row.programme.organisation.name


def show_challenge(row: Any) -> object:
    return row.title, row.sprint.programme.name, row.category, row.owner.name, row.team_count, row.solution_count


def show_team(row: Any) -> object:
    members = [(member.user.shown_name, member.role) for member in row.active_members]
    roles = [(role.title, role.skills) for role in row.roles_sought]
    return row.name, row.challenge.owner.name, row.sprint.programme.name, members, roles, row.places_free


def show_solution(row: Any) -> object:
    return row.current_version.title, row.team.name, row.challenge.owner.name, row.sprint.programme.name


def show_project(row: Any) -> object:
    return row.title, row.cohort.programme.name, row.team.name, row.solution.current_version.title, row.milestones_total


def make_team(sprint: Sprint) -> None:
    team = make.TeamFactory.create(challenge__sprint=sprint)
    make.TeamMemberFactory.create_batch(2, team=team)
    make.OpenRoleFactory.create(team=team)


def make_juror(sprint: Sprint) -> None:
    make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror")


def make_project(sprint: Sprint) -> None:
    make.MilestoneFactory.create(project__solution__team__challenge__sprint=sprint)


@dataclass(frozen=True)
class Listing:
    name: str
    make_row: Callable[[Sprint], object]
    rows: Callable[[Sprint], Any]
    show: Callable[[Any], object]
    queries: int


LISTS = [
    Listing("sprints", lambda _: make.SprintFactory.create(), lambda _: sprints.sprints_public(), show_sprint, 1),
    Listing(
        "challenges",
        lambda sprint: make.ChallengeFactory.create(sprint=sprint),
        lambda sprint: challenges.challenges_public(sprint=sprint),
        show_challenge,
        1,
    ),
    Listing(
        "challenges to moderate",
        lambda sprint: make.ChallengeFactory.create(sprint=sprint, state=ChallengeState.PROPOSED),
        lambda sprint: challenges.challenges_to_moderate(sprint=sprint),
        lambda row: (row.title, row.owner.name, row.proposed_by),
        1,
    ),
    Listing("teams", make_team, lambda sprint: teams.teams_public(sprint=sprint), show_team, 3),
    Listing("teams of organisers", make_team, teams.teams_of_sprint, show_team, 3),
    Listing(
        "full challenges",
        lambda sprint: make.TeamFactory.create(challenge__sprint=sprint, size_limit=1),
        overflow.challenges_overfull,
        lambda row: (row.title, row.team_count, row.waiting_count),
        1,
    ),
    Listing(
        "people to introduce",
        lambda sprint: make.RegistrationFactory.create(sprint=sprint, introducible_since=clock.now()),
        connecting.people_to_introduce,
        lambda row: (row.user.shown_name, row.sprint.slug, hasattr(row.user, "profile")),
        1,
    ),
    Listing(
        "connectors",
        lambda sprint: ConnectorFactory.create(sprint=sprint),
        connecting.connectors_of,
        lambda row: row.user.shown_name,
        1,
    ),
    Listing(
        "solutions",
        lambda sprint: make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True),
        lambda sprint: solutions.solutions_public(sprint=sprint),
        show_solution,
        1,
    ),
    Listing(
        "projects", make_project, lambda sprint: projects.projects_public(programme=sprint.programme), show_project, 1
    ),
    Listing(
        "ranking",
        lambda sprint: make.ReviewFactory.create(solution__team__challenge__sprint=sprint),
        ranking.ranking,
        lambda row: (row.solution.current_version.title, row.solution.team.name, row.place.reviews_open),
        6,
    ),
    Listing(
        "jurors",
        make_juror,
        reviews.juror_loads,
        lambda row: (row.juror.shown_name, row.assigned, row.barred),
        9,
    ),
    Listing(
        "registrations",
        lambda sprint: make.RegistrationFactory.create(sprint=sprint),
        people.registrations_of_sprint,
        lambda row: row.user.shown_name,
        1,
    ),
]


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_a_list_costs_the_same_whatever_its_length(
    django_assert_num_queries: DjangoAssertNumQueries, items: int, listing: Listing
) -> None:
    sprint = make.SprintFactory.create()
    for _ in range(items):
        listing.make_row(sprint)
    there = list(listing.rows(sprint))
    with django_assert_num_queries(listing.queries):
        shown = [listing.show(row) for row in listing.rows(sprint)]
    assert len(shown) == len(there) == items + (listing.name == "sprints")


@pytest.mark.parametrize("items", [1, 3])
def test_what_is_next_costs_the_same_however_much_it_is(
    django_assert_num_queries: DjangoAssertNumQueries, items: int
) -> None:
    person, ended = UserFactory.create(), clock.now() - timedelta(days=1)
    for _ in range(items):
        project = make.ProjectFactory.create(solution__team__lead=person)
        make.MilestoneFactory.create(project=project)
        make.ProgressReportFactory.create(project=project)
        make.JoinRequestFactory.create(team=project.team)
        IntroductionFactory.create(team=project.team)
        make.ReviewFactory.create(juror=person)
        make.RegistrationFactory.create(user=person)
        make.TeamFactory.create(lead=person)
        organised = make.ProgrammeRoleFactory.create(user=person).programme
        make.ChallengeFactory.create(sprint__programme=organised, state=ChallengeState.PROPOSED)
        make.SolutionFactory.create(team__challenge__sprint__programme=organised, handed_in=True)
        guided = make.ProjectFactory.create(solution__team__challenge__sprint__programme=organised)
        make.MilestoneFactory.create(project=guided, state="submitted", evidence="Foto")
        make.ProgressReportFactory.create(project=guided, state="submitted")
        over = make.SprintFactory.create(certificates="checked_in", starts_at=ended - timedelta(days=1), ends_at=ended)
        make.RegistrationFactory.create(user=person, sprint=over, checked_in_at=ended)
    with django_assert_num_queries(21):
        found = next_items(person)
    kinds = [item.kind.removeprefix("programmes.") for item in found]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == dict.fromkeys(
        [
            "certificate_fetch",
            "challenge_moderate",
            "introduction_answer",
            "join_request_answer",
            "milestone_check",
            "milestone_submit",
            "report_check",
            "report_submit",
            "review_write",
            "selection_decide",
            "solution_hand_in",
            "team_find",
        ],
        items,
    )
    dated = [item.due_at for item in found if item.due_at]
    assert dated == sorted(dated)


def test_nothing_is_next_for_who_has_nothing() -> None:
    make.ReviewFactory.create()
    make.JoinRequestFactory.create()
    assert next_items(UserFactory.create()) == []


def test_public_lists_leave_out_what_is_hidden() -> None:
    draft = make.SprintFactory.create(state="draft")
    make.SolutionFactory.create(team__challenge__sprint=draft, handed_in=True)
    make.ChallengeFactory.create(state=ChallengeState.PROPOSED)
    make.TeamFactory.create(state=TeamState.DISSOLVED)
    make.SolutionFactory.create(state=SolutionState.WITHDRAWN, team__state=TeamState.DISSOLVED)
    assert not solutions.solutions_public().exists()
    assert not teams.teams_public().exists()
    assert draft not in sprints.sprints_public()
    assert {row.state for row in challenges.challenges_public()} == {ChallengeState.PUBLISHED}
    assert draft.pk not in {row.sprint_id for row in challenges.challenges_public()}
    found = figures.live_figures()
    assert (found.teams, found.solutions) == (0, 0)
    assert found.challenges == challenges.challenges_public().count()


def test_teams_that_seek_someone() -> None:
    seeking, full, content = (make.TeamFactory.create(size_limit=size) for size in (3, 1, 3))
    for team in (seeking, full):
        make.OpenRoleFactory.create(team=team, skills=["Karten"])
    make.OpenRoleFactory.create(team=content, state=OpenRoleState.CLOSED)
    assert [row.pk for row in teams.teams_public(only_seeking=True)] == [seeking.pk]
    assert {row.pk for row in teams.teams_public(skills=["Karten", "Recht"])} == {seeking.pk, full.pk}
    assert not teams.teams_public(skills=["Recht"])
    assert not teams.teams_public(language="en")
    assert [row.pk for row in teams.teams_public(challenge=full.challenge)] == [full.pk]
    profile = make.ProfileFactory.create(skills=["karten", "Recht"], roles_sought=["gestaltung"])
    assert teams.reasons_to_join(profile, seeking) == ["karten", "gestaltung"]


def test_lists_of_ones_own() -> None:
    person = UserFactory.create()
    project = make.ProjectFactory.create(solution__team__lead=person)
    request = make.JoinRequestFactory.create(user=person)
    mine = make.ChallengeFactory.create(proposed_by=person, state=ChallengeState.PROPOSED)
    ours = make.ChallengeFactory.create(owner=MembershipFactory.create(user=person).organisation)
    assert [row.pk for row in teams.teams_of(person)] == [project.team.pk]
    assert list(solutions.solutions_of(person)) == [project.solution]
    assert [row.pk for row in projects.projects_of(person)] == [project.pk]
    assert list(teams.requests_of(person)) == [request]
    assert teams.request_of(request.team, person) == request
    assert teams.request_of(request.team, AnonymousUser()) is None
    assert list(teams.requests_pending(request.team)) == [request]
    assert {row.pk for row in challenges.challenges_of(person)} == {mine.pk, ours.pk}
    assert [row.sprint for row in people.registrations_of(person)] == [project.cohort.sprint]
    member = teams.membership_of(project.team, person)
    assert member
    assert member.role == "lead"
    assert teams.membership_of(project.team, None) is None
    assert list(teams.members_of(project.team)) == [member]


def test_lists_of_a_sprint_and_a_programme() -> None:
    project = make.ProjectFactory.create()
    sprint = project.cohort.sprint
    role = make.ProgrammeRoleFactory.create(programme=sprint.programme)
    category = make.CategoryFactory.create(programme=sprint.programme)
    proposed = make.ChallengeFactory.create(sprint=sprint, state=ChallengeState.PROPOSED, category=category)
    published = make.ChallengeFactory.create(sprint=sprint, category=category)
    assert list(sprints.sprints_organised_by(role.user)) == [sprint]
    assert list(programmes.roles_of(sprint.programme, "juror")) == []  # type: ignore[arg-type]  # a plain word will do
    assert list(programmes.roles_of(sprint.programme)) == [role]
    unused = make.CategoryFactory.create(programme=sprint.programme)
    assert set(programmes.categories_of(sprint.programme)) == {category, unused}
    assert list(programmes.categories_used_in(sprint)) == [category]
    assert {row.pk for row in challenges.challenges_of_sprint(sprint)} >= {proposed.pk, published.pk}
    assert [row.pk for row in challenges.challenges_public(category=category)] == [published.pk]
    assert list(challenges.challenges_to_moderate(programmes=[sprint.programme])) == [proposed]
    assert list(projects.cohorts_of(sprint)) == [project.cohort]
    assert [row.pk for row in projects.projects_public(cohort=project.cohort, stage="prototype")] == [project.pk]
    assert not projects.projects_public(stage="impact")
    assert solutions.solution_of(project.team) == project.solution
    assert list(solutions.solutions_public(challenge=project.team.challenge)) == [project.solution]
    review = make.ReviewFactory.create(solution=project.solution)
    assert list(reviews.reviews_of(review.juror, sprint=sprint)) == [review]
    assert list(reviews.reviews_of_solution(project.solution)) == [review]


def test_lists_of_a_project() -> None:
    project = make.ProjectFactory.create()
    milestone = make.MilestoneFactory.create(project=project)
    report = make.ProgressReportFactory.create(project=project)
    assert list(projects.milestones_of(project)) == [milestone]
    assert list(projects.reports_of(project, make.lead_of(project.team))) == [report]
    assert not projects.reports_of(project)
    assert not projects.stage_changes_of(project)


def test_the_overview_of_a_sprint() -> None:
    sprint = make.SprintFactory.create(capacity=1, features=["register", "hand_in"])
    first = make.RegistrationFactory.create(sprint=sprint)
    make.RegistrationFactory.create(sprint=sprint, state="waiting")
    make.PhaseFactory.create(
        sprint=sprint,
        kind="review",
        features=["review"],
        starts_at=make.moment_from_now(20),
        ends_at=make.moment_from_now(30),
    )
    overview = sprints.sprint_overview(sprint, first.user)
    assert (overview.registered, overview.waiting, overview.places_left) == (1, 1, 0)
    assert overview.registration == first
    assert overview.features == {"register", "hand_in"}
    assert [(shown.is_open, shown.is_past) for shown in overview.phases] == [(True, False), (False, False)]
    assert overview.has_begun
    assert not overview.has_ended
    assert overview.closes_at("hand_in") == sprint.phases.get(kind="build").ends_at
    assert overview.opens_at("review") == sprint.phases.get(kind="review").starts_at
    assert overview.opens_at("select") is None
    assert sprints.sprint_overview(sprint).registration is None
    assert sprints.sprint_overview(make.SprintFactory.create()).places_left is None


def test_the_sprint_in_focus_runs_or_comes_next() -> None:
    assert sprints.sprint_in_focus() is None
    coming = make.SprintFactory.create(starts_at=make.moment_from_now(48), ends_at=make.moment_from_now(72))
    make.SprintFactory.create(starts_at=make.moment_from_now(-72), ends_at=make.moment_from_now(-48))
    assert sprints.sprint_in_focus() == coming
    closed = make.SprintFactory.create(features=["review"], starts_at=make.moment_from_now(-30))
    assert sprints.sprint_in_focus() == coming
    running = make.SprintFactory.create()
    assert sprints.sprint_in_focus() == running
    running.phases.all().delete()
    coming.phases.all().delete()
    assert sprints.sprint_in_focus() == closed
