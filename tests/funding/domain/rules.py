"""Rule sets as Hypothesis draws them, and short ways to write one down."""

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import strategies as st

from funding.domain.rule_axes import (
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
    QuadraticForm,
    Reversal,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Gift

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
QUARTER = RuleSet(base=Base.PLEDGE, function=Percentage(2_500))


def gifts(*amounts: int, backers: str = "") -> list[Gift]:
    """One pledge each, in this order; every backer is another person unless `backers` names one letter for each."""
    names = list(backers) or [f"b{number}" for number in range(len(amounts))]
    return [Gift(f"p{n}", n, name, amount, NOON) for n, (amount, name) in enumerate(zip(amounts, names, strict=True))]


def optional(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    # Mostly absent: a rule with every cap and gate at once hardly ever gives anything.
    return st.sampled_from([False, False, False, True]).flatmap(lambda given: strategy if given else st.none())


rates = st.integers(1, 30_000)
amounts = st.integers(1, 300_000)


def functions(base: Base) -> st.SearchStrategy[Function]:
    percentage = st.builds(Percentage, rates)
    factor = st.builds(Factor, st.fractions(Fraction(1, 50), 5, max_denominator=60))
    steps = st.dictionaries(st.integers(1, 5_000), st.integers(1, 9_000), min_size=1, max_size=4).map(rising)
    tiers = st.lists(st.tuples(st.integers(1, 20_000), rates), min_size=1, max_size=3).map(marginal)
    lump = st.builds(LumpSum, amounts)
    if base in {Base.GOAL_1, Base.GOAL_2}:
        return percentage | factor | st.builds(LumpSum, st.none(), rates)
    if base is Base.BACKERS:
        counts = st.dictionaries(st.integers(1, 6), st.integers(1, 9_000), min_size=1, max_size=3).map(rising)
        return st.builds(Factor, st.fractions(1, 900, max_denominator=7)) | counts | lump
    plain = percentage | factor | steps | tiers | lump
    return plain | st.builds(Quadratic) if base is Base.BACKER else plain


def rising(table: dict[int, int]) -> StepTable:
    amount, steps = 0, []
    for threshold in sorted(table):
        amount += table[threshold]
        steps.append(Step(threshold, amount))
    return StepTable(tuple(steps))


def marginal(parts: list[tuple[int, int]]) -> MarginalTiers:
    upper, tiers = 0, []
    for width, rate in parts:
        upper += width
        tiers.append(Tier(upper, rate))
    return MarginalTiers((*tiers[:-1], Tier(None, tiers[-1].rate_bp)))


caps = st.builds(
    Caps,
    pledge_base_minor=optional(amounts),
    pledge_match_minor=optional(amounts),
    backer_match_minor=optional(amounts),
    backer_pledges=optional(st.integers(1, 3)),
    campaign_minor=optional(amounts),
    campaign_goal_bp=optional(rates),
    budget_bp=optional(st.integers(1, 9_999)),
    sponsor_minor=optional(amounts),
    pool_bp=optional(st.integers(1, 10_000)),
)
gates = st.builds(
    Gates,
    raised_minor=optional(st.integers(1, 20_000)),
    raised_goal_bp=optional(st.integers(1, 10_000)),
    backers=optional(st.integers(1, 4)),
    successful=st.booleans(),
    payee_verified=st.sampled_from([False, False, False, True]),
)
quadratics = st.one_of(
    st.just(Quadratic()),
    st.just(Quadratic(QuadraticForm.SATURATED)),
    st.builds(lambda alpha: Quadratic(QuadraticForm.ALPHA, alpha), st.none() | st.fractions(Fraction(1, 100), 1)),
    st.builds(lambda bound: Quadratic(QuadraticForm.PAIRWISE, bound_minor=bound), amounts),
)


@st.composite
def any_rule(draw: st.DrawFn) -> RuleSet:
    """Return any point of the space whose single numbers are sound, whether or not they make sense together."""
    base = draw(st.sampled_from(Base))
    return RuleSet(
        base=base,
        function=draw(functions(base)),
        caps=draw(caps),
        gates=draw(gates),
        allocation=draw(st.sampled_from(Allocation)),
        settlement=draw(st.sampled_from(Settlement)),
        reversal=draw(st.sampled_from(Reversal)),
        reoffer=draw(st.booleans()),
        sepa_hold_days=draw(st.integers(0, 20)),
    )


@st.composite
def sound_rule(draw: st.DrawFn) -> RuleSet:
    """Return a rule set without problems: drawn freely, then mended where it made no sense."""
    base = draw(st.sampled_from([*Base, Base.PLEDGE, Base.PLEDGE]))
    function = draw(functions(base))
    if isinstance(function, Quadratic):
        function = draw(quadratics)
    quadratic = isinstance(function, Quadratic)
    settlement = Settlement.AT_CLOSE if quadratic else draw(st.sampled_from([*Settlement, Settlement.AT_PLEDGE]))
    closing = settlement is Settlement.AT_CLOSE
    orders = [one for one in Allocation if closing or one is not Allocation.PRO_RATA]
    drawn = draw(caps)
    by_unit, pledged = base in {Base.PLEDGE, Base.BACKER}, base not in {Base.GOAL_1, Base.GOAL_2, Base.BACKERS}
    campaign = drawn.campaign_minor or (99_999 if by_unit and isinstance(function, LumpSum) else None)
    within = [cap for cap in (campaign,) if cap is not None]
    backer = drawn.backer_match_minor if by_unit and not quadratic else None
    backer = min([backer, *within]) if backer else None
    within += [backer] if backer else []
    pledge = min([drawn.pledge_match_minor, *within]) if drawn.pledge_match_minor and base is Base.PLEDGE else None
    gate = draw(gates)
    made = RuleSet(
        base=base,
        function=function,
        caps=Caps(
            pledge_base_minor=drawn.pledge_base_minor if pledged else None,
            pledge_match_minor=pledge,
            backer_match_minor=backer,
            backer_pledges=drawn.backer_pledges if pledged else None,
            campaign_minor=campaign,
            campaign_goal_bp=drawn.campaign_goal_bp,
            budget_bp=drawn.budget_bp,
            sponsor_minor=min(drawn.sponsor_minor, campaign or 10**9) if drawn.sponsor_minor else None,
            pool_bp=drawn.pool_bp,
        ),
        gates=Gates(
            raised_minor=gate.raised_minor or (None if by_unit else 1),
            raised_goal_bp=gate.raised_goal_bp,
            backers=gate.backers,
            successful=gate.successful and settlement is not Settlement.AT_PLEDGE,
            payee_verified=gate.payee_verified,
        ),
        allocation=Allocation.PRO_RATA if quadratic else draw(st.sampled_from(orders)),
        settlement=settlement,
        reversal=draw(st.sampled_from(Reversal)),
        reoffer=settlement is Settlement.AT_PLEDGE and draw(st.booleans()),
        sepa_hold_days=draw(st.sampled_from([0, 14])),
    )
    assert problems(made) == []
    return made
