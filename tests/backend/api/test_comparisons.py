"""A juror's evening through the API: the next pair, a choice, the same again, taken back."""

import pytest

from backend.accounts.models import User
from programmes.models import Sprint
from tests.backend.api.client import ApiClient
from tests.factories import programmes as make
from tests.programmes.compared import jurors_of, solutions_of, sprint_to_compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return sprint_to_compare(2)


def test_two_are_compared_and_taken_back(sprint: Sprint) -> None:
    juror = ApiClient(jurors_of(sprint)[0])
    asked = juror.get(f"sprints/{sprint.public_id}/comparisons/next/").json()
    first, second = sorted(one["id"] for one in asked["pair"])
    assert (asked["decided"], asked["solutions"]) == (0, 2)
    body = {"first": second, "second": first, "choice": "first"}
    made = juror.post("me/comparisons/", body)
    assert made.status_code == 201
    told = made.json()
    assert (told["first"], told["second"], told["choice"]) == (first, second, "second")
    assert juror.post("me/comparisons/", body).json() == told
    assert juror.post("me/comparisons/", {**body, "choice": "tie"}).json()["code"] == "decided_already"
    assert juror.get(f"sprints/{sprint.public_id}/comparisons/next/").json()["pair"] == []
    assert [one["id"] for one in juror.get("me/comparisons/").json()["results"]] == [told["id"]]
    assert juror.post(f"comparisons/{told['id']}/take-back/").json()["choice"] == ""


def test_nobody_else_may(sprint: Sprint) -> None:
    juror, other = (ApiClient(one) for one in jurors_of(sprint))
    first, second = (one.public_id for one in solutions_of(sprint))
    made = juror.post("me/comparisons/", {"first": first, "second": second, "choice": "skip"}).json()
    assert other.post(f"comparisons/{made['id']}/take-back/").status_code == 404
    assert other.get("me/comparisons/").json()["results"] == []


def test_the_ranking_tells_of_comparisons(sprint: Sprint) -> None:
    first, second = solutions_of(sprint)
    for user in jurors_of(sprint):
        body = {"first": first.public_id, "second": second.public_id, "choice": "first"}
        ApiClient(user).post("me/comparisons/", body)
    organiser = ApiClient(organiser_of(sprint))
    ranked = organiser.get(f"sprints/{sprint.public_id}/ranking/").json()
    assert [(one["solution"], one["rank"], one["comparisons"]) for one in ranked["results"]] == [
        (first.public_id, 1, 2),
        (second.public_id, 2, 2),
    ]
    assert ApiClient().get(f"sprints/{sprint.public_id}/selection-method/").json()["measure"] == "pairs"


def organiser_of(sprint: Sprint) -> User:
    organiser: User = make.ProgrammeRoleFactory.create(programme=sprint.programme).user
    return organiser
