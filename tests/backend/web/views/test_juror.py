"""The juror's evening: own reviews, scores by one choice each, conflicts, undo until the phase ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.enums import ReviewState
from programmes.models import Criterion, Review, Score
from programmes.selectors.reviews import review_stamp
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    solution = make.SolutionFactory.create(handed_in=True)
    rubric = make.RubricFactory.create(sprint=solution.sprint, title="Unser Bogen")
    make.CriterionFactory.create(rubric=rubric, title="Nutzen")
    make.CriterionFactory.create(rubric=rubric, title="Reichweite", max_points=40)
    juror = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user
    return make.ReviewFactory.create(solution=solution, juror=juror)


@pytest.fixture
def browser(review: Review) -> Client:
    return signed_in(review.juror)


def page(review: Review, name: str = "review") -> str:
    return reverse(f"web:{name}", args=[review.public_id])


def points(**given: int) -> dict[str, str]:
    return {Criterion.objects.get(title=title).public_id: str(value) for title, value in given.items()}


def test_the_list_says_how_far_one_is(review: Review, browser: Client) -> None:
    done, to_do = (
        make.SolutionFactory.create(team__challenge__sprint=review.solution.sprint, handed_in=True) for _ in range(2)
    )
    make.ReviewFactory.create(solution=done, juror=review.juror, state="submitted", submitted_at=clock.now())
    last = make.ReviewFactory.create(solution=to_do, juror=review.juror)
    Review.objects.filter(pk=review.pk).update(state="submitted", submitted_at=clock.now())
    text = text_of(browser, reverse("web:juror"))
    assert "2 von 3" in text
    # What is still to be done stands above what is done, whenever it was assigned.
    assert text.index(page(last)) < text.index(page(review))
    assert "Sie haben nichts zu bewerten." in text_of(signed_in(), reverse("web:juror"))


def test_what_only_the_jury_reads_is_shown_to_nobody_else(review: Review, browser: Client) -> None:
    other = make.ReviewFactory.create(
        solution=review.solution, state="submitted", submitted_at=clock.now(), note="Das Team hat keine Buchhaltung."
    )
    organiser = signed_in(make.ProgrammeRoleFactory.create(programme=review.solution.sprint.programme).user)
    # Nobody is led by others before the own review is submitted.
    assert other.note not in text_of(browser, page(review))
    sent = points(Nutzen=4, Reichweite=30) | {"comment": "Gut.", "note": "Mit Auflagen.", "do": "submit"}
    browser.post(page(review), sent)
    review.refresh_from_db()
    assert (review.comment, review.note) == ("Gut.", "Mit Auflagen.")
    text = text_of(browser, page(review))
    assert other.note in text
    assert text.count("Mit Auflagen.") == 1
    ranked = text_of(organiser, reverse("web:organiser-selection", args=[review.solution.sprint.slug]))
    assert "2 Notizen an die Jury" in ranked
    assert other.note in ranked
    type(review.solution).objects.filter(pk=review.solution.pk).update(state="not_selected")
    everybody = text_of(Client(), reverse("web:solution", args=[review.solution.public_id]))
    assert "Gut." in everybody
    assert "Mit Auflagen." not in everybody


def test_a_blind_jury_does_not_see_the_team(review: Review, browser: Client) -> None:
    team, addresses = review.solution.team.name, (page(review), reverse("web:juror"))
    assert all(team in text_of(browser, address) for address in addresses)
    method = make.SelectionMethodFactory.create(sprint=review.solution.sprint, is_blind=True)
    assert not any(team in text_of(browser, address) for address in addresses)
    everybody = text_of(Client(), reverse("web:sprint-results", args=[method.sprint.slug]))
    assert "Auf den Seiten der Jury steht nicht, welches Team" in everybody


def test_few_points_are_chosen_and_many_are_typed(review: Review, browser: Client) -> None:
    text = text_of(browser, page(review))
    assert text.count('type="radio"') == 6
    assert text.count('type="number"') == 1
    assert "Unser Bogen" in text


def test_the_background_keeps_points_with_gaps(review: Review, browser: Client) -> None:
    answer = browser.post(page(review, "review-draft"), {**points(Nutzen=4), "comment": "Schön"})
    review.refresh_from_db()
    assert (answer.status_code, answer.json()["base"]) == (200, review_stamp(review))
    assert (review.state, review.comment) == (ReviewState.STARTED, "Schön")
    assert Score.objects.get().points == 4
    assert browser.post(page(review, "review-draft"), points(Nutzen=6)).status_code == 422
    assert Score.objects.get().points == 4


def test_one_abstains_from_what_is_chosen_and_from_what_is_typed(review: Review, browser: Client) -> None:
    assert "Ich enthalte mich" not in text_of(browser, page(review))
    Criterion.objects.update(may_abstain=True)
    make.CriterionFactory.create(rubric=review.solution.sprint.rubric, title="Neuheit")
    text = text_of(browser, page(review))
    assert (text.count('value="abstain"'), text.count('type="checkbox" name="cri_')) == (1, 1)
    box = f"{Criterion.objects.get(title='Reichweite').public_id}-abstain"
    chosen = {Criterion.objects.get(title="Nutzen").public_id: "abstain"}
    draft = page(review, "review-draft")
    assert browser.post(draft, {**chosen, box: "on"}).status_code == 200
    assert list(Score.objects.values_list("points", flat=True)) == [None, None]
    text = text_of(browser, page(review))
    assert text.count(" checked") == 3  # both, and the single keys
    assert browser.post(draft, {**chosen, box: "on", **points(Reichweite=3)}).status_code == 422
    assert browser.post(draft, chosen).status_code == 200
    assert Score.objects.get().criterion.title == "Nutzen"
    answer = browser.post(page(review), {**chosen, **points(Neuheit=2), "do": "submit"})
    assert answer.status_code == 422
    assert browser.post(page(review), {**chosen, box: "on", **points(Neuheit=2), "do": "submit"}).status_code == 302
    text = text_of(browser, page(review))
    assert (text.count("Enthaltung"), text.count("2 / 5")) == (2, 1)


def test_who_cannot_judge_anything_is_told_what_to_do(review: Review, browser: Client) -> None:
    Criterion.objects.update(may_abstain=True)
    chosen = {Criterion.objects.get(title="Nutzen").public_id: "abstain"}
    box = f"{Criterion.objects.get(title='Reichweite').public_id}-abstain"
    answer = browser.post(page(review), {**chosen, box: "on", "do": "submit"})
    assert answer.status_code == 422
    assert "Sie enthalten sich bei allen Kriterien" in answer.content.decode()
    assert not Score.objects.exists()


def test_nobody_writes_over_what_they_have_not_seen(review: Review, browser: Client) -> None:
    """Two devices of one juror: the second hears that there is something newer, and may then take its own."""
    first = browser.post(page(review, "review-draft"), {"comment": "Vom Tablet", "base": review_stamp(review)}).json()
    late = browser.post(page(review, "review-draft"), {"comment": "Vom Telefon", "base": review_stamp(review)})
    assert (late.status_code, late.json()["code"], late.json()["base"]) == (409, "draft_changed", first["base"])
    review.refresh_from_db()
    assert review.comment == "Vom Tablet"
    whole = browser.post(page(review), {**points(Nutzen=4), "comment": "Vom Telefon", "base": "1.0", "do": "save"})
    assert "wurde inzwischen anderswo geändert" in whole.content.decode()
    again = browser.post(page(review, "review-draft"), {"comment": "Vom Telefon", "base": first["base"]})
    assert again.status_code == 200


def test_submitting_asks_for_every_point(review: Review, browser: Client) -> None:
    answer = browser.post(page(review), {**points(Nutzen=5), "comment": "Fast fertig", "do": "submit"})
    assert answer.status_code == 422
    assert "Fast fertig" in answer.content.decode()
    whole = {**points(Nutzen=5, Reichweite=40), "comment": "Fertig", "do": "submit"}
    for _click in range(2):
        assert browser.post(page(review), whole)["Location"] == reverse("web:juror")
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED


def test_after_one_review_comes_the_next(review: Review, browser: Client) -> None:
    other = make.SolutionFactory.create(team__challenge__sprint=review.solution.sprint, handed_in=True)
    following = make.ReviewFactory.create(solution=other, juror=review.juror)
    given = {**points(Nutzen=5, Reichweite=40), "comment": "", "do": "submit"}
    assert browser.post(page(review), given)["Location"] == page(following)
    assert browser.post(page(following), given)["Location"] == reverse("web:juror")


def test_undo_until_the_phase_ends(review: Review, browser: Client) -> None:
    browser.post(page(review), {**points(Nutzen=5, Reichweite=40), "comment": "", "do": "submit"})
    assert page(review, "review-reopen") in text_of(browser, page(review))
    assert browser.post(page(review, "review-reopen"))["Location"] == page(review)
    review.refresh_from_db()
    assert review.state == ReviewState.STARTED
    with clock.at(clock.now() + timedelta(hours=13)):
        text = text_of(browser, page(review))
    assert 'type="radio"' not in text
    assert 'value="submit"' not in text


def test_a_conflict_is_one_sentence(review: Review, browser: Client) -> None:
    address = page(review, "review-recuse")
    assert address in text_of(browser, page(review))
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "Mein Nachbar ist im Team."})["Location"] == reverse("web:juror")
    review.refresh_from_db()
    assert (review.state, review.conflict_reason) == (ReviewState.RECUSED, "Mein Nachbar ist im Team.")
    assert browser.get(page(review)).status_code == 404


def test_nobody_sees_a_solution_of_the_own_organisation(review: Review, browser: Client) -> None:
    membership = MembershipFactory.create(user=review.juror)
    lead = review.solution.team.created_by
    assert lead is not None
    MembershipFactory.create(user=lead, organisation=membership.organisation)
    assert browser.get(page(review)).status_code == 404
    assert page(review) not in text_of(browser, reverse("web:juror"))


def test_nobody_is_led_on_to_a_solution_of_the_own_team(review: Review, browser: Client) -> None:
    other = make.SolutionFactory.create(team__challenge__sprint=review.solution.sprint, handed_in=True)
    make.ReviewFactory.create(solution=other, juror=review.juror)
    make.TeamMemberFactory.create(team=other.team, user=review.juror)
    given = {**points(Nutzen=5, Reichweite=40), "comment": "", "do": "submit"}
    assert browser.post(page(review), given)["Location"] == reverse("web:juror")


def test_reviews_of_others_are_not_found(review: Review) -> None:
    other = make.ProgrammeRoleFactory.create(programme=review.solution.sprint.programme, role="juror").user
    assert signed_in(other).get(page(review)).status_code == 404


@pytest.mark.parametrize("reviews", [1, 3])
def test_the_number_of_queries_does_not_grow(review: Review, browser: Client, reviews: int) -> None:
    for _ in range(reviews - 1):
        solution = make.SolutionFactory.create(team__challenge__sprint=review.solution.sprint, handed_in=True)
        make.ReviewFactory.create(solution=solution, juror=review.juror)
    assert queries_of(browser, reverse("web:juror")) == 7
    assert queries_of(browser, page(review)) == 12
