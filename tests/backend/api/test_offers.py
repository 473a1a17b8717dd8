"""Offers through the API: read by everybody, made by the team, answered by those who were asked."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from programmes.models import Offer
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    return make.OfferFactory.create()


def test_everybody_reads_the_answer_and_nobody_is_named(offer: Offer) -> None:
    answer = ApiClient().get(f"offers/{offer.public_id}/").json()
    assert answer == ApiClient().get("offers/").json()["results"][0]
    assert set(answer) == {
        *("id", "solution", "challenge", "organisation", "organisation_name", "state", "offered_at"),
        *("answer_due_at", "answered_at", "state_since", "reason", "note"),
    }
    assert (answer["state"], answer["organisation"]) == ("offered", offer.organisation.public_id)


def test_delays_can_be_asked_for(offer: Offer) -> None:
    late = make.OfferFactory.create(offered_at=clock.now() - timedelta(days=20))
    make.OfferFactory.create(offered_at=clock.now() - timedelta(days=20), state="adopted", answered_at=clock.now())

    def found(**query: str) -> set[str]:
        return {row["id"] for row in ApiClient().get("offers/", **query).json()["results"]}

    assert found(overdue="true") == {late.public_id}
    assert len(found(overdue="false")) == 2
    assert found(overdue="false", state="offered") == {offer.public_id}
    assert found(sprint=late.solution.sprint.public_id) == {late.public_id}
    assert ApiClient().get("offers/", state="withdrawn").status_code == 422


def test_a_speaker_answers_and_a_repeat_changes_nothing(offer: Offer) -> None:
    api = ApiClient(MembershipFactory.create(organisation=offer.organisation).user)
    assert [row["id"] for row in api.get("me/offers/").json()["results"]] == [offer.public_id]
    address = f"offers/{offer.public_id}/answer/"
    assert list(problem_of(api.post(address, {"state": "declined"}))["errors"]) == ["reason"]
    given = {"state": "declined", "reason": "Too dear."}
    answers = [api.post(address, given, key="1") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["state"], answers[0].json()["reason"]) == ("declined", "Too dear.")
    assert problem_of(api.post(address, {"state": "adopted"}))["code"] == "wrong_state"
    assert api.get("me/offers/").json()["results"] == []


def test_a_team_offers_its_solution_elsewhere(offer: Offer) -> None:
    api = ApiClient(make.lead_of(offer.solution.team))
    other = make.ChallengeFactory.create(sprint=offer.solution.sprint)
    address = f"solutions/{offer.solution.public_id}/offers/"
    first, again = (api.post(address, {"challenge": other.public_id}) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    elsewhere = make.ChallengeFactory.create()
    assert list(problem_of(api.post(address, {"challenge": elsewhere.public_id}))["errors"]) == ["challenge"]


def test_tokens_that_only_read_answer_nothing(offer: Offer) -> None:
    speaker = MembershipFactory.create(organisation=offer.organisation).user
    api = ApiClient(speaker, scopes=("read",))
    assert api.post(f"offers/{offer.public_id}/answer/", {"state": "in_talks"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_one_query(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make.OfferFactory.create_batch(rows)
    with django_assert_num_queries(1):
        assert len(ApiClient().get("offers/").json()["results"]) == rows
