"""A criterion without a judgement through the API: allowed by the rubric, said, read and taken back."""

import pytest

from tests.backend.api.client import ApiClient
from tests.factories import programmes as make
from tests.programmes.judged import review_of

pytestmark = pytest.mark.django_db


def test_a_juror_abstains_where_the_rubric_allows_it() -> None:
    solution = make.SolutionFactory.create(handed_in=True)
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=solution.sprint.programme).user)
    criteria = [{"title": "Nutzen"}, {"title": "Technik", "may_abstain": True}]
    path = f"sprints/{solution.sprint.public_id}/rubric/"
    assert organiser.put(path, {"title": "Bogen", "criteria": criteria}).status_code == 204
    told = organiser.get(path).json()["results"]
    assert [one["may_abstain"] for one in told] == [False, True]
    use, technique = (one["id"] for one in told)

    review = review_of(solution)
    juror, address = ApiClient(review.juror), f"reviews/{review.public_id}/"
    for wrong in (use, make.CriterionFactory.create(may_abstain=True).public_id):
        answer = juror.patch(address, {"abstained": [wrong]})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [wrong])
    saved = juror.patch(address, {"abstained": [technique]}).json()
    assert (saved["points"], saved["abstained"]) == ({}, [technique])
    assert juror.post(f"{address}submit/").status_code == 422
    assert juror.patch(address, {"points": {use: 3}}).status_code == 200
    done = juror.post(f"{address}submit/").json()
    assert (done["state"], done["points"], done["abstained"]) == ("submitted", {use: 3}, [technique])
    assert juror.post(f"{address}reopen/").status_code == 200
    assert juror.patch(address, {"points": {technique: None}}).json()["abstained"] == []
