"""Giving out to the whole jury, somebody who drops out, and how the jury has judged."""

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import JuryRunState, ReviewState
from programmes.events import JuryRunAsked
from programmes.models import Criterion, JuryRun, Review, Solution, Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from worker.jury import jury_assign

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    sprint = make.SprintFactory.create()
    make.CriterionFactory.create(rubric__sprint=sprint)
    return sprint


@pytest.fixture
def browser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def page(name: str, *args: str) -> str:
    return reverse(f"web:{name}", args=args)


def juror(sprint: Sprint) -> User:
    return make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user


def judged(sprint: Sprint, *points: int) -> Solution:
    solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    criterion = Criterion.objects.get(rubric__sprint=sprint)
    for given in points:
        review = make.ReviewFactory.create(solution=solution, state="submitted", submitted_at=clock.now())
        make.ScoreFactory.create(review=review, criterion=criterion, points=given)
    return solution


def test_all_is_given_out_while_the_page_waits(sprint: Sprint, browser: Client) -> None:
    people = [juror(sprint) for _ in range(2)]
    solutions = [judged(sprint) for _ in range(3)]
    ask = page("organiser-jury-run", sprint.slug)
    assert browser.post(ask, {"per_solution": "0", "most_each": "9"}).status_code == 422
    assert not JuryRun.objects.exists()
    asked = browser.post(ask, {"per_solution": "3", "most_each": "9"})
    run = JuryRun.objects.get()
    assert asked["Location"] == page("jury-run", run.public_id)
    assert 'hx-trigger="every 2s"' in text_of(browser, asked["Location"])
    assert browser.get(ask)["Location"] == asked["Location"]
    jury_assign(JuryRunAsked(run_id=run.pk))
    text = text_of(browser, asked["Location"])
    assert "6 neue Bewertungen sind zugeteilt." in text
    assert text.count("1 Jurymitglied fehlt") == len(solutions)
    assert Review.objects.count() == len(people) * len(solutions)
    assert asked["Location"] in text_of(browser, page("organiser-assignment", sprint.slug))
    JuryRun.objects.update(state=JuryRunState.FAILED)
    assert "Das ließ sich nicht berechnen" in text_of(browser, asked["Location"])


def test_without_a_rubric_nothing_is_given_out(sprint: Sprint, browser: Client) -> None:
    Criterion.objects.all().delete()
    answer = browser.post(page("organiser-jury-run", sprint.slug), {"per_solution": "2", "most_each": "9"})
    assert answer.status_code == 422
    assert not JuryRun.objects.exists()


def test_who_drops_out_gives_back_what_is_open(sprint: Sprint, browser: Client) -> None:
    person = juror(sprint)
    for _ in range(2):
        make.ReviewFactory.create(solution=judged(sprint), juror=person)
    address = page("juror-release", sprint.slug, person.public_id)
    assert address in text_of(browser, page("organiser-assignment", sprint.slug))
    assert browser.post(address, {"reason": ""}).status_code == 422
    told = browser.post(address, {"reason": "Krank."}, follow=True).content.decode()
    assert "2 Bewertungen sind zurückgenommen." in told
    assert set(Review.objects.values_list("state", flat=True)) == {ReviewState.RECUSED}
    assert address not in told
    stranger = page("juror-release", sprint.slug, make.ReviewFactory.create().juror.public_id)
    assert browser.get(stranger).status_code == 404


def test_the_pictures_say_what_is_left_to_chance(sprint: Sprint, browser: Client) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1)
    address = page("organiser-jury-pictures", sprint.slug)
    assert "Es wurde noch keine Bewertung abgegeben." in text_of(browser, address)
    judged(sprint, 5, 4)
    judged(sprint, 4, 5)
    judged(sprint, 0, 1)
    text = text_of(browser, address)
    assert "Bei 2 Lösungen kann der Zufall entschieden haben, ob sie einen Platz haben." in text
    assert "Mehr Bewertungen würden es kaum klären" in text
    assert "Rang 1 bis 2" in text
    table = browser.get(page("organiser-jury-table", sprint.slug, "severity")).content.decode()
    assert len(table.strip().splitlines()) == 7
    assert browser.get(page("organiser-jury-table", sprint.slug, "luck")).status_code == 404


def test_a_clear_border_is_said_to_be_clear(sprint: Sprint, browser: Client) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1)
    judged(sprint, 5, 5, 4)
    judged(sprint, 1, 0, 0)
    assert "Der letzte Platz ist klar." in text_of(browser, page("organiser-jury-pictures", sprint.slug))


@pytest.mark.parametrize("measure", ["mean", "median", "standard"])
def test_each_measure_has_its_pictures(sprint: Sprint, browser: Client, measure: str) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1, measure=measure)
    for points in ((5, 4), (3, 3), (1, 2)):
        judged(sprint, *points)
    assert queries_of(browser, page("organiser-jury-pictures", sprint.slug)) == 19
