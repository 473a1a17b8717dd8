import pytest
from django.test import Client

from backend.core import clock
from programmes.enums import ReviewState, SolutionState
from programmes.models import Solution
from tests.backend.api.client import ApiClient
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.programmes import ReviewFactory, SolutionFactory, SolutionVersionFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES, DECIDED_QUERIES = 2, 11, 12


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    SolutionFactory.create_batch(many, handed_in=True)
    assert queries_of(client, "/loesungen/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    solution = SolutionFactory.create(handed_in=True)
    TeamMemberFactory.create_batch(many, team=solution.team)
    for _ in range(many):
        SolutionVersionFactory.create(solution=solution, handed_in_at=clock.now())
    assert queries_of(client, f"/loesungen/{solution.public_id}/") == PAGE_QUERIES


@pytest.mark.parametrize("state", [SolutionState.DRAFT, SolutionState.WITHDRAWN])
def test_drafts_and_withdrawn_solutions_are_seen_by_the_team_alone(client: Client, state: str) -> None:
    solution = SolutionFactory.create(state=state)
    address = f"/loesungen/{solution.public_id}/"
    assert client.get(address).status_code == 404
    assert signed_in().get(address).status_code == 404
    assert signed_in(solution.team.created_by).get(address).status_code == 200


def test_the_version_being_written_is_not_shown(client: Client) -> None:
    solution = SolutionFactory.create(handed_in=True)
    SolutionVersionFactory.create(solution=solution, title="Noch geheim", body="Noch geheim", handed_in_at=None)
    page = text_of(client, f"/loesungen/{solution.public_id}/")
    assert "Eine Karte zeigt, wo es Hilfe gibt." in page
    assert "Noch geheim" not in page
    assert "Fassung 2" not in page


@pytest.mark.parametrize("state", [SolutionState.SELECTED, SolutionState.NOT_SELECTED])
def test_once_decided_everybody_reads_what_the_jury_says_but_not_who(client: Client, state: SolutionState) -> None:
    solution = SolutionFactory.create(handed_in=True)
    said = {"solution": solution, "state": ReviewState.SUBMITTED, "submitted_at": clock.now()}
    review = ReviewFactory.create(**said, comment="Klug und machbar. <b>", juror__display_name="Jurorin Ida")
    ReviewFactory.create(solution=solution, state=ReviewState.STARTED, comment="Noch nicht fertig.")
    ReviewFactory.create(
        solution=solution, state=ReviewState.RECUSED, conflict_reason="Befangen.", comment="Meine Nichte."
    )
    address = f"/loesungen/{solution.public_id}/"
    for reader in (client, signed_in(review.juror), signed_in(solution.team.created_by)):
        assert "Klug und machbar" not in text_of(reader, address)
    Solution.objects.update(state=state)
    for reader in (client, signed_in(solution.team.created_by)):
        page = text_of(reader, address)
        assert "Klug und machbar. &lt;b&gt;" in page
        assert not [word for word in ("Jurorin Ida", "Noch nicht fertig", "Befangen", "Nichte") if word in page]
    assert queries_of(client, address) == DECIDED_QUERIES
    ReviewFactory.create_batch(2, **said, comment="Weiter so.")
    assert queries_of(client, address) == DECIDED_QUERIES
    assert ApiClient().get(f"solutions/{solution.public_id}/").json()["jury_words"] == [
        "Klug und machbar. <b>",
        "Weiter so.",
        "Weiter so.",
    ]


def test_search_finds_solutions_by_the_beginning_of_a_word(client: Client) -> None:
    address = f"/loesungen/{SolutionFactory.create(handed_in=True).public_id}/"
    assert address in text_of(client, "/loesungen/?q=Lös")
    assert address not in text_of(client, "/loesungen/?q=Einhorn")
