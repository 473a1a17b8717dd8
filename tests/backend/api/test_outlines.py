"""What a solution consists of, for programs."""

from typing import Any

import pytest

from programmes.domain.outline import Section, sections_of, stored
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
SECTIONS: list[dict[str, Any]] = [
    {"key": "problem", "title_de": "Das Problem", "title_en": "The problem"},
    {"key": "costs", "title_de": "Kosten", "is_required": False, "longest": 1_000},
]


def test_sections_are_set_and_read_by_everybody() -> None:
    sprint = make.SprintFactory.create()
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    address = f"sprints/{sprint.public_id}/solution-sections/"
    assert ApiClient().get(address).json()["results"] == []
    assert organiser.put(address, {"sections": SECTIONS}).status_code == 204
    problem, costs = ApiClient().get(address).json()["results"]
    assert problem == {**SECTIONS[0], "hint_de": "", "hint_en": "", "is_required": True, "longest": None}
    assert (costs["title_en"], costs["is_required"], costs["longest"]) == ("", False, 1_000)
    assert ApiClient().get(f"sprints/{sprint.public_id}/").json()["sprint"]["sections"] == [problem, costs]
    assert organiser.put(address, {"sections": []}).status_code == 204
    assert ApiClient().get(address).json()["results"] == []


def test_what_is_kept_of_removed_ones_is_not_shown() -> None:
    team = make.TeamFactory.create(challenge__sprint__sections=stored([Section(key="a", title_de="A", title_en="A")]))
    make.SolutionFactory.create(team=team)
    sprint = team.sprint
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    organiser.put(f"sprints/{sprint.public_id}/solution-sections/", {"sections": []})
    sprint.refresh_from_db()
    assert [one.is_asked for one in sections_of(sprint.sections)] == [False]
    assert ApiClient().get(f"sprints/{sprint.public_id}/").json()["sprint"]["sections"] == []


@pytest.mark.parametrize(
    "sections",
    [
        "x",
        [{"title_de": "Ohne Schlüssel"}],
        [{"key": "Ä", "title_de": "A"}],
        [{"key": "a"}],
        [{"key": "a", "title_de": "A", "former": ["B"]}],
        [{"key": "a", "title_de": "A", "longest": 0}],
        [{"key": "a", "title_de": "A"}, {"key": "a", "title_de": "B"}],
        [{"key": "a", "title_de": "A"}, {"key": "b", "title_de": "A"}],
        [{"key": f"s{n}", "title_de": f"T{n}"} for n in range(21)],
    ],
)
def test_what_cannot_be_asked_is_refused(sections: object) -> None:
    sprint = make.SprintFactory.create()
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    refused = organiser.put(f"sprints/{sprint.public_id}/solution-sections/", {"sections": sections})
    assert (refused.status_code, problem_of(refused)["code"]) == (422, "invalid")
