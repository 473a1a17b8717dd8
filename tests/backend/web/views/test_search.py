import pytest
from django.test import Client

from backend.web.views import search
from tests.backend.web.visitors import queries_of, text_of
from tests.factories.funding import CampaignFactory, FundFactory
from tests.factories.programmes import ChallengeFactory, ProjectFactory, SprintFactory, TeamFactory

pytestmark = pytest.mark.django_db
QUERIES = 7


def test_it_finds_every_kind_and_can_narrow_to_one(client: Client) -> None:
    ChallengeFactory.create(title="Brunnen für den Platz")
    TeamFactory.create(name="Brunnenbauer")
    CampaignFactory.create(title="Ein Brunnen")
    FundFactory.create(name="Brunnenfonds")
    page = text_of(client, "/suche/?q=brunnen")
    for found in ("Brunnen für den Platz", "Brunnenbauer", "Ein Brunnen", "Brunnenfonds"):
        assert found in page
    only = text_of(client, "/suche/?q=brunnen&kind=team")
    assert "Brunnenbauer" in only
    assert "Brunnen für den Platz" not in only
    assert '<p class="gw-muted gw-small">Team ·' in only


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    for number in range(many):
        ChallengeFactory.create(title=f"Brunnen {number}")
        ProjectFactory.create(title=f"Brunnen {number}")
    assert queries_of(client, "/suche/?q=brunnen") == QUERIES


def test_hidden_things_are_not_found(client: Client) -> None:
    SprintFactory.create(title="Geheimer Brunnen", state="draft")
    ChallengeFactory.create(title="Geheimer Brunnen", state="proposed")
    assert "Geheimer Brunnen" not in text_of(client, "/suche/?q=brunnen")


@pytest.mark.parametrize(
    "query", ["", "   ", "!!!", "'; DROP TABLE x; --", "\x00", "a" * 5_000, "& | ! ( :*", '"offen']
)
def test_whatever_is_typed_gets_an_answer(client: Client, query: str) -> None:
    assert client.get("/suche/", {"q": query}).status_code == 200


def test_where_there_are_more_than_are_shown_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PER_KIND", 2)
    for number in range(2):
        ChallengeFactory.create(title=f"Brunnen {number}")
    assert "mehr als" not in text_of(client, "/suche/?q=brunnen")
    TeamFactory.create(name="Brunnenbauer")
    ChallengeFactory.create(title="Brunnen 2")
    page = text_of(client, "/suche/?q=brunnen&kind=challenge")
    assert "Mehr als 2 Ergebnisse" in page
    assert "mehr als 3" in page
    assert 'href="/herausforderungen/?q=brunnen"' in page
    assert "Mehr als" not in text_of(client, "/suche/?q=brunnen&kind=team")
