from typing import Any

import pytest
from django.test import Client

from backend.accounts.enums import OrganisationRole
from programmes.enums import ChallengeState, Feature
from programmes.models import Challenge, Team, TeamWait
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.programmes import (
    CategoryFactory,
    ChallengeFactory,
    OpenRoleFactory,
    RegistrationFactory,
    SolutionFactory,
    SprintFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES = 2, 10
GOOD: dict[str, Any] = {
    "title": "Wie?",
    "summary": "Kurz.",
    "body": "Lang.",
    "category": "",
    "owner": "",
    "language": "de",
}


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    ChallengeFactory.create_batch(many)
    assert queries_of(client, "/herausforderungen/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    challenge = ChallengeFactory.create()
    for team in TeamFactory.create_batch(many, challenge=challenge):
        OpenRoleFactory.create(team=team)
        SolutionFactory.create(team=team, handed_in=True)
    assert queries_of(client, f"/herausforderungen/{challenge.public_id}/") == PAGE_QUERIES


def test_what_waits_for_moderation_is_seen_by_who_proposed_it_alone(client: Client) -> None:
    person = UserFactory.create()
    challenge = ChallengeFactory.create(proposed_by=person, owner=None, state=ChallengeState.PROPOSED)
    address = f"/herausforderungen/{challenge.public_id}/"
    assert client.get(address).status_code == 404
    assert signed_in().get(address).status_code == 404
    assert "wartet auf" in text_of(signed_in(person), address)


def test_the_text_of_another_language_says_so(client: Client) -> None:
    challenge = ChallengeFactory.create(title="Who helps?", language="en")
    assert '<span lang="en">Who helps?</span>' in text_of(client, f"/herausforderungen/{challenge.public_id}/")


def test_where_all_teams_are_full_one_founds_a_further_one_with_one_tap(client: Client) -> None:
    team = TeamFactory.create(size_limit=1, challenge__title="Wer hilft?")
    challenge = team.challenge
    address = f"/herausforderungen/{challenge.public_id}/"
    page = text_of(client, address)
    assert "Alle Teams dieser Herausforderung sind voll." in page
    assert f"{address}weiteres-team/" in page
    browser, other = (signed_in(RegistrationFactory.create(sprint=challenge.sprint).user) for _ in range(2))
    assert other.post(f"{address}auf-platz-warten/").status_code == 302
    assert "Sie warten auf einen Platz" in text_of(other, address)
    made = browser.post(f"{address}weiteres-team/", follow=True)
    assert "Wer hilft? – Team 2" in made.content.decode()
    # The second one who taps is led to what the first one has made.
    further = Team.objects.get(name="Wer hilft? – Team 2")
    assert other.post(f"{address}weiteres-team/")["Location"] == f"/teams/{further.public_id}/"
    assert "sind voll" not in text_of(client, address)


def test_waiting_is_taken_back() -> None:
    team = TeamFactory.create(size_limit=1)
    browser = signed_in(RegistrationFactory.create(sprint=team.sprint).user)
    address = f"/herausforderungen/{team.challenge.public_id}/auf-platz-warten/"
    for word in ("Auf einen Platz warten?", "Nicht mehr warten?"):
        assert word in text_of(browser, address)
        assert browser.post(address).status_code == 302
    assert not TeamWait.objects.exists()


def test_html_in_a_text_is_shown_and_never_run(client: Client) -> None:
    challenge = ChallengeFactory.create(title="<script>alert(1)</script>", body='<img src=x onerror="alert(1)">')
    page = text_of(client, f"/herausforderungen/{challenge.public_id}/")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_proposing_keeps_what_was_typed_and_names_the_field() -> None:
    sprint = SprintFactory.create()
    answer = signed_in().post(
        f"/sprints/{sprint.slug}/herausforderung-vorschlagen/", {**GOOD, "title": "", "summary": "Das bleibt stehen."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Das bleibt stehen." in page
    assert 'id="id_title_error"' in page
    assert not Challenge.objects.exists()


def test_a_double_click_proposes_once_and_leads_to_the_proposal() -> None:
    sprint, person = SprintFactory.create(), UserFactory.create()
    topic = CategoryFactory.create(programme=sprint.programme)
    browser = signed_in(person)
    for _ in range(2):
        answer = browser.post(f"/sprints/{sprint.slug}/herausforderung-vorschlagen/", {**GOOD, "category": topic.slug})
        assert answer.status_code == 302
    challenge = Challenge.objects.get()
    assert (challenge.state, challenge.category, challenge.proposed_by) == ("proposed", topic, person)
    assert answer["Location"] == f"/herausforderungen/{challenge.public_id}/"


def test_one_can_propose_for_an_organisation_that_one_speaks_for_and_for_no_other() -> None:
    sprint, person = SprintFactory.create(), UserFactory.create()
    own = MembershipFactory.create(user=person, role=OrganisationRole.OWNER).organisation
    address = f"/sprints/{sprint.slug}/herausforderung-vorschlagen/"
    browser = signed_in(person)
    foreign = browser.post(address, {**GOOD, "owner": OrganisationFactory.create().public_id})
    assert foreign.status_code == 422
    assert browser.post(address, {**GOOD, "owner": own.public_id}).status_code == 302
    assert Challenge.objects.get().owner == own


def test_outside_its_phase_nothing_can_be_proposed() -> None:
    sprint = SprintFactory.create(features=[Feature.BUILD])
    address = f"/sprints/{sprint.slug}/herausforderung-vorschlagen/"
    browser = signed_in()
    assert browser.get(address).status_code == 409
    assert browser.post(address, GOOD).status_code == 409
    assert "herausforderung-vorschlagen" not in text_of(browser, f"/sprints/{sprint.slug}/")
    assert not Challenge.objects.exists()


def test_founding_a_team_makes_its_founder_lead_it() -> None:
    challenge = ChallengeFactory.create()
    registration = RegistrationFactory.create(sprint=challenge.sprint)
    browser = signed_in(registration.user)
    address = f"/herausforderungen/{challenge.public_id}/team-gruenden/"
    given = {"name": "Die Neuen", "pitch": "Wir bauen.", "language": "de", "size_limit": 5, "joining": "at_once"}
    too_many = browser.post(address, {**given, "size_limit": 500})
    assert too_many.status_code == 422
    assert "Die Neuen" in too_many.content.decode()
    first, double_click = browser.post(address, given), browser.post(address, given)
    team = Team.objects.get()
    assert first["Location"] == double_click["Location"] == f"/teams/{team.public_id}/"
    assert team.members.get().user == registration.user


def test_who_does_not_take_part_cannot_found_a_team() -> None:
    challenge = ChallengeFactory.create()
    answer = signed_in().post(
        f"/herausforderungen/{challenge.public_id}/team-gruenden/",
        {"name": "Ohne Platz", "pitch": "Nein.", "language": "de", "size_limit": 5},
    )
    assert answer.status_code == 422
    assert not Team.objects.exists()
