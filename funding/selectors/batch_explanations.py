"""A match from a division in one batch as a sum on paper: the claim, all claims, what there was, the part of it.

The figures are those that two managers have seen before they decided.
"""

from collections.abc import Sequence

from funding.domain.book_allocation import Line as Part
from funding.domain.rule_axes import Allocation, Quadratic
from funding.enums import CauseKind
from funding.models import AllocationRun, Match, MatchCause
from funding.selectors.bounds import limits_of
from funding.selectors.explanation_words import batch_words

Sum = tuple[str, int, str]
"""A line: its stable word, its amount in minor units, its sentence."""


def run_of_match(causes: Sequence[MatchCause]) -> AllocationRun | None:
    """Return the division that a match came of."""
    first = causes[0] if causes else None
    if first is None or first.kind != CauseKind.ALLOCATION:
        return None
    return AllocationRun.objects.filter(public_id=first.ref).first()


def batch_sums(match: Match, run: AllocationRun, *, given_minor: int) -> list[Sum]:
    """Return the sum of a match that its campaign has as a whole; `given_minor` is what it was at first."""
    version, name = match.rule.version, match.position.campaign.public_id
    parts = [part for part in run.parts if part.version == version]
    own = next(part for part in parts if part.campaign == name)
    before = run.pool_minor - sum(part.amount_minor for part in run.parts if part.version < version)
    sums = _weights(own, parts) if isinstance(match.rule.rule_set.function, Quadratic) else _claims(match, own, parts)
    why = ", ".join(str(limit.label) for limit in limits_of(own.bounds))
    facts = {"why": why, "gifts": own.gifts, "backers": own.backers, "campaigns": len(parts)}
    together = sum(part.amount_minor for part in parts)
    rest = [
        ("pool_divided", before),
        ("given_out", together),
        ("match", given_minor),
        ("pool_after", before - together),
    ]
    return [(code, amount, batch_words(code, facts)) for code, amount in [*sums, *rest]]


def _claims(match: Match, own: Part, parts: Sequence[Part]) -> list[tuple[str, int]]:
    sums = [("all_pledges", own.base_minor), ("claim", own.claim_minor)]
    if own.most_minor < own.claim_minor:
        sums += [("limit", own.claim_minor - own.most_minor), ("most", own.most_minor)]
    if match.rule.rule_set.allocation is Allocation.PRO_RATA:
        sums.append(("all_claims", sum(part.most_minor for part in parts)))
    return sums


def _weights(own: Part, parts: Sequence[Part]) -> list[tuple[str, int]]:
    """W = (Σ√c)² − Σc, told from its square on."""
    sums = [
        ("all_pledges", own.base_minor),
        ("roots_squared", own.claim_minor + own.base_minor),
        ("own_gifts", own.base_minor),
        ("weight", own.claim_minor),
        ("all_weights", sum(part.claim_minor for part in parts)),
    ]
    return [*sums, ("capped", own.most_minor)] if own.amount_minor == own.most_minor else sums
