import pytest
from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core.errors import Conflict, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from funding.enums import MatchState
from funding.events import MatchApproved, MatchFirstApproved
from funding.models import Match, MatchApproval
from funding.selectors.funds import approvals_queue
from funding.services.approvals import match_approve
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.funding import FundManagerFactory
from tests.factories.programmes import TeamMemberFactory
from tests.funding.scenes import Scene


@pytest.fixture
def match(scene: Scene) -> Match:
    return scene.match(scene.paid(2_000))


def test_the_second_manager_decides(scene: Scene, match: Match) -> None:
    first, second = scene.managers
    assert match_approve(match=match, actor=first, note="stimmt").state == MatchState.CONFIRMED
    assert (scene.water().reserved, scene.water().approved) == (500, 0)
    assert match_approve(match=match, actor=second).state == MatchState.APPROVED
    assert (scene.water().reserved, scene.water().approved) == (0, 500)
    for topic in (MatchFirstApproved.topic, MatchApproved.topic):
        assert OutboxMessage.objects.filter(topic=topic, payload={"match_id": match.pk}).count() == 1
    given = AuditEntry.objects.filter(action="funding.match_approval_given")
    assert [entry.actor_ref for entry in given.order_by("id")] == [first.public_id, second.public_id]


def test_one_person_alone_never_suffices(scene: Scene, match: Match) -> None:
    for _ in range(3):
        assert match_approve(match=match, actor=scene.managers[0]).state == MatchState.CONFIRMED
    assert MatchApproval.objects.count() == 1


def test_neither_strangers_nor_other_managers(scene: Scene, match: Match) -> None:
    for actor in (UserFactory.create(), FundManagerFactory.create().user, scene.lead):
        with pytest.raises(NotAllowed):
            match_approve(match=match, actor=actor)
    assert not MatchApproval.objects.exists()


def in_team(scene: Scene) -> User:
    return TeamMemberFactory.create(team=scene.campaign.project.team).user


def was_in_team(scene: Scene) -> User:
    return TeamMemberFactory.create(team=scene.campaign.project.team, left_at=scene.campaign.starts_at).user


def in_organisation_of_the_team(scene: Scene) -> User:
    organisation = OrganisationFactory.create()
    MembershipFactory.create(organisation=organisation, user=scene.lead)
    return MembershipFactory.create(organisation=organisation).user


@pytest.mark.parametrize("make", [in_team, was_in_team, in_organisation_of_the_team])
def test_nobody_approves_for_the_own_project(scene: Scene, match: Match, make: object) -> None:
    assert callable(make)
    manager = make(scene)
    FundManagerFactory.create(fund=scene.fund, user=manager)
    with pytest.raises(NotAllowed) as caught:
        match_approve(match=match, actor=manager)
    assert caught.value.code == "four_eyes"
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchApproval.objects.create(match=match, manager=manager, amount_minor=500)
    assert match not in approvals_queue(manager)


def test_the_database_knows_managers_and_four_eyes(scene: Scene, match: Match) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchApproval.objects.create(match=match, manager=UserFactory.create(), amount_minor=500)
    match_approve(match=match, actor=scene.managers[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(pk=match.pk).update(state=MatchState.APPROVED, granted_at=match.created_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchApproval.objects.create(match=match, manager=scene.managers[0], amount_minor=500)


def test_only_what_was_paid_is_approved(scene: Scene) -> None:
    with pytest.raises(Conflict):
        match_approve(match=scene.match(scene.pledge(2_000)), actor=scene.managers[0])
