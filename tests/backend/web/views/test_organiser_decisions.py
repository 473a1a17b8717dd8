"""What organisers decide: which challenges are posed, who judges what, which solutions become projects."""

import pytest
from django.test import Client
from django.urls import reverse

from backend.core.models import AuditEntry
from backend.web.views import organiser_jury
from programmes.enums import ChallengeState, SolutionState
from programmes.models import Challenge, ProgrammeRole, Project, Review, Solution, Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
BY_HTMX = {"HX-Request": "true"}


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def browser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def page(name: str, *args: str) -> str:
    return reverse(f"web:{name}", args=args)


def proposed(sprint: Sprint) -> Challenge:
    return make.ChallengeFactory.create(sprint=sprint, state="proposed", proposed_by=UserFactory.create(), owner=None)


def handed_in(sprint: Sprint) -> Solution:
    return make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)


# Challenges


def test_a_challenge_is_published_without_scripts(sprint: Sprint, browser: Client) -> None:
    row = proposed(sprint)
    queue = page("organiser-moderation", sprint.slug)
    assert row.title in text_of(browser, queue)
    assert browser.post(page("challenge-moderate", row.public_id), {"do": "accept"})["Location"] == queue
    row.refresh_from_db()
    assert row.state == ChallengeState.PUBLISHED
    text = text_of(browser, queue)
    assert "kern-alert--success" in text
    assert 'name="do"' not in text


def test_by_htmx_the_row_is_replaced_and_takes_the_focus(sprint: Sprint, browser: Client) -> None:
    row = proposed(sprint)
    answer = browser.post(page("challenge-moderate", row.public_id), {"do": "accept"}, headers=BY_HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert f'id="{row.public_id}"' in text
    assert "data-focus" in text
    assert "data-announce" in text


@pytest.mark.parametrize("headers", [{}, BY_HTMX])
def test_declining_needs_a_reason(sprint: Sprint, browser: Client, headers: dict[str, str]) -> None:
    row = proposed(sprint)
    address = page("challenge-moderate", row.public_id)
    answer = browser.post(address, {"do": "decline", "reason": ""}, headers=headers)
    assert answer.status_code == 422
    assert f"id_{row.public_id}_reason_error" in answer.content.decode()
    browser.post(address, {"do": "decline", "reason": "Bitte nennen Sie den Ort."}, headers=headers)
    row.refresh_from_db()
    assert (row.state, row.decline_reason) == (ChallengeState.DECLINED, "Bitte nennen Sie den Ort.")


@pytest.mark.parametrize("headers", [{}, BY_HTMX])
def test_what_was_decided_elsewhere_is_told(sprint: Sprint, browser: Client, headers: dict[str, str]) -> None:
    row = proposed(sprint)
    Challenge.objects.filter(pk=row.pk).update(state=ChallengeState.WITHDRAWN)
    answer = browser.post(page("challenge-moderate", row.public_id), {"do": "accept"}, headers=headers)
    assert answer.status_code == 422
    assert "gw-summary" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_same_for_any_length(sprint: Sprint, browser: Client, rows: int) -> None:
    for _ in range(rows):
        proposed(sprint)
        make.ChallengeFactory.create(sprint=sprint)
    assert queries_of(browser, page("organiser-moderation", sprint.slug)) == 13


# The jury


@pytest.fixture
def jury(sprint: Sprint) -> list[str]:
    make.CriterionFactory.create(rubric=make.RubricFactory.create(sprint=sprint))
    roles = make.ProgrammeRoleFactory.create_batch(3, programme=sprint.programme, role="juror")
    return [role.user.public_id for role in roles]


def test_without_a_rubric_nothing_is_assigned(sprint: Sprint, browser: Client) -> None:
    handed_in(sprint)
    text = text_of(browser, page("organiser-assignment", sprint.slug))
    assert page("organiser-rubric", sprint.slug) in text
    assert 'name="pair"' not in text


def test_what_is_ticked_is_assigned(sprint: Sprint, browser: Client, jury: list[str]) -> None:
    first, second = handed_in(sprint), handed_in(sprint)
    pairs = [f"{first.public_id}:{jury[0]}", f"{first.public_id}:{jury[1]}", f"{second.public_id}:{jury[2]}"]
    browser.post(page("organiser-assignment", sprint.slug), {"pair": pairs})
    made = Review.objects.values_list("solution__public_id", "juror__public_id")
    assert {f"{solution}:{juror}" for solution, juror in made} == set(pairs)


def test_the_suggestion_is_even_and_assigns_nothing(sprint: Sprint, browser: Client, jury: list[str]) -> None:
    for _ in range(3):
        handed_in(sprint)
    text = text_of(browser, f"{page('organiser-assignment', sprint.slug)}?each=2")
    assert text.count(" checked") == 6
    assert not Review.objects.exists()
    plain = text_of(browser, f"{page('organiser-assignment', sprint.slug)}?each=99")
    assert " checked" not in plain


def test_the_own_team_is_closed_to_a_juror(sprint: Sprint, browser: Client, jury: list[str]) -> None:
    solution = handed_in(sprint)
    juror = ProgrammeRole.objects.filter(role="juror").first()
    assert juror is not None
    make.TeamMemberFactory.create(team=solution.team, user=juror.user)
    address = page("organiser-assignment", sprint.slug)
    pair = f"{solution.public_id}:{juror.user.public_id}"
    text = text_of(browser, address)
    assert pair not in text
    assert 'name="pair"' in text
    browser.post(address, {"pair": [pair]})
    assert not Review.objects.exists()


def test_who_handed_a_review_over_is_not_suggested_again(sprint: Sprint, browser: Client, jury: list[str]) -> None:
    solution = handed_in(sprint)
    for role in ProgrammeRole.objects.filter(role="juror")[:2]:
        make.ReviewFactory.create(
            solution=solution, juror=role.user, state="recused", conflict_reason="Nachbar", submitted_at=None
        )
    text = text_of(browser, f"{page('organiser-assignment', sprint.slug)}?each=2")
    assert text.count(" checked") == 1


@pytest.mark.parametrize("pairs", [[], ["nonsense"], ["sol_x:usr_y"]])
def test_nonsense_assigns_nothing(sprint: Sprint, browser: Client, jury: list[str], pairs: list[str]) -> None:
    handed_in(sprint)
    address = page("organiser-assignment", sprint.slug)
    assert browser.post(address, {"pair": pairs})["Location"] == address
    assert not Review.objects.exists()


@pytest.mark.parametrize("solutions", [1, 3])
def test_the_matrix_asks_the_same_for_any_size(
    sprint: Sprint, browser: Client, jury: list[str], solutions: int
) -> None:
    for _ in range(solutions):
        make.ReviewFactory.create(solution=handed_in(sprint))
    assert queries_of(browser, page("organiser-assignment", sprint.slug)) == 19


# The selection


def test_nothing_happens_before_it_is_confirmed(sprint: Sprint, browser: Client) -> None:
    chosen, other = handed_in(sprint), handed_in(sprint)
    select = page("organiser-select", sprint.slug)
    answer = browser.post(select, {"solution": [chosen.public_id]})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert chosen.current_version is not None
    assert chosen.current_version.title in text
    assert not Project.objects.exists()
    nameless = browser.post(select, {"solution": [chosen.public_id], "do": "confirm", "cohort_name": ""})
    assert nameless.status_code == 422
    browser.post(select, {"solution": [chosen.public_id], "do": "confirm", "cohort_name": "Jahrgang 2027"})
    other.refresh_from_db()
    assert Project.objects.get().solution == chosen
    assert other.state == SolutionState.NOT_SELECTED
    assert AuditEntry.objects.filter(action="programmes.selection_decided").exists()
    text = text_of(browser, page("organiser-selection", sprint.slug))
    assert "Jahrgang 2027" in text
    assert 'name="solution"' not in text


def test_what_is_ticked_goes_along_from_page_to_page(
    sprint: Sprint, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organiser_jury, "RANKED_PER_PAGE", 1)
    first, second = handed_in(sprint), handed_in(sprint)
    foreign = make.SolutionFactory.create(handed_in=True)
    select = page("organiser-select", sprint.slug)
    begun = text_of(browser, page("organiser-selection", sprint.slug))
    assert f'type="checkbox" name="solution" value="{first.public_id}">' in begun
    assert second.public_id not in begun
    given = {"solution": [first.public_id, foreign.public_id], "page": "2"}
    on_two = browser.post(select, given).content.decode()
    assert f'type="hidden" name="solution" value="{first.public_id}"' in on_two
    assert f'type="checkbox" name="solution" value="{second.public_id}">' in on_two
    assert "Eine weitere ist auf einer anderen Seite angekreuzt." in on_two
    assert foreign.public_id not in on_two
    back = browser.post(select, {"solution": [first.public_id, second.public_id], "page": "1"}).content.decode()
    assert f'value="{first.public_id}" checked>' in back
    assert f'type="hidden" name="solution" value="{second.public_id}"' in back


def test_of_many_that_are_not_selected_the_best_are_named(
    sprint: Sprint, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organiser_jury, "OTHERS_SHOWN", 1)
    chosen, near, far = (handed_in(sprint) for _ in range(3))
    text = browser.post(page("organiser-select", sprint.slug), {"solution": [chosen.public_id]}).content.decode()
    assert "2 weitere Lösungen werden nicht ausgewählt." in text
    assert near.team.name in text
    assert far.team.name not in text
    assert "Und eine weitere, weiter hinten in der Rangliste." in text


def test_solutions_of_other_sprints_are_not_selected(sprint: Sprint, browser: Client) -> None:
    foreign = make.SolutionFactory.create(handed_in=True)
    given = {"solution": [foreign.public_id], "do": "confirm", "cohort_name": "Jahrgang"}
    assert browser.post(page("organiser-select", sprint.slug), given).status_code == 422
    assert not Project.objects.exists()


def test_outside_of_the_phase_there_is_no_button(browser: Client, sprint: Sprint) -> None:
    closed = make.SprintFactory.create(programme=sprint.programme, features=["review"])
    handed_in(closed)
    text = text_of(browser, page("organiser-selection", closed.slug))
    assert 'name="solution"' not in text
    assert page("organiser-phases", closed.slug) in text


@pytest.mark.parametrize("solutions", [1, 3])
def test_the_ranking_asks_the_same_for_any_length(sprint: Sprint, browser: Client, solutions: int) -> None:
    for _ in range(solutions):
        make.ReviewFactory.create(solution=handed_in(sprint))
    assert queries_of(browser, page("organiser-selection", sprint.slug)) == 15
