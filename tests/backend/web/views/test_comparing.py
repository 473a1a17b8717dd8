"""The juror's evening where solutions are compared: without a script a form, with htmx the pair alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.core import clock
from programmes.models import Comparison, SelectionMethod, Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.programmes.compared import compare, jurors_of, solutions_of, sprint_to_compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return sprint_to_compare()


@pytest.fixture
def juror(sprint: Sprint) -> User:
    return jurors_of(sprint)[0]


@pytest.fixture
def browser(juror: User) -> Client:
    return signed_in(juror)


def page(sprint: Sprint) -> str:
    return reverse("web:compare", args=[sprint.slug])


def sent(sprint: Sprint, choice: str = "first") -> dict[str, str]:
    first, second = solutions_of(sprint)[:2]
    return {"first": first.public_id, "second": second.public_id, "choice": choice}


def test_a_pair_is_compared_and_the_next_one_comes(sprint: Sprint, juror: User, browser: Client) -> None:
    text = text_of(browser, page(sprint))
    assert "Welche überzeugt Sie mehr?" in text
    assert "Den letzten Vergleich zurücknehmen" not in text
    answer = browser.post(page(sprint), sent(sprint))
    assert (answer.status_code, answer["Location"]) == (302, page(sprint))
    first, second, third = solutions_of(sprint)
    made = Comparison.objects.get(juror=juror)
    assert {made.first, made.second} == {first, second}
    text = text_of(browser, page(sprint))
    assert third.current_version is not None
    assert third.current_version.title in text
    assert "Sie haben einen Vergleich gemacht." in text


def test_htmx_gets_the_pair_alone(sprint: Sprint, browser: Client) -> None:
    answer = browser.get(page(sprint), headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert answer.content.decode().startswith('<div id="comparing"')
    # What the cache must not mistake for the page.
    assert "HX-Request" in answer["Vary"]


def test_what_was_taken_back_comes_again(sprint: Sprint, juror: User, browser: Client) -> None:
    solutions = solutions_of(sprint)[:2]
    comparison = compare(juror, solutions[0], solutions[1])
    answer = browser.post(reverse("web:comparison-take-back", args=[comparison.public_id]))
    assert answer["Location"] == f"{page(sprint)}?again={comparison.public_id}"
    text = text_of(browser, answer["Location"])
    for solution in solutions:
        assert f'value="{solution.public_id}"' in text
    comparison.refresh_from_db()
    assert comparison.choice == ""


def test_what_cannot_be_is_said(sprint: Sprint, juror: User, browser: Client) -> None:
    compare(juror, solutions_of(sprint)[0], solutions_of(sprint)[1])
    answer = browser.post(page(sprint), sent(sprint, "tie"))
    assert answer.status_code == 422
    assert "Diese beiden haben Sie verglichen." in answer.content.decode()
    assert browser.post(page(sprint), {**sent(sprint), "choice": "neither"}).status_code == 422
    new = make.SolutionFactory.create(handed_in=True, team__challenge__sprint=sprint)
    assert browser.post(page(sprint), {**sent(sprint), "second": new.public_id}).status_code == 422


def test_the_end_the_time_and_other_methods_are_told(sprint: Sprint, juror: User, browser: Client) -> None:
    first, second, third = solutions_of(sprint)
    for better, worse in ((first, second), (first, third), (second, third)):
        compare(juror, better, worse)
    assert "Sie haben alles verglichen." in text_of(browser, page(sprint))
    long_ago = clock.now() - timedelta(days=400)
    sprint.phases.update(starts_at=long_ago, ends_at=long_ago + timedelta(days=1))
    assert "Zurzeit können keine Lösungen verglichen werden." in text_of(browser, page(sprint))
    by_points = make.SelectionMethodFactory.create(
        sprint=make.SprintFactory.create(programme=sprint.programme), measure="mean"
    )
    assert "gibt die Jury Punkte" in text_of(browser, page(by_points.sprint))
    assert not SelectionMethod.objects.filter(sprint=by_points.sprint, measure="pairs").exists()


def test_whoever_has_nothing_assigned_has_nothing_to_compare(sprint: Sprint) -> None:
    idle = make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    assert "Es gibt noch nichts zu vergleichen." in text_of(signed_in(idle), page(sprint))
    assert signed_in().get(page(sprint)).status_code == 403


def test_the_desk_leads_to_comparing(sprint: Sprint, juror: User, browser: Client) -> None:
    text = text_of(browser, reverse("web:juror"))
    assert "Mit dem Vergleichen beginnen" in text
    assert page(sprint) in text
    compare(juror, solutions_of(sprint)[0], solutions_of(sprint)[1])
    assert "Weiter vergleichen" in text_of(browser, reverse("web:juror"))


def test_a_blind_jury_does_not_see_the_teams(sprint: Sprint, browser: Client) -> None:
    teams = [solution.team.name for solution in solutions_of(sprint)]
    assert any(team in text_of(browser, page(sprint)) for team in teams)
    SelectionMethod.objects.filter(sprint=sprint).update(is_blind=True)
    assert not any(team in text_of(browser, page(sprint)) for team in teams)


@pytest.mark.parametrize("count", [3, 6])
def test_the_number_of_queries_does_not_grow(count: int) -> None:
    sprint = sprint_to_compare(count)
    juror = jurors_of(sprint)[0]
    solutions = solutions_of(sprint)
    for worse in solutions[1:]:
        compare(juror, solutions[0], worse)
    assert queries_of(signed_in(juror), page(sprint)) == 11
