"""A campaign's desk: from the draft to the payout, its account at the provider, and who may decide on it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from funding.enums import CampaignState, PayeeState, PositionState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Campaign, CampaignUpdate, FundCampaign, PayeeAccount, Payout
from programmes.models import Project
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.funding import CampaignFactory, FundFactory, PledgeFactory
from tests.funding.scenes import Scene, backer, broken, scene_make

pytestmark = pytest.mark.django_db


def page(name: str, campaign: Campaign) -> str:
    return reverse(f"web:campaign-{name}", args=[campaign.slug])


def of_project(name: str, project: Project) -> str:
    return reverse(f"web:{name}", args=[project.public_id])


def lead_of(campaign: Campaign) -> Client:
    return signed_in(campaign.project.team.created_by)


def form(**changes: str) -> dict[str, str]:
    start = clock.now() + timedelta(days=2)
    texts = {
        "title": "Zwölf Bänke",
        "slug": "zwoelf-baenke",
        "summary": "Wir bauen zwölf Bänke.",
        "story": "So fing es an.",
        "use_of_money": "Holz und Schrauben.",
        "language": "de",
        "image_alt": "",
        "goal1": "3.500",
        "goal2": "7.000,00",
        "mode": "keep_it_all",
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(days=30):%Y-%m-%dT%H:%M}",
    }
    return {**texts, **changes}


@pytest.fixture
def draft() -> Campaign:
    return CampaignFactory.create(state=CampaignState.DRAFT, created_by=UserFactory.create())


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


def test_a_campaign_begins_as_a_draft_of_the_team() -> None:
    project = make.ProjectFactory.create()
    address = of_project("campaign-create", project)
    assert signed_in().get(address).status_code == 403
    browser = signed_in(project.team.created_by)
    assert browser.post(address, form())["Location"] == "/kampagnen/zwoelf-baenke/verwaltung/"
    made = Campaign.objects.get()
    assert (made.state, made.goal1_minor, made.goal2_minor) == (CampaignState.DRAFT, 350_000, 700_000)


@pytest.mark.parametrize(
    "change",
    [
        {"goal2": "3.000"},
        {"goal1": "-5"},
        {"goal1": "viel"},
        {"ends_at": "2020-01-01T00:00"},
        {"slug": "Ä"},
        {"title": ""},
    ],
)
def test_a_wrong_draft_keeps_what_was_typed(change: dict[str, str]) -> None:
    project = make.ProjectFactory.create()
    answer = signed_in(project.team.created_by).post(of_project("campaign-create", project), form(**change))
    assert answer.status_code == 422
    assert "Holz und Schrauben." in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_taken_address_is_said_beside_the_field() -> None:
    CampaignFactory.create(slug="zwoelf-baenke")
    project = make.ProjectFactory.create()
    answer = signed_in(project.team.created_by).post(of_project("campaign-create", project), form())
    assert answer.status_code == 422
    assert "id_slug_error" in answer.content.decode()


def test_a_draft_is_changed_handed_in_and_then_fixed(draft: Campaign) -> None:
    browser = lead_of(draft)
    browser.post(page("edit", draft), form(slug=draft.slug))
    draft.refresh_from_db()
    assert draft.title == "Zwölf Bänke"
    assert "Zwölf Bänke" in text_of(browser, page("submit", draft))
    browser.post(page("submit", draft))
    draft.refresh_from_db()
    assert draft.state == CampaignState.SUBMITTED
    answer = browser.post(page("edit", draft), form(slug=draft.slug, title="Zu spät"))
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.title == "Zwölf Bänke"


def curator_of(campaign: Campaign) -> Client:
    programme = campaign.project.cohort.programme
    return signed_in(make.ProgrammeRoleFactory.create(programme=programme, role="curator").user)


@pytest.mark.parametrize(("do", "state"), [("approve", CampaignState.RUNNING), ("decline", CampaignState.DECLINED)])
def test_a_curator_decides_with_a_note(do: str, state: str) -> None:
    campaign = CampaignFactory.create(state=CampaignState.SUBMITTED)
    browser = curator_of(campaign)
    assert campaign.story in text_of(browser, page("curate", campaign))
    browser.post(page("curate", campaign), {"do": do, "note": "Schöne Idee."})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.curator_note) == (state, "Schöne Idee.")


def test_declining_needs_a_note_and_the_team_does_not_decide() -> None:
    campaign = CampaignFactory.create(state=CampaignState.SUBMITTED)
    assert curator_of(campaign).post(page("curate", campaign), {"do": "decline", "note": ""}).status_code == 422
    assert lead_of(campaign).get(page("curate", campaign)).status_code == 403
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.SUBMITTED


def test_the_desk_is_for_the_team_and_who_manages_the_money(scene: Scene) -> None:
    address = page("desk", scene.campaign)
    assert lead_of(scene.campaign).get(address).status_code == 200
    assert signed_in(scene.managers[0]).get(address).status_code == 200
    assert signed_in().get(address).status_code == 403


def test_figures_and_unnamed_backers(scene: Scene) -> None:
    scene.paid(2_000)
    scene.paid(4_000, backer=backer(name="Heimliche Heidi", email="heidi@example.org"), is_anonymous=True)
    browser = lead_of(scene.campaign)
    for name in ("desk", "pledges"):
        text = text_of(browser, page(name, scene.campaign))
        assert "Gesine Gast" in text
        assert "40,00\xa0€" in text
        assert "Heimliche Heidi" not in text
    assert "75,00\xa0€" in text_of(browser, page("desk", scene.campaign)), "60 of the crowd and 15 of the fund"


def test_news_reaches_everybody_once(scene: Scene) -> None:
    browser = lead_of(scene.campaign)
    given = {"title": "Halb geschafft", "body": "Danke!", "language": "de"}
    assert browser.post(page("news", scene.campaign), {**given, "body": ""}).status_code == 422
    assert browser.post(page("news", scene.campaign), given)["Location"] == page("desk", scene.campaign)
    assert CampaignUpdate.objects.get().title == "Halb geschafft"


def test_ending_asks_once(scene: Scene) -> None:
    browser = lead_of(scene.campaign)
    assert scene.campaign.title in text_of(browser, page("end", scene.campaign))
    scene.campaign.refresh_from_db()
    assert scene.campaign.state == CampaignState.RUNNING
    browser.post(page("end", scene.campaign))
    scene.campaign.refresh_from_db()
    assert scene.campaign.state == CampaignState.ENDED


def test_a_fund_is_asked_to_top_up() -> None:
    campaign, fund = CampaignFactory.create(), FundFactory.create()
    browser = lead_of(campaign)
    assert fund.name in text_of(browser, page("apply", campaign))
    assert browser.post(page("apply", campaign), {"fund": "nonsense"}).status_code == 422
    browser.post(page("apply", campaign), {"fund": fund.slug})
    assert FundCampaign.objects.get().state == PositionState.APPLIED
    assert browser.get(page("apply", campaign))["Location"] == page("desk", campaign)


def test_the_account_is_set_up_at_the_provider(scene: Scene) -> None:
    project = scene.campaign.project
    browser = lead_of(scene.campaign)
    address = of_project("payee", project)
    assert browser.get(of_project("payee-back", project))["Location"] == address
    assert browser.get(address).status_code == 200
    assert not PayeeAccount.objects.exists()
    leads_out = browser.post(address)
    assert leads_out.status_code == 302
    assert leads_out["Location"] != address
    account = PayeeAccount.objects.get()
    assert account.state == PayeeState.ONBOARDING
    scene.gateway.verify(account.gateway_account_id)
    assert browser.get(of_project("payee-back", project))["Location"] == address
    account.refresh_from_db()
    assert account.state == PayeeState.VERIFIED
    assert "kern-alert--success" in text_of(browser, address)


def test_only_the_lead_sets_the_account_up(scene: Scene) -> None:
    member = make.TeamMemberFactory.create(team=scene.campaign.project.team).user
    assert signed_in(member).post(of_project("payee", scene.campaign.project)).status_code == 403


def test_a_payout_is_asked_for_by_who_manages_the_money(scene: Scene) -> None:
    scene.approved(4_000)
    scene.payee()
    address = page("payout", scene.campaign)
    assert address not in text_of(lead_of(scene.campaign), page("desk", scene.campaign))
    assert lead_of(scene.campaign).post(address).status_code == 403
    manager = signed_in(scene.managers[0])
    assert address in text_of(manager, page("desk", scene.campaign))
    assert manager.get(address).status_code == 200
    assert manager.post(address)["Location"] == page("desk", scene.campaign)
    assert Payout.objects.count() == 2
    assert manager.post(address).status_code == 422, "a second click asks for nothing more"
    assert Payout.objects.count() == 2
    assert broken() == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(scene: Scene, rows: int) -> None:
    PledgeFactory.create_batch(rows, campaign=scene.campaign, state="confirmed")
    browser = lead_of(scene.campaign)
    assert queries_of(browser, page("desk", scene.campaign)) == 25
    assert queries_of(browser, page("pledges", scene.campaign)) == 8
