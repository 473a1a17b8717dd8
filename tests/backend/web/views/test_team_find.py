import pytest
from django.test import Client

from programmes.models import Sprint, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.programmes import (
    CategoryFactory,
    ChallengeFactory,
    OpenRoleFactory,
    ProfileFactory,
    RegistrationFactory,
    SprintFactory,
    TeamFactory,
    lead_of,
)

pytestmark = pytest.mark.django_db
STEP_QUERIES, CARDS_QUERIES, OWN_CARDS_QUERIES = 6, 7, 11


def seeking_team(sprint: Sprint, name: str, *skills: str, language: str = "de", topic: str = "") -> Team:
    category = CategoryFactory.create(programme=sprint.programme, slug=topic, name_de=topic) if topic else None
    challenge = ChallengeFactory.create(sprint=sprint, category=category)
    team: Team = TeamFactory.create(challenge=challenge, name=name, language=language)
    OpenRoleFactory.create(team=team, title="Mithilfe", skills=list(skills))
    return team


@pytest.fixture
def sprint() -> Sprint:
    sprint: Sprint = SprintFactory.create()
    seeking_team(sprint, "Zeichner", "Illustration", topic="schule")
    seeking_team(sprint, "Arbeiter", "Holzbau", language="en", topic="dorf")
    return sprint


def address_of(sprint: Sprint, asked: str = "") -> str:
    return f"/sprints/{sprint.slug}/team-finden/{asked}"


def test_one_page_of_choices_leads_to_cards(client: Client, sprint: Sprint) -> None:
    page = text_of(client, address_of(sprint))
    for name, value in (("skill", "Illustration"), ("topic", "schule"), ("language", "de")):
        assert f'name="{name}" value="{value}"' in page
    assert "2 Teams haben einen freien Platz" in page
    page = text_of(client, address_of(sprint, "?skill=Illustration&topic=schule&language=de"))
    assert "Sucht Illustration" in page
    assert "Arbeitet an „schule“" in page
    assert "Arbeitet auf Deutsch" in page
    assert "1 von 8 sind da" in page
    assert page.index("Zeichner") < page.index("Arbeiter")


def test_the_order_follows_the_wishes(client: Client, sprint: Sprint) -> None:
    for asked in ("?skill=Holzbau&topic=-&language=-", "?skill=HOLZBAU", "?topic=dorf", "?language=en"):
        page = text_of(client, address_of(sprint, asked))
        assert page.index("Arbeiter") < page.index("Zeichner"), asked


def test_the_own_skills_come_first_and_count(sprint: Sprint) -> None:
    browser = signed_in(ProfileFactory.create(skills=["holzbau"]).user)
    page = text_of(browser, address_of(sprint))
    assert page.index('value="Holzbau"') < page.index('value="Illustration"')
    page = text_of(browser, address_of(sprint, "?language=-"))
    assert "Sucht holzbau" in page
    assert page.index("Arbeiter") < page.index("Zeichner")


def test_more_than_three_are_asked_again_and_kept(client: Client, sprint: Sprint) -> None:
    three = "?skill=Holzbau&skill=Illustration&topic=dorf"
    assert "Teams für Sie" in text_of(client, address_of(sprint, three))
    page = text_of(client, address_of(sprint, f"{three}&skill=Film&language=en"))
    assert "höchstens 3" in page
    for kept in ('value="Film" checked', 'value="dorf" checked', 'value="en" checked'):
        assert kept in page
    assert 'value="schule" checked' not in page


def test_only_teams_with_a_place_for_this_person_are_there(client: Client, sprint: Sprint) -> None:
    full = TeamFactory.create(challenge__sprint=sprint, name="Schon voll", size_limit=1, state="complete")
    own = seeking_team(sprint, "Das eigene", "Film")
    TeamFactory.create(challenge__sprint=sprint, name="Aufgelöst", state="dissolved")
    page = text_of(client, address_of(sprint, "?language=-"))
    assert full.name not in page
    assert "Aufgelöst" not in page
    assert own.name in page
    assert own.name not in text_of(signed_in(lead_of(own)), address_of(sprint, "?language=-"))


def test_pages_together_show_each_team_once(client: Client) -> None:
    sprint = SprintFactory.create()
    challenge = ChallengeFactory.create(sprint=sprint)
    names = {TeamFactory.create(challenge=challenge, name=f"Team-{number:02}-").name for number in range(25)}
    pages = [text_of(client, address_of(sprint, f"?language=-&page={number}")) for number in (1, 2, 3)]
    assert [sum(name in page for name in names) for page in pages] == [10, 10, 5]
    assert all(sum(name in page for page in pages) == 1 for name in names)


def test_nobody_is_asked_in_vain(client: Client) -> None:
    sprint = SprintFactory.create()
    page = text_of(client, address_of(sprint))
    assert "Im Moment hat kein Team einen freien Platz." in page
    assert 'name="skill"' not in page


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    sprint = SprintFactory.create()
    for number in range(many):
        seeking_team(sprint, f"Team {number}", "Holzbau", topic=f"thema-{number}")
    assert queries_of(client, address_of(sprint)) == STEP_QUERIES
    assert queries_of(client, address_of(sprint, "?skill=Holzbau&topic=thema-0&language=de")) == CARDS_QUERIES
    person = RegistrationFactory.create(sprint=sprint).user
    ProfileFactory.create(user=person, skills=["Holzbau"])
    assert queries_of(signed_in(person), address_of(sprint, "?skill=Holzbau&language=de")) == OWN_CARDS_QUERIES


def test_words_from_the_address_are_harmless(client: Client, sprint: Sprint) -> None:
    page = text_of(client, address_of(sprint, "?skill=%3Cscript%3E&topic=%00&language=xx"))
    assert "<script>" not in page.replace("<script src", "").replace("<script type", "")
    page = text_of(client, address_of(sprint, "?skill=%3Cscript%3E&skill=%00b&skill=c&skill=d&language=xx"))
    assert "<script>" not in page.replace("<script src", "").replace("<script type", "")
