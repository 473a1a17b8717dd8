"""Decisions of two managers, deputies, settings and the end of a fund, on their pages."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.core import clock
from funding.enums import FundState, KitState, ProposalKind, ProposalState
from funding.events import KitRequested
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundDeputy, FundKit, FundProposal
from funding.services.alarms import funds_alarm_due
from tests.backend.web.visitors import bytes_of
from tests.factories.accounts import UserFactory
from tests.factories.funding import DepositFactory, FundFactory, FundManagerFactory
from tests.funding.deciding import decided
from tests.funding.scenes import Scene, broken, scene_make
from worker.closing_kit import closing_kit_build

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


def test_a_proposal_is_read_declined_and_withdrawn(scene: Scene) -> None:
    first, second = map(signed_in, scene.managers)
    address = first.post(page("fund-close", scene.fund.slug), {"note": "Das Jahr ist um."})["Location"]
    proposal = FundProposal.objects.get()
    assert "Das Jahr ist um." in second.get(address).content.decode()
    assert signed_in(UserFactory.create()).get(address).status_code == 404
    decline = page("proposal-decline", proposal.public_id)
    assert second.get(decline).status_code == 200
    assert second.post(decline, {"note": ""}).status_code == 422
    assert second.post(decline, {"note": "Noch nicht."}).status_code == 302
    text = first.get(address).content.decode()
    assert "Noch nicht." in text
    assert "<form" not in text.partition("<main")[2].partition("</main")[0]
    first.post(page("fund-close", scene.fund.slug))
    again = FundProposal.objects.latest("id")
    first.post(page("proposal-decline", again.public_id), {"note": ""})
    again.refresh_from_db()
    assert again.state == ProposalState.WITHDRAWN


def test_settings_are_shown_as_sentences(scene: Scene) -> None:
    first, second = map(signed_in, scene.managers)
    address = page("fund-settings", scene.fund.slug)
    assert first.post(address, {"solo_below": "viel", "admission": "warn"}).status_code == 422
    waiting = first.post(address, {"solo_below": "500", "admission": "refuse"})["Location"]
    assert "500,00" in second.get(waiting).content.decode()
    second.post(waiting, {})
    scene.fund.refresh_from_db()
    assert (scene.fund.solo_below_minor, scene.fund.admission) == (50_000, "refuse")
    assert "500,00" in first.get(page("fund-decisions", scene.fund.slug)).content.decode()
    assert "500" in first.get(address).content.decode()


def test_a_small_deposit_takes_one_person(scene: Scene) -> None:
    decided(scene.fund, ProposalKind.SETTINGS, solo_below_minor=10_000)
    deposit = DepositFactory.create(fund=scene.fund, amount_minor=9_999, state="announced")
    signed_in(scene.managers[0]).post(page("deposit-receive", deposit.public_id))
    deposit.refresh_from_db()
    assert deposit.state == "received"


def test_a_deputy_is_named_acts_and_ends(scene: Scene) -> None:
    absent, stand_in = scene.managers[1], FundManagerFactory.create(fund=scene.fund).user
    today = clock.today().isoformat()
    address = page("fund-deputies", scene.fund.slug)
    given = {"deputy": stand_in.public_id, "starts_on": today, "ends_on": today}
    assert signed_in(absent).post(address, {**given, "ends_on": "2020-01-01"}).status_code == 422
    assert signed_in(absent).post(address, given).status_code == 302
    waiting = signed_in(scene.managers[0]).post(page("fund-close", scene.fund.slug))["Location"]
    browser = signed_in(stand_in)
    assert absent.shown_name in browser.get(waiting).content.decode()
    assert browser.post(waiting, {"acting_for": scene.managers[0].public_id}).status_code == 422
    assert browser.post(waiting, {"acting_for": absent.public_id}).status_code == 302
    proposal = FundProposal.objects.get()
    assert (proposal.decided_by, proposal.decided_for) == (stand_in, absent)
    assert absent.shown_name in browser.get(page("fund-decisions", scene.fund.slug)).content.decode()
    end = page("deputy-end", FundDeputy.objects.get().public_id)
    assert signed_in(scene.managers[0]).get(end).status_code == 403
    assert browser.get(end).status_code == 200
    assert browser.post(end).status_code == 302
    assert FundDeputy.objects.get().ended_at is not None


def test_what_is_left_is_decided_about(scene: Scene) -> None:
    first, second = map(signed_in, scene.managers)
    target = FundFactory.create(pool_minor=0)
    decided(scene.fund, ProposalKind.CLOSE)
    closing = page("fund-closing", scene.fund.slug)
    assert page("fund-remainder", scene.fund.slug) in first.get(closing).content.decode()
    address = page("fund-remainder", scene.fund.slug)
    assert first.post(address, {"use": "rolled_over", "to_fund": ""}).status_code == 422
    waiting = first.post(address, {"use": "rolled_over", "to_fund": target.public_id})["Location"]
    assert target.name in second.get(waiting).content.decode()
    assert second.get(closing).status_code == 200
    second.post(waiting, {})
    scene.fund.refresh_from_db()
    assert scene.fund.state == FundState.CLOSED
    assert first.get(closing).status_code == 200
    assert first.get(page("fund", scene.fund.slug)).status_code == 200
    assert first.get(page("fund-trail", scene.fund.slug)).status_code == 200
    assert broken() == []


def test_a_write_off_is_proposed_where_something_is_owed(scene: Scene) -> None:
    first, second = map(signed_in, scene.managers)
    pledge = scene.approved(4_000)
    scene.payee()
    scene.paid_out()
    scene.lost(pledge)
    address = page("fund-write-off", scene.fund.slug, scene.campaign.public_id)
    assert address in first.get(page("fund-closing", scene.fund.slug)).content.decode()
    assert first.get(address).status_code == 200
    assert first.post(address, {"amount": "40,01"}).status_code == 422
    waiting = first.post(address, {"amount": "40"})["Location"]
    second.post(waiting, {})
    assert address not in first.get(page("fund-closing", scene.fund.slug)).content.decode()
    assert broken() == []


def test_the_kit_is_asked_for_made_and_fetched_by_managers_alone(scene: Scene) -> None:
    browser = signed_in(scene.managers[0])
    address = page("fund-closing", scene.fund.slug)
    for _ in range(2):
        assert browser.post(address).status_code == 302
    kit = FundKit.objects.get()
    fetch = page("fund-kit", kit.public_id)
    assert browser.get(fetch).status_code == 404
    for _ in range(2):
        closing_kit_build(KitRequested(kit_id=kit.pk))
    kit.refresh_from_db()
    assert (kit.state, kit.progress_percent) == (KitState.READY, 100)
    assert signed_in(UserFactory.create()).get(fetch).status_code == 404
    answer = browser.get(fetch)
    names = zipfile.ZipFile(io.BytesIO(bytes_of(answer))).namelist()
    kinds = [name.rpartition("-")[2] for name in names]
    assert sorted(kinds) == ["de.csv", "de.csv", "de.pdf", "en.csv", "en.csv", "en.pdf"]
    assert fetch in browser.get(address).content.decode()


def test_the_desk_tells_of_alarms_and_forecasts(scene: Scene) -> None:
    desk = page("fund-desk", scene.fund.slug)
    # A picture of a single day would show nothing.
    assert 'data-chart="area"' not in signed_in(scene.managers[0]).get(desk).content.decode()
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert 'data-chart="area"' in signed_in(scene.managers[0]).get(desk).content.decode()
    scene.pledge(3_400_000)
    assert funds_alarm_due() == 2
    text = signed_in(scene.managers[0]).get(page("fund-desk", scene.fund.slug)).content.decode()
    assert "85" in text
    assert "80" in text
