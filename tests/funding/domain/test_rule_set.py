import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from backend.core.evidence.chain import canonical
from backend.core.evidence.codec import Unreadable
from funding.domain.rule_axes import Base, Caps, Factor, Gates, Percentage
from funding.domain.rule_set import RuleSet, digest, from_data, to_data
from tests.funding.domain.rules import NOON, QUARTER, any_rule


@given(any_rule())
def test_a_rule_set_survives_its_data(rule: RuleSet) -> None:
    data = json.loads(json.dumps(to_data(rule)))
    assert from_data(data) == rule
    assert digest(from_data(data)) == digest(rule)


def test_a_window_and_an_exact_fraction_survive() -> None:
    rule = RuleSet(base=Base.BACKER, function=Factor(Fraction(2, 3)), gates=Gates(starts_at=NOON))
    data = to_data(rule)
    assert data["function"] == {"kind": "factor", "factor": "2/3"}
    assert data["gates"]["starts_at"] == "2026-03-20T12:00:00+00:00"
    assert from_data(json.loads(canonical(data))) == rule


def test_the_digest_is_of_the_meaning_and_known() -> None:
    turned = dict(reversed(to_data(QUARTER).items()))
    assert canonical(turned) == canonical(to_data(QUARTER))
    assert digest(QUARTER) != digest(RuleSet(base=Base.PLEDGE, function=Percentage(2_501)))
    assert digest(QUARTER) == DIGEST


DIGEST = "230f16388490d66bb2752da5c1bccd678c3d98381065c79b54742c0fe4fd9e85"
"""Of a quarter of every pledge, in format 1: it stands in packages that were handed out, so it never changes."""


def changed(**changes: Any) -> dict[str, Any]:
    return {**to_data(QUARTER), **changes}


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ([], "not_an_object", ""),
        (changed(format=2), "unknown_format", "format"),
        (changed(extra=1), "unknown_key", "extra"),
        (changed(base="nothing"), "unknown_value", "base"),
        (changed(base=3), "wrong_type", "base"),
        (changed(caps=[]), "not_an_object", "caps"),
        (changed(caps={"most": 1}), "unknown_key", "caps.most"),
        (changed(caps={"campaign_minor": 1.0}), "wrong_type", "caps.campaign_minor"),
        (changed(caps={"campaign_minor": True}), "wrong_type", "caps.campaign_minor"),
        (changed(function=None), "not_an_object", "function"),
        (changed(function={"kind": "magic"}), "unknown_value", "function.kind"),
        (changed(function={"kind": ["percentage"]}), "unknown_value", "function.kind"),
        (changed(function={"kind": "percentage"}), "missing_key", "function.rate_bp"),
        (changed(function={"kind": "percentage", "rate_bp": 1, "rate": 1}), "unknown_key", "function.rate"),
        (changed(function={"kind": "factor", "factor": "1"}), "not_a_fraction", "function.factor"),
        (changed(function={"kind": "factor", "factor": "1/0"}), "unknown_value", "function.factor"),
        (changed(function={"kind": "factor", "factor": " 1/2"}), "not_a_fraction", "function.factor"),
        (changed(function={"kind": "steps", "steps": {}}), "not_a_list", "function.steps"),
        (changed(function={"kind": "steps", "steps": [1]}), "not_an_object", "function.steps.0"),
        (changed(gates={"starts_at": "2026-03-20T12:00:00"}), "time_without_zone", "gates.starts_at"),
        (changed(gates={"starts_at": "noon"}), "unknown_value", "gates.starts_at"),
        (changed(reoffer=None), "wrong_type", "reoffer"),
        ({key: part for key, part in changed().items() if key != "base"}, "missing_key", "base"),
    ],
)
def test_what_is_not_understood_is_refused(data: Any, code: str, where: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_data(data)
    assert (refused.value.code, refused.value.where) == (code, where)


def test_what_may_be_left_out_has_its_default() -> None:
    data = {"format": 1, "base": "pledge", "function": {"kind": "percentage", "rate_bp": 2_500}}
    assert from_data(data) == QUARTER
    assert from_data({**data, "caps": {"campaign_minor": 5}}).caps == Caps(campaign_minor=5)
