"""How solutions are selected: named by organisers, read by everybody, and what came of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.models import Category, Criterion, Decision, SelectionMethod, Solution, Sprint
from programmes.services.selection import selection_decide
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def browser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def page(name: str, sprint: Sprint) -> str:
    return reverse(f"web:{name}", args=[sprint.slug])


def judged(sprint: Sprint, points: int) -> Solution:
    solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    review = make.ReviewFactory.create(solution=solution, state="submitted", submitted_at=clock.now())
    make.ScoreFactory.create(review=review, criterion=_criterion(sprint), points=points)
    return solution


def _criterion(sprint: Sprint) -> Criterion:
    found = Criterion.objects.filter(rubric__sprint=sprint).first()
    return found or make.CriterionFactory.create(rubric__sprint=sprint)


def title(solution: Solution) -> str:
    assert solution.current_version
    return solution.current_version.title


def form(**values: Any) -> dict[str, Any]:
    return {"places": "3", "measure": "median", "quorum": "2", "tie_rule": "lot", **values}


def test_a_method_is_named_in_a_form_and_read_by_everybody(sprint: Sprint, browser: Client) -> None:
    health: Category = make.CategoryFactory.create(programme=sprint.programme, name_de="Gesundheit")
    address = page("organiser-method", sprint)
    assert "Gesundheit" in text_of(browser, address)
    answer = browser.post(address, form(**{health.public_id: "4"}))
    assert answer.status_code == 422
    assert "Für Kategorien sind mehr Plätze reserviert, als es gibt." in answer.content.decode()
    assert browser.post(address, form(**{health.public_id: "1"})).status_code == 302
    text = text_of(Client(), page("sprint-results", sprint))
    assert "3 Lösungen werden ausgewählt." in text
    for words in ("Nach dem Median", "mindestens 2 Bewertungen", "Es entscheidet das Los"):
        assert words in text
    assert "Für diese Kategorie ist mindestens ein Platz reserviert." in text
    assert f'name="{health.public_id}" value="1"' in text_of(browser, address)
    browser.post(page("organiser-method-remove", sprint))
    assert not SelectionMethod.objects.exists()
    assert "nach dem Mittel aller Punkte" in text_of(Client(), page("sprint-results", sprint))


def test_once_somebody_has_voted_there_is_nothing_to_fill_in(sprint: Sprint, browser: Client) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=4)
    judged(sprint, 3)
    text = text_of(browser, page("organiser-method", sprint))
    assert "Das Verfahren bleibt, wie es ist." in text
    assert "4 Lösungen werden ausgewählt." in text
    assert "<input" not in text.partition("<main")[2].partition("</main")[0]
    refused = browser.post(page("organiser-method", sprint), form())
    assert refused.status_code == 422
    assert SelectionMethod.objects.get().places == 4


def test_what_the_method_selects_is_ticked_and_anything_else_needs_words(sprint: Sprint, browser: Client) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1)
    first, second = judged(sprint, 5), judged(sprint, 2)
    text = text_of(browser, page("organiser-selection", sprint))
    assert f'value="{first.public_id}" checked>' in text
    assert f'value="{second.public_id}">' in text
    assert "ihr Rang reicht nicht" in text
    select = page("organiser-select", sprint)
    asked = browser.post(select, {"solution": [second.public_id]}).content.decode()
    assert f"Trotzdem ausgewählt: „{title(second)}“" in asked
    assert f"Doch nicht ausgewählt: „{title(first)}“" in asked
    given = {"solution": [second.public_id], "do": "confirm", "cohort_name": "Jahrgang", second.public_id: "Mutig."}
    answer = browser.post(select, given)
    assert answer.status_code == 422
    assert not Decision.objects.exists()
    assert browser.post(select, {**given, first.public_id: "Aufgelöst."}).status_code == 302
    told = text_of(Client(), page("sprint-results", sprint))
    assert "2 Lösungen wurden eingereicht, 1 davon ausgewählt." in told
    assert "Mutig." in told
    assert "Anders entschieden als das Verfahren" in told
    assert "Aufgelöst." in told


def test_what_follows_the_method_needs_none(sprint: Sprint, browser: Client) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1)
    first, _second = judged(sprint, 5), judged(sprint, 2)
    given = {"solution": [first.public_id], "do": "confirm", "cohort_name": "Jahrgang"}
    assert browser.post(page("organiser-select", sprint), given).status_code == 302
    told = text_of(Client(), page("sprint-results", sprint))
    assert "Rang 1 · nach ihrem Rang" in told
    assert "Anders entschieden" not in told


def test_before_anything_is_handed_in_it_says_so(sprint: Sprint) -> None:
    assert "Noch ist nichts abgegeben." in text_of(Client(), page("sprint-results", sprint))
    judged(sprint, 3)
    assert "Die Jury hat noch nicht entschieden." in text_of(Client(), page("sprint-results", sprint))


def test_the_results_say_how_abstentions_count(sprint: Sprint) -> None:
    first, _second = judged(sprint, 3), judged(sprint, 2)
    address = page("sprint-results", sprint)
    assert "Enthaltung" not in text_of(Client(), address)
    technique = make.CriterionFactory.create(rubric=_criterion(sprint).rubric, may_abstain=True)
    text = text_of(Client(), address)
    assert "Eine Enthaltung zählt nie als 0 Punkte" in text
    assert "die Jury darf sich enthalten" in text
    for solution, points in zip(sprint.solutions.all(), (None, 4), strict=True):
        make.ScoreFactory.create(review=solution.reviews.get(), criterion=technique, points=points)
    make.ScoreFactory.create(review__solution=first, criterion=technique, points=1)
    selection_decide(actor=None, sprint=sprint, solutions=[first], cohort_name="Jahrgang")
    assert "in 1 von 2 Bewertungen beurteilt" in text_of(Client(), address)


@pytest.mark.parametrize("solutions", [1, 3])
def test_the_results_ask_the_same_for_any_length(sprint: Sprint, solutions: int) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=9)
    chosen = [judged(sprint, 3) for _ in range(solutions)]
    judged(sprint, 2)
    selection_decide(
        actor=None,
        sprint=sprint,
        solutions=chosen,
        cohort_name="Jahrgang",
        notes={one.public_id: "Weil." for one in Solution.objects.all()},
    )
    assert queries_of(Client(), page("sprint-results", sprint)) == 11


def test_what_is_hidden_stands_nowhere(sprint: Sprint) -> None:
    shown, hidden = judged(sprint, 3), judged(sprint, 3)
    selection_decide(actor=None, sprint=sprint, solutions=[shown, hidden], cohort_name="Jahrgang")
    Solution.objects.filter(pk=hidden.pk).update(hidden_at=clock.now())
    told = text_of(Client(), page("sprint-results", sprint))
    assert title(shown) in told
    assert title(hidden) not in told
