"""Citizens' ideas on the pages: being for one, and taking one over."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Challenge
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/ideen/"
LIST_QUERIES = 2


@pytest.fixture
def idea() -> Challenge:
    return make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create(), title="Rosis Sitzbank")


def page(idea: Challenge, name: str = "challenge") -> str:
    return reverse(f"web:{name}", args=[idea.public_id])


def test_everybody_reads_how_many_are_for_it_and_nobody_who(client: Client, idea: Challenge) -> None:
    supporter = make.ChallengeSupportFactory.create(challenge=idea).user
    for address in (LIST, page(idea)):
        text = text_of(client, address)
        assert "1 Mensch ist dafür" in text
        assert supporter.display_name not in text
        assert page(idea, "challenge-adopt") not in text
    assert page(idea, "challenge-support") in text_of(client, page(idea))
    assert client.get(page(idea, "challenge-support")).status_code == 302


def test_one_click_and_another_to_take_it_back(idea: Challenge) -> None:
    browser = signed_in()
    assert "Ich bin dafür" in text_of(browser, page(idea, "challenge-support"))
    assert browser.post(page(idea, "challenge-support"))["Location"] == page(idea)
    assert "Sie sind dafür." in text_of(browser, page(idea))
    assert "nicht mehr" in text_of(browser, page(idea, "challenge-support"))
    browser.post(page(idea, "challenge-support"))
    assert not idea.supports.exists()


def test_a_speaker_takes_it_over_by_one_form(idea: Challenge) -> None:
    speaker = MembershipFactory.create()
    other = MembershipFactory.create()
    browser = signed_in(speaker.user)
    address = page(idea, "challenge-adopt")
    assert address in text_of(browser, LIST)
    assert address in text_of(browser, page(idea))
    assert "innerhalb von 14 Tagen" in text_of(browser, address)
    given = {"owner": speaker.organisation.public_id, "contact_name": "Kim Amt", "contact_role": "Grün"}
    assert browser.post(address, {**given, "owner": other.organisation.public_id}).status_code == 422
    assert browser.post(address, given)["Location"] == page(idea)
    text = text_of(browser, page(idea))
    for shown in (speaker.organisation.name, "Kim Amt", "Idee aus der Bürgerschaft"):
        assert shown in text
    assert "Rosis Sitzbank" not in text_of(browser, LIST)
    late = signed_in(other.user).post(address, {"owner": other.organisation.public_id})
    assert late.status_code == 422
    assert "schon eine Organisation übernommen" in late.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client: Client, rows: int) -> None:
    for challenge in make.ChallengeFactory.create_batch(rows, owner=None):
        make.ChallengeSupportFactory.create_batch(rows, challenge=challenge)
    assert queries_of(client, LIST) == LIST_QUERIES
