import re
from datetime import timedelta

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.core import clock
from funding.enums import CampaignState, MatchState
from funding.services.refunds import refund_request, refund_submit
from programmes.enums import ProgrammeRoleKind
from programmes.models import Project
from programmes.models.hideable import Hideable
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.funding import CampaignFactory, CampaignUpdateFactory
from tests.factories.programmes import ProgrammeRoleFactory, ProjectFactory, lead_of
from tests.funding.scenes import Scene, backer

# One of the page's queries reads the rule version, which a process remembers once it is committed.
LIST_QUERIES, PAGE_QUERIES, BACKERS_QUERIES = 4, 13, 3


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(scene: Scene, client: Client, many: int) -> None:
    CampaignFactory.create_batch(many - 1)
    assert queries_of(client, "/kampagnen/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(scene: Scene, client: Client, many: int) -> None:
    CampaignUpdateFactory.create_batch(many, campaign=scene.campaign)
    for number in range(many):
        scene.paid(2_000, backer=backer(email=f"{number}@example.org"))
    assert queries_of(client, f"/kampagnen/{scene.campaign.slug}/") == PAGE_QUERIES
    assert queries_of(client, f"/kampagnen/{scene.campaign.slug}/unterstuetzende/") == BACKERS_QUERIES


def test_search_and_filter(scene: Scene, client: Client) -> None:
    ended = CampaignFactory.create(title="Lesepaten", state=CampaignState.ENDED)
    CampaignFactory.create(title="Noch geheim", state=CampaignState.DRAFT)
    everything = text_of(client, "/kampagnen/")
    assert scene.campaign.title in everything
    assert ended.title in everything
    assert "Noch geheim" not in everything
    over, running = text_of(client, "/kampagnen/?state=ended"), text_of(client, "/kampagnen/?state=running")
    assert scene.campaign.title not in over
    assert ended.title not in running
    assert ("haben das unterstützt" in over, "unterstützen das" in over) == (True, False)
    assert ("haben das unterstützt" in running, "unterstützen das" in running) == (False, True)
    found = text_of(client, "/kampagnen/?q=Lesepaten")
    assert ended.title in found
    assert scene.campaign.title not in found
    assert "Keine Kampagne gefunden." in text_of(client, "/kampagnen/?q=Zeppelin")


@pytest.mark.parametrize("query", ["?state=secret", "?page=99", "?page=x", "?q=%00", "?q=" + "a" * 5_000])
def test_odd_addresses_show_a_list(scene: Scene, client: Client, query: str) -> None:
    text_of(client, f"/kampagnen/{query}")


def test_htmx_gets_the_results_alone(scene: Scene, client: Client) -> None:
    answer = client.get("/kampagnen/", headers={"HX-Request": "true"}).content.decode()
    assert scene.campaign.title in answer
    assert "<html" not in answer


def test_the_box_says_what_the_fund_adds(scene: Scene, client: Client) -> None:
    page = text_of(client, f"/kampagnen/{scene.campaign.slug}/")
    assert "Sie geben 20\xa0€, der Fonds legt 5\xa0€ dazu:" in page
    assert "25\xa0€ für das Projekt" in page
    assert "Im Fonds sind danach noch 9.995\xa0€ frei." in page


def hide(row: Hideable) -> None:
    row.hidden_at = clock.now()
    row.save(update_fields=["hidden_at"])


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["team", "solution", "challenge"])
def test_what_is_hidden_is_not_named_where_its_campaign_is(client: Client, what: str) -> None:
    project = ProjectFactory.create(title="Garstige Namen", solution__team__name="Garstige Bande")
    campaign = CampaignFactory.create(project=project, title="Ein Brunnen")
    page, team = f"/kampagnen/{campaign.slug}/", project.team
    for address in (page, "/kampagnen/", "/", "/suche/?q=Brunnen"):
        assert "Garstige" in text_of(client, address), address
    hide({"team": team, "solution": project.solution, "challenge": team.challenge}[what])
    asked = queries_of(client, page)
    for browser in (client, signed_in(), signed_in(juror_of(project))):
        for address in (page, "/kampagnen/", "/", "/suche/?q=Brunnen", "/projekte/"):
            shown = text_of(browser, address)
            assert "Garstige" not in shown, address
            assert project.public_id not in shown, address
        assert "Ein Brunnen" in text_of(browser, page)
        assert browser.get(f"/projekte/{project.public_id}/").status_code == 404
    assert "Garstige Namen" in text_of(signed_in(lead_of(team)), page)
    assert asked <= PAGE_QUERIES


def juror_of(project: Project) -> User:
    return ProgrammeRoleFactory.create(programme=project.cohort.programme, role=ProgrammeRoleKind.JUROR).user


def test_who_does_not_want_to_be_named_is_not(scene: Scene, client: Client) -> None:
    scene.paid(2_000, backer=backer(name="Nina Namenlos"), is_anonymous=True, message="Viel Glück")
    scene.paid(3_000, backer=backer(name="Max Muster"))
    for address in ("", "unterstuetzende/"):
        page = text_of(client, f"/kampagnen/{scene.campaign.slug}/{address}")
        assert "Nina" not in page
        assert "Ohne Namen" in page
        assert "Viel Glück" in page
        assert "Max Muster" in page
        assert "gesine@example.org" not in page


def test_what_was_paid_back_is_taken_off(scene: Scene, client: Client) -> None:
    pledge = scene.paid(2_000)
    refund = refund_request(payment=pledge.payment, amount_minor=500, reason="Wunsch", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    scene.refresh(pledge)
    assert scene.match(pledge).state == MatchState.CONFIRMED
    assert "15,00\xa0€" in text_of(client, f"/kampagnen/{scene.campaign.slug}/unterstuetzende/")


def test_unpaid_pledges_are_not_shown(scene: Scene, client: Client) -> None:
    scene.pledge(2_000, backer=backer(name="Zoe Zögerlich"))
    assert "Zoe" not in text_of(client, f"/kampagnen/{scene.campaign.slug}/")


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.SUBMITTED, CampaignState.APPROVED])
def test_what_does_not_run_yet_is_seen_by_its_team_alone(scene: Scene, client: Client, state: str) -> None:
    campaign = CampaignFactory.create(state=state)
    address = f"/kampagnen/{campaign.slug}/"
    assert client.get(address).status_code == 404
    assert signed_in().get(address).status_code == 404
    page = text_of(signed_in(campaign.project.team.created_by), address)
    assert "sehen bisher nur" in page
    assert 'id="match"' not in page


def test_what_has_ended_takes_no_money(scene: Scene, client: Client) -> None:
    ended = CampaignFactory.create(state=CampaignState.ENDED)
    page = text_of(client, f"/kampagnen/{ended.slug}/")
    assert 'id="match"' not in page
    assert "Beendet am" in page
    late = CampaignFactory.create(starts_at=clock.now() - timedelta(days=9), ends_at=clock.now() - timedelta(minutes=1))
    assert 'id="match"' not in text_of(client, f"/kampagnen/{late.slug}/")


def test_texts_of_people_are_harmless_and_in_their_language(scene: Scene, client: Client) -> None:
    campaign = CampaignFactory.create(
        title="<script>alert(1)</script>", story='<img src=x onerror="alert(1)"> **fett**', language="en"
    )
    page = text_of(client, f"/kampagnen/{campaign.slug}/")
    assert "<script>alert" not in page
    assert not re.search(r"<img[^>]*onerror", page)
    assert '<h1><span lang="en">&lt;script&gt;' in page


def test_the_team_finds_its_desk(scene: Scene, client: Client) -> None:
    address = f"/kampagnen/{scene.campaign.slug}/"
    assert "Zur Kampagnenverwaltung" not in text_of(client, address)
    assert "Zur Kampagnenverwaltung" in text_of(signed_in(scene.lead), address)
