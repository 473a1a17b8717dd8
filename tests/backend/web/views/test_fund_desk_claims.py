"""Claims on the fund's desk, on the project's, and for everybody on the match."""

import pytest
from django.urls import reverse

from funding.domain.rule_axes import Reversal
from funding.models import FundProposal
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.funding.scenes import Scene
from tests.funding.services.test_claims import claims, lost

pytestmark = pytest.mark.django_db


def test_two_managers_decide_on_the_desk_who_carries_it(scene: Scene) -> None:
    pledge = lost(scene, reversal=Reversal.RECOMPUTE)
    match = scene.match(pledge).public_id
    first, second = (signed_in(one) for one in scene.managers)
    desk, form = reverse("web:fund-claims", args=[scene.fund.slug]), reverse("web:claim-burden", args=[match])
    assert "Entscheiden" in text_of(first, desk)
    assert "zwei Verwaltende" in text_of(
        signed_in(scene.lead), reverse("web:fund-match", args=[scene.fund.slug, match])
    )
    assert first.post(form, {"burden": ""}).status_code == 422
    there = first.post(form, {"burden": "claw_back", "note": "Noch Auszahlungen in Sicht."})["Location"]
    assert "5,00" in text_of(second, there)
    second.post(there, {"note": ""})
    assert FundProposal.objects.get(kind="burden").state == "approved"
    assert claims(scene, pledge) == (500, 500, 0, 0)
    said = text_of(signed_in(scene.lead), reverse("web:campaign-desk", args=[scene.campaign.slug]))
    assert "fordert 5,00" in said
    # What is claimed can be waived, and not be claimed once more.
    assert first.post(form, {"burden": "claw_back"}).status_code == 422
    paid_back = reverse("web:claim-repayment", args=[match])
    assert first.post(paid_back, {"amount": "6,00"}).status_code == 422
    assert first.post(paid_back, {"amount": "2,00"}).status_code == 302


def test_the_list_asks_no_more_for_more_rows(scene: Scene) -> None:
    desk, browser = reverse("web:fund-claims", args=[scene.fund.slug]), signed_in(scene.managers[0])
    lost(scene)
    one = queries_of(browser, desk)
    for _ in range(2):
        pledge = scene.approved(2_000)
        scene.paid_out()
        scene.lost(pledge)
    assert queries_of(browser, desk) == one
