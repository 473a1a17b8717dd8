"""The journal of a fund: every service writes what happened, and replaying it gives what is stored."""

import pytest
from django.db import DatabaseError, transaction

from funding.domain.book import Book, replay
from funding.domain.book_events import PaidOut, Pledged
from funding.enums import MatchState
from funding.models import Fund, FundBook, FundEvent, Match
from funding.selectors.journal import fund_events
from funding.services.payments import pledge_expire
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene, backer

pytestmark = pytest.mark.django_db


def replayed(fund: Fund) -> Book:
    return replay(fund_events(fund))


def assert_stored_as_replayed(fund: Fund) -> None:
    """Every match of the book is stored with the same money, and the other way round."""
    book = replayed(fund)
    rows = Match.objects.filter(position__fund=fund, number__isnull=False).select_related("pledge")
    stored = {row.book_name: (row.pledge.public_id, row.sequence, row.amount_minor) for row in rows}
    assert stored == {name: (row.pledge, row.sequence, row.amount_minor) for name, row in book.state.matches.items()}
    head = FundBook.objects.get(fund=fund)
    assert (book.state.sequence, book.state.made) == (head.sequence, head.matches)
    assert [*FundEvent.objects.filter(fund=fund).values_list("sequence", flat=True)] == [*range(1, head.sequence + 1)]


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
    assert_stored_as_replayed(scene.fund)
    kinds = [type(event) for event in fund_events(scene.fund)]
    assert (kinds.count(Pledged), kinds.count(PaidOut)) == (6, 1)
    assert replayed(scene.fund).state.matches["m7"].state.value == MatchState.PAID


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
