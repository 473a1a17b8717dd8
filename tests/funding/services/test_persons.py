"""Who counts once: by account, address, card or bank account, whatever comes first."""

from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from backend.core.models import OutboxMessage
from funding.domain.identities import Identity
from funding.enums import IdentityKind
from funding.events import BackersLinked
from funding.models import Pledge, PledgeIdentity
from funding.selectors.cases import who_counts
from funding.selectors.persons import identity_digest
from funding.services.forgetting import person_forget
from funding.services.pledges import Backer
from tests.factories.accounts import UserFactory
from tests.factories.funding import CampaignFactory
from tests.funding.scenes import Scene, backer, scene_make


def guest(email: str) -> Backer:
    return backer(email=email)


def people(scene: Scene) -> int:
    return who_counts(scene.campaign).people


def test_different_guests_are_different_people(scene: Scene) -> None:
    for name in ("a", "b", "c"):
        scene.paid(1_000, backer=guest(f"{name}@example.org"))
    assert people(scene) == 3
    assert list(Pledge.objects.order_by("sequence").values_list("person", flat=True)) == [1, 2, 3]


def test_an_address_is_one_person_however_it_is_written(scene: Scene) -> None:
    for email in ("max@example.org", "MAX@example.org", "max+2@example.org"):
        scene.paid(1_000, backer=guest(email))
    assert people(scene) == 1
    assert set(Pledge.objects.values_list("person", flat=True)) == {1}


def test_a_guest_with_the_address_of_an_account_is_that_account(scene: Scene) -> None:
    account = UserFactory.create(email="ada@example.org")
    scene.paid(1_000, backer=guest("Ada@Example.org"))
    scene.paid(1_000, backer=Backer(user=account))
    assert people(scene) == 1


@pytest.mark.parametrize("means", ["card", "iban"])
def test_one_card_or_bank_account_is_one_person(scene: Scene, means: str) -> None:
    scene.paid(1_000, backer=guest("a@example.org"), **{means: "same"})
    scene.paid(1_000, backer=guest("b@example.org"), **{means: "same"})
    scene.paid(1_000, backer=guest("c@example.org"), **{means: "other"})
    assert people(scene) == 2


def test_a_card_and_a_bank_account_with_one_fingerprint_are_two(scene: Scene) -> None:
    scene.paid(1_000, backer=guest("a@example.org"), card="same")
    scene.paid(1_000, backer=guest("b@example.org"), iban="same")
    assert people(scene) == 2


def test_a_later_payment_links_two_chains(scene: Scene) -> None:
    """Guest a paid with card 1, b with card 2; then c pays with card 1 and c again with card 2: all are one."""
    scene.paid(1_000, backer=guest("a@example.org"), card="1")
    scene.paid(1_000, backer=guest("b@example.org"), card="2")
    scene.paid(1_000, backer=guest("c@example.org"), card="1")
    assert people(scene) == 2
    last = scene.paid(1_000, backer=guest("c@example.org"), card="2")
    assert people(scene) == 1
    assert set(Pledge.objects.values_list("person", flat=True)) == {1}
    told = OutboxMessage.objects.filter(topic=BackersLinked.topic)
    assert [row.payload for row in told.order_by("id")][-1] == {"pledge_id": last.pk}
    assert told.count() == 2


def test_what_is_not_paid_is_nobody_yet(scene: Scene) -> None:
    scene.pledge(1_000, backer=guest("a@example.org"))
    assert people(scene) == 0


def test_the_same_person_in_another_campaign_is_counted_there(scene: Scene) -> None:
    other = scene_make(scene.gateway)
    scene.paid(1_000, card="same")
    other.paid(1_000, card="same")
    assert (people(scene), people(other)) == (1, 1)
    assert who_counts(CampaignFactory.create()).people == 0


def test_only_keyed_digests_are_kept(scene: Scene) -> None:
    pledge = scene.paid(1_000, backer=guest("ada@example.org"), card="fingerprint-of-ada")
    kept = dict(PledgeIdentity.objects.filter(pledge=pledge).values_list("kind", "digest"))
    assert set(kept) == {IdentityKind.EMAIL, IdentityKind.CARD}
    assert kept[IdentityKind.CARD] == identity_digest(Identity.CARD, "fingerprint-of-ada")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM funding_payment p")
        assert not any("fingerprint-of-ada" in text for (text,) in cursor.fetchall())


def test_who_erases_the_account_is_recognised_no_more_and_counted_still(scene: Scene) -> None:
    account = UserFactory.create()
    for _ in range(2):
        scene.paid(1_000, backer=Backer(user=account), card="same")
    kept = scene.paid(1_000, backer=guest("b@example.org"))
    for _ in range(2):
        person_forget(user=account)
    assert set(PledgeIdentity.objects.values_list("pledge", flat=True)) == {kept.pk}
    assert people(scene) == 2
    scene.paid(1_000, backer=guest("c@example.org"), card="same")
    assert people(scene) == 3


def test_a_repeated_payment_changes_nothing(scene: Scene) -> None:
    pledge = scene.paid(1_000, card="1")
    before = PledgeIdentity.objects.count()
    scene.refresh(pledge)
    assert PledgeIdentity.objects.count() == before


def test_without_the_link_two_accounts_are_two_people(scene: Scene) -> None:
    """The control: what the tests above see comes from linking."""
    with patch("funding.services.reviews.payment_person_link", return_value=False):
        scene.paid(1_000, backer=guest("a@example.org"), card="same")
        scene.paid(1_000, backer=guest("b@example.org"), card="same")
    assert people(scene) == 2


@pytest.mark.parametrize("person", [0, 3])
def test_a_person_is_one_who_gave_before(scene: Scene, person: int) -> None:
    scene.pledge(1_000, backer=guest("a@example.org"))
    pledge = scene.pledge(1_000, backer=guest("b@example.org"))
    with pytest.raises(IntegrityError, match="pledge_person_gave_before"), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(person=person)
