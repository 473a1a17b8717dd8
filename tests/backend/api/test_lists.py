"""Every list under one literal number of queries, with one row and with three."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.notifications.enums import Category
from backend.notifications.models import Message
from programmes.enums import ChallengeState, MilestoneState, ProgrammeRoleKind, ReportState
from tests.backend.api.client import ApiClient
from tests.factories import funding as money
from tests.factories import programmes as made
from tests.factories.accounts import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.funding.conftest import gateway
from tests.funding.scenes import scene_make

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db
Make = Callable[[], object]

PUBLIC: dict[str, tuple[Make, int]] = {
    "programmes/": (made.ProgrammeFactory.create, 1),
    "sprints/": (made.SprintFactory.create, 1),
    "challenges/": (made.ChallengeFactory.create, 1),
    "teams/": (lambda: made.TeamMemberFactory.create(team=made.OpenRoleFactory.create().team), 1),
    "solutions/": (lambda: made.SolutionFactory.create(handed_in=True), 1),
    "projects/": (made.MilestoneFactory.create, 1),
    # The rows, and the crowd's and the fund's figures of all of them together.
    "campaigns/": (money.CampaignFactory.create, 3),
    "funds/": (money.FundFactory.create, 1),
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_lists(path: str, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make, queries = PUBLIC[path]
    for _ in range(count):
        make()
    with django_assert_num_queries(queries):
        assert len(ApiClient().get(path).json()["results"]) == count


# Whoever asks is looked up by the token; that it was used is noted at the first call.
TOKEN_FOUND, USE_NOTED = 1, 1


@pytest.fixture
def asker() -> Any:
    return UserFactory.create()


def message_to(user: Any) -> Message:
    number = Message.objects.count()
    words = {"recipient": user, "category": Category.TEAM, "template": "account/note", "context": {}}
    return Message.objects.create(**words, dedupe_key=str(number))


def rows_of_one_person(user: Any) -> dict[str, tuple[Make, int]]:
    organisation = OrganisationFactory.create()
    MembershipFactory.create(organisation=organisation, user=user)
    organised = made.ProgrammeFactory.create()
    made.ProgrammeRoleFactory.create(programme=organised, user=user)
    made.ProgrammeRoleFactory.create(programme=organised, user=user, role=ProgrammeRoleKind.CURATOR)
    sprint = made.SprintFactory.create(programme=organised)
    return {
        "me/registrations/": (lambda: made.RegistrationFactory.create(user=user, state="waiting"), 1),
        "me/challenges/": (lambda: made.ChallengeFactory.create(proposed_by=user), 1),
        "me/moderation/": (
            lambda: made.ChallengeFactory.create(sprint=sprint, state=ChallengeState.PROPOSED),
            2,
        ),
        "me/teams/": (lambda: made.TeamFactory.create(lead=user), 1),
        "me/join-requests/": (lambda: made.JoinRequestFactory.create(user=user), 1),
        "me/invitations/": (lambda: InvitationFactory.create(user=user), 1),
        "me/reviews/": (lambda: made.ReviewFactory.create(juror=user), 1),
        "me/campaigns/": (
            lambda: money.CampaignFactory.create(
                project=made.ProjectFactory.create(solution__team__lead=user), state="draft"
            ),
            1,
        ),
        "me/pledges/": (lambda: money.PledgeFactory.create(backer=user), 1),
        "me/deposits/": (lambda: money.DepositFactory.create(sponsor=organisation), 1),
        "me/messages/": (lambda: message_to(user), 1),
        "me/funds/": (lambda: money.FundManagerFactory.create(user=user), 1),
    }


OWN = [
    f"me/{name}/"
    for name in (
        "registrations",
        "challenges",
        "moderation",
        "teams",
        "join-requests",
        "invitations",
        "reviews",
        "campaigns",
        "pledges",
        "deposits",
        "messages",
        "funds",
    )
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", OWN)
def test_own_lists(path: str, count: int, asker: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make, queries = rows_of_one_person(asker)[path]
    for _ in range(count):
        make()
    client = ApiClient(asker)
    with django_assert_num_queries(TOKEN_FOUND + USE_NOTED + queries):
        assert len(client.get(path).json()["results"]) == count


def test_all_own_lists_are_counted(asker: Any) -> None:
    assert set(rows_of_one_person(asker)) == set(OWN)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_below_a_project(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    project = made.ProjectFactory.create()
    made.MilestoneFactory.create_batch(count, project=project, state=MilestoneState.PLANNED)
    made.ProgressReportFactory.create_batch(count, project=project, state=ReportState.ACCEPTED)
    for path in ("milestones", "reports"):
        # The project, then the rows.
        with django_assert_num_queries(2):
            assert len(ApiClient().get(f"projects/{project.public_id}/{path}/").json()["results"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_lists_below_a_sprint(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sprint = made.SprintFactory.create()
    organiser = made.ProgrammeRoleFactory.create(programme=sprint.programme).user
    rubric = made.RubricFactory.create(sprint=sprint)
    made.CriterionFactory.create_batch(count, rubric=rubric)
    for _ in range(count):
        made.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    path = f"sprints/{sprint.public_id}"
    with django_assert_num_queries(2):
        assert len(ApiClient().get(f"{path}/rubric/").json()["results"]) == count
    client = ApiClient(organiser)
    # The sprint, the role, then places, the method, points, who has judged, what was noted for the jury, and the
    # solutions at these places.
    with django_assert_num_queries(TOKEN_FOUND + USE_NOTED + 8):
        assert len(client.get(f"{path}/ranking/").json()["results"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_a_sponsor(
    count: int, asker: Any, gateway: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scene = scene_make(gateway)
    sponsor = MembershipFactory.create(user=asker, role="owner").organisation
    money.DepositFactory.create(fund=scene.fund, sponsor=sponsor, amount_minor=1_000_000)
    for _ in range(count):
        scene.paid(4_000)
    client, base = ApiClient(asker), f"funds/{scene.fund.public_id}"
    # The fund, whose sponsor one is, its pots and their owners, campaigns or matches.
    with django_assert_num_queries(TOKEN_FOUND + USE_NOTED + 5):
        seen = client.get(f"{base}/sponsorship/").json()
    assert (seen["given_minor"], [row["own_minor"] for row in seen["campaigns"]]) == (500 * count, [500 * count])
    with django_assert_num_queries(TOKEN_FOUND + 6):
        rows = client.get(f"{base}/sponsored-matches/").json()["results"]
    assert [(row["own_minor"], row["amount_minor"]) for row in rows] == [(500, 1_000)] * count
    with django_assert_num_queries(TOKEN_FOUND + 3):
        pots = client.get(f"{base}/pots/").json()["pots"]
    assert [pot["free_minor"] for pot in pots] == [1_000_000 - 500 * count] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_money(count: int, gateway: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = scene_make(gateway)
    for number in range(count):
        scene.paid(1_000 + number)
    fund, campaign, manager = scene.fund.public_id, scene.campaign.public_id, ApiClient(scene.managers[0])
    with django_assert_num_queries(2):
        matches = ApiClient().get(f"funds/{fund}/matches/").json()["results"]
    with django_assert_num_queries(2):
        pledges = ApiClient().get(f"campaigns/{campaign}/pledges/").json()["results"]
    # The matches, and who has approved them already.
    with django_assert_num_queries(TOKEN_FOUND + USE_NOTED + 2):
        waiting = manager.get("me/approvals/").json()["results"]
    assert len(matches) == len(pledges) == len(waiting) == count
    assert {row["approvals_given"] for row in waiting} == {0}
    assert [row["amount_minor"] for row in pledges] == [1_000 + number for number in reversed(range(count))]
