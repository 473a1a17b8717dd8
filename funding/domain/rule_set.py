"""A rule set: one point in the space of the seven axes, as versioned data with a digest.

The same code reads it in the checkout, the batch, the simulator, the replay and an outsider's verifier.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.core.evidence.chain import digest_of
from backend.core.evidence.codec import Unreadable, decode, encode
from funding.domain.rule_axes import (
    UNIT_BASES,
    Allocation,
    Base,
    Caps,
    Factor,
    Function,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    Reversal,
    Settlement,
    StepTable,
)

FORMAT = 1
"""Grows when the meaning of the data changes; a reader refuses a number that it does not know."""

FUNCTIONS: Mapping[str, type] = {
    "percentage": Percentage,
    "factor": Factor,
    "lump_sum": LumpSum,
    "steps": StepTable,
    "tiers": MarginalTiers,
    "quadratic": Quadratic,
}
_NAMES = {kind: name for name, kind in FUNCTIONS.items()}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """How much a fund adds, when, and what becomes of it. Compare, hash and share it freely.

    `reoffer`: money that becomes free is offered to earlier pledges that got less than was due, in sequence.
    `sepa_hold_days`: a match on a pledge by SEPA direct debit is not paid out before so many days have passed.
    """

    base: Base
    function: Function
    caps: Caps = field(default_factory=Caps)
    gates: Gates = field(default_factory=Gates)
    allocation: Allocation = Allocation.FIRST_COME
    settlement: Settlement = Settlement.AT_PLEDGE
    reversal: Reversal = Reversal.CLAW_BACK
    reoffer: bool = False
    sepa_hold_days: int = 0

    @property
    def function_name(self) -> str:
        return _NAMES[type(self.function)]

    @property
    def by_unit(self) -> bool:
        """Whether every pledge or backer brings a match of its own; else the campaign has one as a whole."""
        return self.base in UNIT_BASES


def to_data(rule_set: RuleSet) -> dict[str, Any]:
    """Return `rule_set` as JSON data with its format number; `from_data` gives the equal rule set back."""
    data: dict[str, Any] = encode(rule_set)
    data["format"] = FORMAT
    data["function"] = {"kind": rule_set.function_name, **data["function"]}
    return data


def from_data(data: Any) -> RuleSet:
    """Return the rule set that `data` describes.

    Raises Unreadable for another format number, unknown or missing keys and values of a wrong type. Whether the
    combination makes sense is the question of `rule_problems.problems`.
    """
    if not isinstance(data, Mapping):
        raise Unreadable("not_an_object", "")
    rest = dict(data)
    if rest.pop("format", None) != FORMAT:
        raise Unreadable("unknown_format", "format")
    described = rest.pop("function", None)
    if not isinstance(described, Mapping):
        raise Unreadable("not_an_object", "function")
    options = dict(described)
    kind = options.pop("kind", None)
    if not isinstance(kind, str) or kind not in FUNCTIONS:
        raise Unreadable("unknown_value", "function.kind")
    function = decode(FUNCTIONS[kind], options, "function")
    known = {"base": Base, "caps": Caps, "gates": Gates, "allocation": Allocation, "settlement": Settlement}
    known |= {"reversal": Reversal, "reoffer": bool, "sepa_hold_days": int}
    for name in rest:
        if name not in known:
            raise Unreadable("unknown_key", name)
    if "base" not in rest:
        raise Unreadable("missing_key", "base")
    return RuleSet(function=function, **{name: decode(known[name], part, name) for name, part in rest.items()})


def digest(rule_set: RuleSet) -> str:
    """Return the SHA-256 of the canonical JSON of `rule_set`, 64 hexadecimal digits."""
    return digest_of(to_data(rule_set))
