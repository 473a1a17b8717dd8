"""The queue of approvals: by a filter, all of it at once, how far that is, and what was left."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from funding.enums import ApprovalRunState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import ApprovalItem, ApprovalRun, Match, MatchApproval
from funding.services.approval_runs import approvals_piece
from tests.backend.web.visitors import signed_in
from tests.factories.accounts import UserFactory
from tests.funding.scenes import Scene, scene_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


@pytest.fixture
def browser(scene: Scene) -> Client:
    return signed_in(scene.managers[0])


def page(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


def paid(scene: Scene, *amounts: int) -> list[Match]:
    return [scene.match(scene.paid(amount)) for amount in amounts]


def ask(browser: Client, scene: Scene, query: str = "", **changes: Any) -> Any:
    """Look at the question, and answer it as it stands there."""
    address = page("approvals-all", scene.fund.slug) + query
    waiting = browser.get(address).context["waiting"]
    sent = {"count": waiting.count, "amount": waiting.amount_minor, "note": "Alles geprüft.", **changes}
    return browser.post(address, sent)


def test_the_list_is_filtered_and_says_what_makes_no_sense(scene: Scene, browser: Client) -> None:
    paid(scene, 2_000, 4_000)
    address = page("fund-approvals", scene.fund.slug)

    def shown(query: str) -> int:
        return len(browser.get(f"{address}?{query}").context["page"].object_list)

    assert (shown(""), shown("most=5"), shown("given=1"), shown("given=0")) == (2, 1, 0, 2)
    assert (shown(f"campaign={scene.campaign.public_id}"), shown("campaign=cam_nirgends")) == (2, 2)
    wrong = browser.get(f"{address}?most=viel")
    assert "most" in wrong.context["filter"].errors
    assert len(wrong.context["page"].object_list) == 2


def test_all_that_match_the_filter_are_approved_after_one_question(scene: Scene, browser: Client) -> None:
    paid(scene, 2_000, 4_000, 40_000)
    address = page("fund-approvals", scene.fund.slug)
    shown = browser.get(f"{address}?most=10").text
    assert "/freigaben/alle/?most=10" in shown
    asked = browser.get(page("approvals-all", scene.fund.slug) + "?most=10").text.replace("\xa0", " ")
    assert "Alle 2 Aufstockungen freigeben, zusammen 15,00 €?" in asked
    answer = ask(browser, scene, "?most=10")
    run = ApprovalRun.objects.get()
    assert answer["Location"] == page("approval-run", run.public_id)
    assert (run.total, run.amount_minor, run.note) == (2, 1_500, "Alles geprüft.")
    assert "wird vermerkt" in browser.get(address).text
    approvals_piece(run_id=run.pk, piece=1)
    assert MatchApproval.objects.count() == 2
    assert "Alle sind vermerkt" in browser.get(answer["Location"]).text
    assert len(browser.get(address).context["page"].object_list) == 1


def test_what_has_changed_since_the_question_is_shown_and_asked_again(scene: Scene, browser: Client) -> None:
    paid(scene, 2_000)
    answer = ask(browser, scene, count="7")
    assert answer.status_code == 422
    assert "hat sich geändert" in answer.text
    assert 'name="count" value="1"' in answer.text
    assert ask(browser, scene, count="x").status_code == 422
    assert not ApprovalRun.objects.exists()
    assert ask(browser, scene).status_code == 302


def test_nothing_to_approve_is_said(scene: Scene, browser: Client) -> None:
    assert (
        'type="submit"><span class="kern-label">Alle freigeben'
        not in browser.get(page("approvals-all", scene.fund.slug)).text
    )
    assert ask(browser, scene).status_code == 422


def test_the_page_of_the_run_asks_again_until_it_is_done(scene: Scene, browser: Client) -> None:
    paid(scene, 2_000, 4_000)
    address = ask(browser, scene)["Location"]
    assert "hx-get" in browser.get(address).text
    part = browser.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "HX-Refresh" not in part.headers
    run = ApprovalRun.objects.get()
    ApprovalItem.objects.filter(run=run).latest("id").delete()
    item = ApprovalItem.objects.get(run=run)
    item.amount_minor += 1
    item.save()
    ApprovalRun.objects.filter(pk=run.pk).update(noted=1, noted_minor=500)
    approvals_piece(run_id=run.pk, piece=1)
    ended = browser.get(address, headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"
    text = browser.get(address).text.replace("\xa0", " ")
    assert "ihr Betrag hat sich inzwischen geändert" in text
    assert "1 Aufstockung blieb" in text


def test_it_is_stopped_by_any_manager_and_goes_on_by_whom_it_is_of(scene: Scene, browser: Client) -> None:
    paid(scene, 2_000, 4_000)
    address = ask(browser, scene)["Location"]
    run = ApprovalRun.objects.get()
    other = signed_in(scene.managers[1])
    assert other.post(page("approval-run-stop", run.public_id))["Location"] == address
    assert "Mit den übrigen fortfahren" not in other.get(address).text
    other.post(page("approval-run-resume", run.public_id))
    run.refresh_from_db()
    assert run.state == ApprovalRunState.STOPPED
    assert "Mit den übrigen fortfahren" in browser.get(address).text
    browser.post(page("approval-run-resume", run.public_id))
    approvals_piece(run_id=run.pk, piece=2)
    run.refresh_from_db()
    assert run.state == ApprovalRunState.DONE
    said = browser.post(page("approval-run-stop", run.public_id), follow=True)
    assert [str(message) for message in said.context["messages"]]


def test_strangers_do_not_find_it(scene: Scene, browser: Client) -> None:
    paid(scene, 2_000)
    ask(browser, scene)
    stranger = signed_in(UserFactory.create())
    assert stranger.get(page("approval-run", ApprovalRun.objects.get().public_id)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_however_long(
    scene: Scene, browser: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    paid(scene, *[2_000] * count)
    address = ask(browser, scene)["Location"]
    ApprovalItem.objects.update(reason="other")
    with django_assert_num_queries(7):
        assert browser.get(address).text.count("es ging nicht") == count
    with django_assert_num_queries(7):
        browser.get(page("approvals-all", scene.fund.slug))
