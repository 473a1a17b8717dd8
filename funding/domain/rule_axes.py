"""The seven axes of a matching rule as plain frozen data.

Amounts are integers of minor units, rates and shares are basis points or exact fractions. What a combination means
is computed in `formulas` and `standing`; which combinations make no sense says `rule_problems`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class Base(StrEnum):
    """What the function is applied to."""

    PLEDGE = "pledge"
    BACKER = "backer"
    CAMPAIGN = "campaign"
    GOAL_1 = "goal_1"
    GOAL_2 = "goal_2"
    BACKERS = "backers"


UNIT_BASES = frozenset({Base.PLEDGE, Base.BACKER})
"""Bases made of units: every pledge or every backer brings a match of its own."""
GOAL_BASES = frozenset({Base.GOAL_1, Base.GOAL_2})
PLEDGED_BASES = frozenset({Base.PLEDGE, Base.BACKER, Base.CAMPAIGN})
"""Bases that are sums of pledges, so that a cap on the base of one pledge means something."""


class Allocation(StrEnum):
    """Who gets what when the pool is short."""

    FIRST_COME = "first_come"
    FIRST_COME_WHOLE = "first_come_whole"
    PRO_RATA = "pro_rata"
    PRIORITY = "priority"


class Settlement(StrEnum):
    AT_PLEDGE = "at_pledge"
    AT_SUCCESS = "at_success"
    AT_CLOSE = "at_close"


class Reversal(StrEnum):
    """What happens to match money without a base any more. Before the payout it is always recomputed and released.

    After it: RECOMPUTE leaves the decision to a person, BEAR lets the fund bear it, CLAW_BACK takes it from the
    campaign's next payout.
    """

    RECOMPUTE = "recompute"
    BEAR = "bear"
    CLAW_BACK = "claw_back"


class QuadraticForm(StrEnum):
    PLAIN = "plain"
    SATURATED = "saturated"
    ALPHA = "alpha"
    PAIRWISE = "pairwise"


class Raised(StrEnum):
    """What a minimum raised is measured by. Only crowd money may open a gate; the other word is refused by name."""

    CROWD = "crowd"
    CROWD_AND_MATCH = "crowd_and_match"


@dataclass(frozen=True, slots=True)
class Percentage:
    """⌊rate · base / 10,000⌋, cumulative."""

    rate_bp: int


@dataclass(frozen=True, slots=True)
class Factor:
    """`factor`:1 as an exact fraction; on the number of backers it is minor units for each."""

    factor: Fraction


@dataclass(frozen=True, slots=True)
class LumpSum:
    """A fixed amount, or a share of the goal that is the base: exactly one of the two is given."""

    amount_minor: int | None = None
    share_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From a base of `threshold` on (minor units, or a number of backers) the amount is `amount_minor`."""

    threshold: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class StepTable:
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Tier:
    """The part of the base up to `up_to_minor` (None: without an end) that no earlier tier took, at `rate_bp`."""

    up_to_minor: int | None
    rate_bp: int


@dataclass(frozen=True, slots=True)
class MarginalTiers:
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Quadratic:
    """`alpha` (at most 1) belongs to the alpha form, `bound_minor` (M) to the pairwise one; see `quadratic`."""

    form: QuadraticForm = QuadraticForm.PLAIN
    alpha: Fraction | None = None
    bound_minor: int | None = None


Function = Percentage | Factor | LumpSum | StepTable | MarginalTiers | Quadratic


@dataclass(frozen=True, slots=True)
class Caps:
    """All in minor units, basis points or counts; None is no cap.

    pledge_base     what of one pledge counts
    pledge_match    match because of one pledge
    backer_match    match because of one backer, to one campaign
    backer_pledges  how many pledges of one backer to one campaign count, the earliest first
    campaign        match of one campaign
    campaign_goal   match of one campaign as a share of its goal 1
    budget          match as a share q of crowd money and match: M ≤ ⌊q / (1 − q) · C⌋
    sponsor         what one sponsor gives to one campaign
    pool            match of one campaign as a share of what was paid in
    """

    pledge_base_minor: int | None = None
    pledge_match_minor: int | None = None
    backer_match_minor: int | None = None
    backer_pledges: int | None = None
    campaign_minor: int | None = None
    campaign_goal_bp: int | None = None
    budget_bp: int | None = None
    sponsor_minor: int | None = None
    pool_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Gates:
    """While one is closed nothing is due. The window, closed at its start and open at its end, concerns each pledge."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    raised_minor: int | None = None
    raised_goal_bp: int | None = None
    raised_of: Raised = Raised.CROWD
    backers: int | None = None
    successful: bool = False
    payee_verified: bool = False
