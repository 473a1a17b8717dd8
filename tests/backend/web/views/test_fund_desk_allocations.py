"""A fund's money is divided on the desk: computed, looked at, proposed, agreed to, carried out."""

from typing import Any

import pytest
from django.test import Client

from funding.enums import AllocationState
from funding.models import AllocationRun, FundProposal
from funding.services.allocation_runs import allocation_run
from tests.funding.batches import LUMP, SHARED, batch_make

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    user.language = "en"
    user.save(update_fields=["language"])
    client = Client()
    client.force_login(user)
    return client


def test_from_the_close_to_the_matches(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000, 1_000], [2_000]], pool_minor=3_000)
    first, second = signed_in(batch.first), signed_in(batch.second)
    page = f"/fondsverwaltung/{batch.fund.slug}/verteilungen/"
    assert "Nothing waits to be divided." in first.get(page).text
    batch.close()
    assert "Compute who gets what" in first.get(page).text
    assert "The money has not been divided yet" in first.get(f"/fondsverwaltung/{batch.fund.slug}/abschluss/").text
    sent = first.post(page)
    run = AllocationRun.objects.get()
    address = f"/fondsverwaltung/verteilung/{run.public_id}/"
    assert (sent.status_code, sent["Location"]) == (302, address)
    assert 'hx-trigger="every 2s"' in first.get(address).text
    allocation_run(run_id=run.pk)
    assert first.get(address, headers={"hx-request": "true"})["HX-Refresh"] == "true"
    shown = first.get(address).text
    assert "€20.00" in shown
    assert "€10.00" in shown
    assert "the fund has no more free money" in shown
    proposed = first.post(f"{address}vorschlagen/", {"note": "Wie besprochen."})
    proposal = FundProposal.objects.get(kind="allocation")
    assert proposed["Location"].endswith(f"/{proposal.public_id}/")
    read = second.get(proposed["Location"]).text
    assert "€30.00 are divided among the campaigns" in read
    assert address in read
    agreed = second.post(proposed["Location"], {"note": ""}, follow=True)
    assert "Agreed, and carried out." in agreed.text
    run.refresh_from_db()
    assert run.state == AllocationState.COMMITTED
    assert "Two managers have decided it." in first.get(address).text
    assert "all pledges that count" in first.get(f"/fondsverwaltung/{batch.fund.slug}/freigaben/").text


def test_what_changed_is_said_beside_the_decision(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [2_000]], pool_minor=3_000)
    batch.close()
    proposal = batch.proposed(batch.computed())
    batch.scenes[0].lost(batch.scenes[0].campaign.pledges.get())
    answer = signed_in(batch.second).post(f"/fondsverwaltung/entscheidung/{proposal.public_id}/", {"note": ""})
    assert answer.status_code == 422
    assert "Something that the division rests on has changed" in answer.text


def test_a_success_waits_on_the_page_of_its_fund_only(gateway: Any) -> None:
    batch = batch_make(gateway, LUMP, [[5_000]], pool_minor=3_000, goal1_minor=4_000)
    batch.scenes[0].end()
    client, page = signed_in(batch.first), f"/fondsverwaltung/{batch.fund.slug}/verteilungen/"
    assert "The campaign has reached its goal." in client.get(page).text
    other = batch_make(gateway, SHARED, [], pool_minor=1)
    position = batch.scenes[0].position
    managers = other.fund.managers
    managers.create(user=batch.first)
    foreign = f"/fondsverwaltung/{other.fund.slug}/verteilungen/"
    assert client.post(foreign, {"position": position.public_id}).status_code == 404
    client.post(page, {"position": position.public_id})
    assert AllocationRun.objects.get().position == position


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    gateway: Any, count: int, django_assert_num_queries: Any
) -> None:
    batch = batch_make(gateway, SHARED, [[100]], pool_minor=100)
    batch.close()
    for _number in range(count):
        batch.computed()
    client = signed_in(batch.first)
    client.get(f"/fondsverwaltung/{batch.fund.slug}/verteilungen/")
    with django_assert_num_queries(QUERIES):
        client.get(f"/fondsverwaltung/{batch.fund.slug}/verteilungen/")


QUERIES = 11
