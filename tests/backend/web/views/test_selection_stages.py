"""A selection in two stages on the pages: named, closed, looked at again, told to everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Review, SelectionMethod, Sprint, StagePass
from programmes.services.selection import selection_decide
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.programmes.staged import asked, first_stage_closed, judged, solutions_of, sprint_in_stages

pytestmark = pytest.mark.django_db
FORM = {"places": "1", "measure": "mean", "quorum": "1", "tie_rule": "lot"}


def organiser_of(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def page(name: str, sprint: Sprint, stage: int | None = None) -> str:
    return reverse(f"web:{name}", args=[sprint.slug]) + (f"?stufe={stage}" if stage else "")


def test_a_second_stage_is_added_and_left_out() -> None:
    sprint = sprint_in_stages(stages=1)
    browser = organiser_of(sprint)
    second = page("organiser-method", sprint, 2)
    assert f'href="{second}"' in text_of(browser, page("organiser-method", sprint))
    answer = browser.post(second, {**FORM, "title": "Endrunde"})
    assert answer["Location"] == second
    text = text_of(browser, second)
    assert 'aria-current="page">Stufe 2: Endrunde</span>' in text
    assert SelectionMethod.objects.get(stage=2).title == "Endrunde"
    # The first one has votes and stays; what nobody has judged by can be left out.
    assert browser.post(page("organiser-method", sprint, 1), FORM).status_code == 422
    assert browser.post(page("organiser-method-remove", sprint, 2)).status_code == 302
    assert [one.stage for one in SelectionMethod.objects.all()] == [1]
    assert browser.post(page("organiser-method", sprint, 3), FORM).status_code == 422


def test_some_go_on_after_one_look_more() -> None:
    sprint = sprint_in_stages()
    browser = organiser_of(sprint)
    first, second, third = solutions_of(sprint)
    text = text_of(browser, page("organiser-selection", sprint))
    assert f'value="{second.public_id}" checked>' in text
    assert f'value="{third.public_id}">' in text
    chosen = {"solution": [first.public_id, third.public_id]}
    select = page("organiser-select", sprint)
    text = browser.post(select, chosen).content.decode()
    assert "Diese kommen in Stufe 2" in text
    assert 'name="cohort_name"' not in text
    confirmed = {**chosen, "do": "confirm", "stufe": "1"}
    assert browser.post(select, confirmed).status_code == 422
    confirmed |= {second.public_id: "Das Team hört auf.", third.public_id: "Es schließt eine Lücke."}
    for _ in range(2):
        assert browser.post(select, confirmed).status_code == 302
    assert list(StagePass.objects.order_by("pk").values_list("solution_id", flat=True)) == [first.pk, third.pk]
    text = text_of(browser, page("organiser-selection", sprint))
    assert second.public_id not in text
    text = text_of(browser, page("organiser-selection", sprint, 1))
    assert "2 Lösungen sind weitergekommen." in text
    assert 'name="solution"' not in text
    assert second.public_id in text


def test_everybody_reads_how_each_stage_went() -> None:
    sprint = sprint_in_stages()
    SelectionMethod.objects.filter(stage=2).update(title="Endrunde")
    address = page("sprint-results", sprint)
    assert "Stufe 2: Endrunde" in text_of(Client(), address)
    first_stage_closed(sprint)
    text = text_of(Client(), address)
    assert "3 Lösungen wurden bewertet, 2 davon sind weitergekommen." in text
    assert "2 Lösungen kommen in die nächste Stufe." in text
    judged(sprint, solutions_of(sprint)[:2], (1, 5))
    selection_decide(actor=None, sprint=sprint, solutions=solutions_of(sprint)[1:2], cohort_name="Jahrgang")
    assert "3 Lösungen wurden eingereicht, 1 davon ausgewählt." in text_of(Client(), address)


def test_where_a_stage_was_decided_otherwise_everybody_reads_why() -> None:
    sprint = sprint_in_stages()
    first, second, third = solutions_of(sprint)
    notes = {second.public_id: "Das Team hört auf.", third.public_id: "Es schließt eine Lücke."}
    browser = organiser_of(sprint)
    chosen = {"solution": [first.public_id, third.public_id], "do": "confirm", "stufe": "1"}
    browser.post(page("organiser-select", sprint), {**chosen, **notes})
    text = text_of(Client(), page("sprint-results", sprint))
    assert "Trotzdem weitergekommen:" in text
    assert "Es schließt eine Lücke." in text
    assert "Das Team hört auf." in text


def test_a_juror_looks_at_what_is_over_and_begins_anew() -> None:
    sprint = sprint_in_stages()
    review = Review.objects.earliest("pk")
    first_stage_closed(sprint)
    asked(sprint, solutions_of(sprint)[:1], review.juror)
    browser = signed_in(review.juror)
    assert "Die Auswahl ist in Stufe 2" in text_of(browser, reverse("web:juror"))
    text = text_of(browser, reverse("web:review", args=[review.public_id]))
    assert "Diese Stufe der Auswahl ist vorbei." in text
    assert reverse("web:review-reopen", args=[review.public_id]) not in text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_for_any_length(count: int) -> None:
    sprint = sprint_in_stages([5, 4, 3][:count], places=count)
    first_stage_closed(sprint, count)
    browser = organiser_of(sprint)
    assert queries_of(browser, page("organiser-selection", sprint, 1)) == 20
    assert queries_of(browser, page("organiser-selection", sprint)) == 19
    assert queries_of(Client(), page("sprint-results", sprint)) == 13
