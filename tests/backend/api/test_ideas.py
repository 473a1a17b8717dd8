"""Ideas through the API: counted support, and taking one over."""

import pytest

from programmes.models import Challenge
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea() -> Challenge:
    return make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create())


def test_the_most_supported_idea_comes_first_page_by_page(idea: Challenge) -> None:
    loved = make.ChallengeFactory.create(owner=None)
    make.ChallengeSupportFactory.create_batch(2, challenge=loved)
    first = ApiClient().get("ideas/", limit="1").json()
    assert [(row["id"], row["support_count"]) for row in first["results"]] == [(loved.public_id, 2)]
    second = ApiClient().client.get(first["next"]).json()
    assert [(row["id"], row["support_count"]) for row in second["results"]] == [(idea.public_id, 0)]


def test_one_is_for_it_once_and_not_any_more(idea: Challenge) -> None:
    api = ApiClient(UserFactory.create())
    address = f"challenges/{idea.public_id}/support/"
    assert [api.post(address).json() for _ in range(2)] == [{"id": idea.public_id, "support_count": 1}] * 2
    assert [api.delete(address).json()["support_count"] for _ in range(2)] == [0, 0]


def test_a_speaker_takes_it_over(idea: Challenge) -> None:
    speaker, other = MembershipFactory.create(), MembershipFactory.create()
    address = f"challenges/{idea.public_id}/adopt/"
    taken = ApiClient(speaker.user).post(address, {"organisation": speaker.organisation.public_id})
    assert (taken.status_code, taken.json()["owner"]) == (200, speaker.organisation.public_id)
    refused = ApiClient(other.user).post(address, {"organisation": other.organisation.public_id})
    assert problem_of(refused)["code"] == "has_owner"
    foreign = ApiClient(other.user).post(address, {"organisation": speaker.organisation.public_id})
    assert foreign.status_code == 422
