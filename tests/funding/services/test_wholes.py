"""A match that a campaign has as a whole, although its rule settles at the pledge: its account was verified later."""

from typing import Any

import pytest
from django.db import transaction

from backend.core import clock
from funding.domain.book_events import PayeeVerified
from funding.domain.rule_axes import Base, Gates, Percentage, Reversal
from funding.domain.rule_set import RuleSet
from funding.enums import CauseKind, MatchBound, MatchState
from funding.models import FundCampaign, Match
from funding.selectors.explanations import match_explanation
from funding.services.approvals import match_approve
from funding.services.book_matches import Cause
from funding.services.journal import campaign_tell
from tests.funding.batches import batch_make
from tests.funding.books import assert_stored_as_replayed
from tests.funding.scenes import broken

pytestmark = pytest.mark.django_db
CHECKED = RuleSet(
    base=Base.CAMPAIGN, function=Percentage(1_000), gates=Gates(payee_verified=True), reversal=Reversal.BEAR
)


def test_what_was_due_behind_the_gate_is_given_when_it_opens(gateway: Any) -> None:
    batch = batch_make(gateway, CHECKED, [[2_000]], pool_minor=9_000)
    scene = batch.scenes[0]
    nothing = Match.objects.get()
    assert (nothing.amount_minor, nothing.bound) == (0, MatchBound.PAYEE)
    with transaction.atomic():
        position = FundCampaign.objects.select_for_update(of=("self",)).select_related("fund", "campaign").get()
        told = PayeeVerified(at=clock.now(), campaign=scene.campaign.public_id)
        campaign_tell([position], told, Cause(CauseKind.DECISION, scene.campaign.public_id))
    whole = Match.objects.get(pledge=None)
    assert (whole.amount_minor, whole.base_minor, whole.state) == (200, 2_000, MatchState.CONFIRMED)
    assert match_explanation(whole, with_names=False).lines[0].code == "base_of_all"
    later = scene.paid(1_000)
    assert scene.match(later).amount_minor == 100
    for manager in scene.managers:
        match_approve(match=whole, actor=manager)
    scene.lost(later)
    assert FundCampaign.objects.get().matched_minor == 200
    assert_stored_as_replayed(batch.fund)
    assert broken() == []
