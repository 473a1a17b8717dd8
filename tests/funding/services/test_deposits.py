from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from backend.accounts.enums import OrganisationRole
from backend.core import clock
from backend.core.errors import Conflict, Invalid, LimitReached, NotAllowed
from funding.domain.allocation import Earmark
from funding.enums import DepositState, ProposalKind
from funding.models import Deposit, FundProposal
from funding.services.deposits import deposit_receive, deposit_record, deposit_return
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.funding.deciding import booked, decided
from tests.funding.scenes import Scene


def recorded(scene: Scene, amount_minor: int = 50_000, **changes: Any) -> Deposit:
    given = {"sponsor": OrganisationFactory.create(), "actor": scene.managers[0], "reference": "SEPA 1", **changes}
    return deposit_record(fund=scene.fund, amount_minor=amount_minor, **given)


def test_announced_money_does_not_count_received_money_does(scene: Scene) -> None:
    deposit = recorded(scene)
    assert scene.water().paid_in == 1_000_000
    with pytest.raises(Conflict) as caught:
        deposit_receive(deposit=deposit, actor=scene.managers[1])
    assert caught.value.code == "second_manager_needed"
    assert booked(deposit).state == DepositState.RECEIVED
    assert deposit_receive(deposit=deposit, actor=scene.managers[1]).state == DepositState.RECEIVED
    assert (scene.water().paid_in, scene.water().free) == (1_050_000, 1_050_000)


def test_free_money_can_go_back(scene: Scene) -> None:
    deposit = booked(recorded(scene))
    for _ in range(2):
        assert deposit_return(deposit=deposit, actor=scene.managers[0]).state == DepositState.RETURNED
    assert (scene.water().returned, scene.water().free) == (50_000, 1_000_000)


def test_promised_money_cannot_go_back(scene: Scene) -> None:
    deposit = booked(recorded(scene))
    scene.pledge(4_000_004)
    with pytest.raises(LimitReached):
        deposit_return(deposit=deposit, actor=scene.managers[0])
    with pytest.raises(Conflict):
        deposit_return(deposit=recorded(scene, reference="SEPA 2"), actor=scene.managers[0])


def test_managers_and_who_speaks_for_the_sponsor_announce(scene: Scene) -> None:
    speaker = MembershipFactory.create(role=OrganisationRole.MANAGER)
    assert recorded(scene, sponsor=speaker.organisation, actor=speaker.user).recorded_by == speaker.user
    member = MembershipFactory.create(role=OrganisationRole.MEMBER)
    for actor in (member.user, UserFactory.create()):
        with pytest.raises(NotAllowed):
            recorded(scene, sponsor=member.organisation, actor=actor)


def test_sponsors_do_not_say_that_their_money_is_there(scene: Scene) -> None:
    speaker = MembershipFactory.create(role=OrganisationRole.MANAGER)
    deposit = recorded(scene, sponsor=speaker.organisation, actor=speaker.user)
    for act in (deposit_receive, deposit_return):
        with pytest.raises(NotAllowed):
            act(deposit=deposit, actor=speaker.user)


@pytest.mark.parametrize(
    ("field", "amount", "changes"),
    [
        ("amount_minor", 0, {}),
        ("amount_minor", -1, {}),
        ("amount_minor", 10**12, {}),
        ("currency", 1, {"currency": "USD"}),
    ],
)
def test_bad_input(scene: Scene, field: str, amount: int, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        recorded(scene, amount, **changes)
    assert list(caught.value.fields) == [field]


def test_the_same_bank_transfer_is_booked_once(scene: Scene) -> None:
    first = recorded(scene)
    with pytest.raises(Conflict) as caught:
        recorded(scene, sponsor=first.sponsor)
    assert caught.value.code == "deposit_exists"
    decided(scene.fund, ProposalKind.CLOSE)
    with pytest.raises(Conflict) as caught:
        recorded(scene, reference="SEPA 9")
    assert caught.value.code == "fund_closed"


@pytest.mark.parametrize(
    ("field", "purpose"),
    [
        ("topics", {"earmark": Earmark(topics=("unbekannt",))}),
        ("regions", {"earmark": Earmark(regions=("AT-9",))}),
        ("ends_at", {"earmark": Earmark(starts_at=clock.now(), ends_at=clock.now() - timedelta(days=1))}),
        ("priority", {"priority": -1}),
        ("priority", {"priority": 100}),
    ],
)
def test_a_purpose_that_makes_no_sense(scene: Scene, field: str, purpose: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        recorded(scene, **purpose)
    assert list(caught.value.fields) == [field]


def test_sponsors_say_what_for_and_managers_in_which_order(scene: Scene) -> None:
    speaker = MembershipFactory.create(role=OrganisationRole.MANAGER)
    own: dict[str, Any] = {"sponsor": speaker.organisation, "actor": speaker.user}
    berlin = recorded(scene, earmark=Earmark(regions=("DE-BE",)), **own)
    assert berlin.purpose == Earmark(regions=("DE-BE",))
    with pytest.raises(Invalid) as caught:
        recorded(scene, priority=1, reference="SEPA 2", **own)
    assert list(caught.value.fields) == ["priority"]
    assert recorded(scene, priority=1).priority == 1


def test_what_money_is_for_stays_and_the_second_manager_reads_it(scene: Scene) -> None:
    deposit = recorded(scene, earmark=Earmark(regions=("DE-BE",)), priority=2)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Deposit.objects.filter(pk=deposit.pk).update(earmark={})
    booked(deposit)
    said = FundProposal.objects.get(subject_ref=deposit.public_id).payload
    assert (said["priority"], said["earmark"]["regions"]) == (2, ["DE-BE"])
