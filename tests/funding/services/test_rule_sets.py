"""Whole rule sets as the next version of a fund's rule, and the sentence for those that cannot be."""

from dataclasses import replace

import pytest

from backend.core.errors import Invalid
from funding.domain.rule_axes import Allocation, Base, Caps, Gates, Percentage, Quadratic, QuadraticForm, Reversal
from funding.domain.rule_set import RuleSet, digest, to_data
from funding.enums import ProposalKind
from funding.models import FundEvent
from funding.services.proposals import proposal_make
from funding.services.rule_sets import rule_checked
from tests.funding.batches import LUMP, RATE, SHARED, SQUARE
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db
TENTH = RuleSet(base=Base.PLEDGE, function=Percentage(1_000), caps=Caps(campaign_minor=50_000), reversal=Reversal.BEAR)


def test_a_whole_rule_set_is_kept_as_it_was_proposed(scene: Scene) -> None:
    rule = rule_changed(scene.fund, definition=to_data(TENTH))
    assert (rule.rule_set, rule.digest, rule.version) == (TENTH, digest(TENTH), 2)
    assert (rule.rate_bp, rule.cap_campaign_minor, rule.cap_pledge_minor) == (1_000, 50_000, None)
    event = FundEvent.objects.get(fund=scene.fund, sequence=rule.valid_from_sequence)
    assert (event.kind, event.data["rule"]) == ("rule_published", rule.definition)
    assert scene.match(scene.paid(2_000)).amount_minor == 200


def test_the_fields_of_a_percentage_say_the_same(scene: Scene) -> None:
    by_fields = rule_checked(fields={"rate_bp": 1_000, "cap_campaign_minor": 50_000})
    assert by_fields == rule_checked(fields={"definition": to_data(TENTH)}) == TENTH


def test_what_cannot_be_read_or_makes_no_sense_is_refused_by_field(scene: Scene) -> None:
    def refused(data: object) -> Invalid:
        with pytest.raises(Invalid) as caught:
            proposal_make(fund=scene.fund, kind=ProposalKind.RULE, actor=scene.managers[0], data={"definition": data})
        return caught.value

    assert "definition.base" in refused({**to_data(TENTH), "base": "moon"}).fields
    assert refused([]).code == "rule_unreadable"
    close = replace(TENTH, allocation=Allocation.PRO_RATA)
    error = refused(to_data(close))
    assert (error.code, [*error.fields]) == ("rule_makes_no_sense", ["definition.settlement"])
    assert error.facts["problems"][0]["code"] == "pro_rata_before_close"


PAIRS = replace(SQUARE, function=Quadratic(QuadraticForm.PAIRWISE, bound_minor=100))
CHECKED = replace(TENTH, gates=Gates(payee_verified=True), base=Base.CAMPAIGN)


@pytest.mark.parametrize("known", [SHARED, SQUARE, PAIRS, LUMP, RATE, CHECKED])
def test_what_is_settled_in_a_batch_is_a_rule_like_any_other(known: RuleSet) -> None:
    assert rule_checked(fields={"definition": to_data(known)}) == known
