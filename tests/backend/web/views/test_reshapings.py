"""Merging and splitting on the pages: old addresses lead on, everybody reads what went where."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Challenge, Reshaping
from programmes.services.reshapings import challenges_merge
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
TRACE_QUERIES = 6


@pytest.fixture
def into() -> Challenge:
    return make.ChallengeFactory.create(title="Sitzbänke", owner=None)


@pytest.fixture
def other(into: Challenge) -> Challenge:
    return make.ChallengeFactory.create(title="Bänke im Ort", sprint=into.sprint, owner=None)


@pytest.fixture
def organiser(into: Challenge) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=into.sprint.programme).user)


def page(row: Challenge, name: str) -> str:
    return reverse(f"web:{name}", args=[row.public_id])


def test_an_organiser_ticks_what_is_the_same(organiser: Client, into: Challenge, other: Challenge) -> None:
    address = page(into, "challenge-merge")
    assert address in text_of(organiser, page(into, "challenge-moderate"))
    text = text_of(organiser, f"{address}?q=Bänke")
    assert other.public_id in text
    empty = organiser.post(address, {"reason": "Dasselbe."})
    assert empty.status_code == 422
    assert "mindestens eine" in empty.content.decode()
    nothing = organiser.post(address, {"challenges": other.public_id, "reason": ""})
    assert nothing.status_code == 422
    assert "checked" in nothing.content.decode()
    done = organiser.post(address, {"challenges": other.public_id, "reason": "Dasselbe."})
    assert done["Location"] == page(into, "challenge-trace")


def test_a_link_may_have_ticked_some_already(organiser: Client, into: Challenge, other: Challenge) -> None:
    text = text_of(organiser, f"{page(into, 'challenge-merge')}?with={other.public_id}&q=Nichts")
    assert "checked" in text


def test_old_addresses_lead_on_for_good(client: Client, into: Challenge, other: Challenge) -> None:
    challenges_merge(actor=UserFactory.create(), into=into, challenges=[other], reason="Dasselbe.")
    browser = signed_in(MembershipFactory.create().user)
    for name in ("challenge", "team-create", "challenge-support", "challenge-adopt"):
        answer = browser.get(page(other, name))
        assert (answer.status_code, answer["Location"]) == (301, page(into, name))
    assert client.get(page(other, "challenge")).status_code == 301
    assert "Bänke im Ort" not in text_of(client, "/herausforderungen/")
    assert page(into, "challenge-trace") in text_of(client, page(into, "challenge"))


def test_everybody_reads_why_and_nobody_who(client: Client, into: Challenge, other: Challenge) -> None:
    actor = UserFactory.create(display_name="Olga Organisiert")
    team = make.TeamFactory.create(challenge=other)
    challenges_merge(actor=actor, into=into, challenges=[other], reason="Dasselbe Anliegen.")
    text = text_of(client, page(into, "challenge-trace"))
    for shown in ("Bänke im Ort", "Dasselbe Anliegen.", team.name, "1 Team"):
        assert shown in text
    assert "Olga" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_trace_costs_as_much_for_many(client: Client, into: Challenge, rows: int) -> None:
    for _ in range(rows):
        other = make.ChallengeFactory.create(sprint=into.sprint, owner=None)
        make.SolutionFactory.create(team__challenge=other, handed_in=True)
        challenges_merge(actor=UserFactory.create(), into=into, challenges=[other], reason="Dasselbe.")
    assert queries_of(client, page(into, "challenge-trace")) == TRACE_QUERIES


def test_a_part_becomes_a_challenge_of_its_own(organiser: Client, into: Challenge) -> None:
    team = make.TeamFactory.create(challenge=into)
    address = page(into, "challenge-split")
    assert team.name in text_of(organiser, address)
    given = {"title": "Schatten", "summary": "Bäume an den Bänken", "teams": team.public_id, "reason": "Zwei."}
    assert organiser.post(address, {**given, "title": ""}).status_code == 422
    assert organiser.post(address, given)["Location"] == page(into, "challenge-trace")
    team.refresh_from_db()
    assert team.challenge.title == "Schatten"
    assert Reshaping.objects.get().kind == "split"
