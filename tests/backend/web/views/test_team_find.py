import pytest
from django.test import Client

from programmes.models import Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.programmes import (
    CategoryFactory,
    ChallengeFactory,
    OpenRoleFactory,
    ProfileFactory,
    SprintFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
CARDS_QUERIES = 6


def seeking_team(sprint: Sprint, name: str, *skills: str, language: str = "de", topic: str = "") -> None:
    category = CategoryFactory.create(programme=sprint.programme, slug=topic, name_de=topic) if topic else None
    challenge = ChallengeFactory.create(sprint=sprint, category=category)
    team = TeamFactory.create(challenge=challenge, name=name, language=language)
    OpenRoleFactory.create(team=team, title="Mithilfe", skills=list(skills))


@pytest.fixture
def sprint() -> Sprint:
    sprint: Sprint = SprintFactory.create()
    seeking_team(sprint, "Zeichner", "Illustration", topic="schule")
    seeking_team(sprint, "Arbeiter", "Holzbau", language="en", topic="dorf")
    return sprint


def test_three_taps_lead_to_cards(client: Client, sprint: Sprint) -> None:
    address = f"/sprints/{sprint.slug}/team-finden/"
    assert 'name="skill" value="Illustration"' in text_of(client, address)
    assert 'name="topic" value="schule"' in text_of(client, f"{address}?skill=Illustration")
    assert 'name="language" value="de"' in text_of(client, f"{address}?skill=Illustration&topic=schule")
    page = text_of(client, f"{address}?skill=Illustration&topic=schule&language=de")
    assert "Sucht Illustration" in page
    assert "Arbeitet an „schule“" in page
    assert "Arbeitet auf Deutsch" in page
    assert page.index("Zeichner") < page.index("Arbeiter")


def test_the_order_follows_the_wishes(client: Client, sprint: Sprint) -> None:
    page = text_of(client, f"/sprints/{sprint.slug}/team-finden/?skill=Holzbau&topic=-&language=-")
    assert page.index("Arbeiter") < page.index("Zeichner")


def test_the_own_skills_come_first_and_count(sprint: Sprint) -> None:
    browser = signed_in(ProfileFactory.create(skills=["holzbau"]).user)
    address = f"/sprints/{sprint.slug}/team-finden/"
    page = text_of(browser, address)
    assert page.index('value="Holzbau"') < page.index('value="Illustration"')
    assert "Sucht holzbau" in text_of(browser, f"{address}?skill=-&topic=-&language=-")


def test_nobody_is_asked_in_vain(client: Client) -> None:
    sprint = SprintFactory.create()
    page = text_of(client, f"/sprints/{sprint.slug}/team-finden/")
    assert "Im Moment sucht kein Team jemanden." in page
    assert 'name="skill"' not in page


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    sprint = SprintFactory.create()
    for number in range(many):
        seeking_team(sprint, f"Team {number}", "Holzbau")
    assert queries_of(client, f"/sprints/{sprint.slug}/team-finden/?skill=-&topic=-&language=-") == CARDS_QUERIES


def test_words_from_the_address_are_harmless(client: Client, sprint: Sprint) -> None:
    page = text_of(client, f"/sprints/{sprint.slug}/team-finden/?skill=%3Cscript%3E&topic=%00&language=xx")
    assert "<script>" not in page.replace("<script src", "").replace("<script type", "")
