"""A selection in two stages through the API: named, ranked by stage, closed, read again."""

import pytest

from tests.backend.api.client import ApiClient
from tests.factories import programmes as make
from tests.programmes.staged import judged, solutions_of, sprint_in_stages

pytestmark = pytest.mark.django_db


def test_a_stage_is_named_and_closed_and_read_again() -> None:
    sprint = sprint_in_stages(stages=1, places=2)
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    base = f"sprints/{sprint.public_id}"
    method = {"stage": 2, "title": "Jury", "measure": "median", "quorum": 1, "places": 1, "tie_rule": "lot"}
    assert organiser.put(f"{base}/selection-method/", method).json()["stage"] == 2
    assert organiser.get(f"{base}/selection-method/").json()["stage"] == 1
    assert organiser.get(f"{base}/selection-method/?stage=2").json()["title"] == "Jury"
    assert organiser.get(f"{base}/selection-method/?stage=3").status_code == 404
    assert organiser.get(f"{base}/ranking/?stage=4").status_code == 422
    first, second, third = (one.public_id for one in solutions_of(sprint))
    body = {"solutions": [first], "cohort_name": "Jahrgang"}
    assert organiser.post(f"{base}/selection/", body).json()["code"] == "stage_open"
    closing = {"stage": 1, "solutions": [first, second], "notes": {second: "Es schließt eine Lücke."}}
    answer = organiser.post(f"{base}/selection-stage/", closing)
    assert answer.status_code == 201
    assert [(one["solution"], one["stage"], one["rank"], one["note"]) for one in answer.json()["results"]] == [
        (first, 1, 1, ""),
        (second, 1, 2, "Es schließt eine Lücke."),
    ]
    assert organiser.post(f"{base}/selection-stage/", closing).json() == answer.json()
    sprint.refresh_from_db()
    juror = ApiClient(judged(sprint, solutions_of(sprint)[:2], (1, 4)))
    assert {one["stage"] for one in juror.get("me/reviews/").json()["results"]} == {2}
    ranked = {
        stage: [
            (one["solution"], one["rank"], one["state"])
            for one in organiser.get(f"{base}/ranking/{stage}").json()["results"]
        ]
        for stage in ("", "?stage=1")
    }
    assert ranked[""] == [(second, 1, "handed_in"), (first, 2, "handed_in")]
    assert ranked["?stage=1"] == [(first, 1, "selected"), (second, 2, "selected"), (third, 3, "not_selected")]
    assert organiser.delete(f"{base}/selection-method/?stage=2").json()["code"] == "has_votes"


def test_a_later_stage_is_left_out() -> None:
    sprint = make.SprintFactory.create()
    for stage in (1, 2):
        make.SelectionMethodFactory.create(sprint=sprint, stage=stage)
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    assert organiser.delete(f"sprints/{sprint.public_id}/selection-method/").json()["code"] == "stage_after"
    assert organiser.delete(f"sprints/{sprint.public_id}/selection-method/?stage=2").status_code == 204
    assert [one.stage for one in sprint.selection_methods.all()] == [1]
