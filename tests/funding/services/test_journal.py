"""The journal of a fund: every service writes what happened, and replaying it gives what is stored."""

import pytest
from django.db import DatabaseError, transaction

from funding.domain.book_events import PaidOut, Pledged
from funding.enums import MatchState
from funding.models import FundEvent
from funding.selectors.journal import fund_events
from funding.services.payments import pledge_expire
from tests.funding.books import assert_stored_as_replayed
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene, backer

pytestmark = pytest.mark.django_db


def test_every_step_of_a_pledge_is_told_and_gives_the_same_matches(scene: Scene) -> None:
    for number, amount in enumerate((2_000, 1_010, 333, 50_000)):
        scene.paid(amount, backer=backer(email=f"{number}@example.org"))
    gone = scene.pledge(10_000)
    pledge_expire(pledge_id=gone.pk)
    scene.pay(gone)
    rule_changed(scene.fund, rate_bp=5_000)
    scene.approved(4_000, backer=backer(email="late@example.org"))
    scene.payee()
    scene.paid_out()
    told = assert_stored_as_replayed(scene.fund)
    sequences = FundEvent.objects.filter(fund=scene.fund).values_list("sequence", flat=True)
    assert [*sequences] == [*range(1, told.sequence + 1)]
    kinds = [type(event) for event in fund_events(scene.fund)]
    assert (kinds.count(Pledged), kinds.count(PaidOut)) == (6, 1)
    assert told.matches["m7"].state.value == MatchState.PAID


def test_backers_are_pseudonyms(scene: Scene) -> None:
    scene.paid(2_000, backer=backer(name="Gesine Gast", email="gesine@example.org"))
    told = str([*FundEvent.objects.values_list("data", flat=True)])
    assert "gesine" not in told.lower()
    (event,) = (event for event in fund_events(scene.fund) if isinstance(event, Pledged))
    assert event.backer == f"{scene.campaign.public_id}.1"


def test_the_journal_is_never_changed(scene: Scene) -> None:
    for act in (lambda: FundEvent.objects.update(kind="paid"), lambda: FundEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()
