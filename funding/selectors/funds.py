"""Funds: the waterline from the ledger, what was matched and why, what waits for managers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import Count, Q, QuerySet, Sum
from django_stubs_ext import WithAnnotations

from backend.accounts.models import Organisation, User
from backend.core.money import rate_floor
from funding.enums import LIVE_MATCH_STATES, CampaignOutcome, FundState, MatchState, PayoutState, PositionState
from funding.ledger.balances import balance_of, balances_of, net_credits_of, sums_of
from funding.ledger.enums import AccountKind
from funding.models import Campaign, Deposit, Fund, FundCampaign, Match, MatchingRule, Payout, Refund
from funding.selectors.pots import FundPot, pots_of
from funding.selectors.rules import rule_now
from programmes.models import Project, TeamMember

WAITS_FOR_SUCCESS = Q(rule__definition__gates__successful=True) & ~Q(
    position__campaign__outcome=CampaignOutcome.SUCCESSFUL
)
"""Set aside for campaigns that have not reached their goal yet: nobody can approve that."""
LEFT = (AccountKind.FUND_PAID, AccountKind.FUND_BORNE, AccountKind.FUND_CLAIMED, AccountKind.FUND_OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterline:
    """Where the money of a fund is, in minor units, from the ledger: paid_in = paid + approved + reserved + free +
    returned.

    `reserved` waits for payments and approvals; of `paid` the pledges of `borne`, `claimed` and `undecided` went back
    afterwards: the fund bears that, has it to come back from projects, or has yet to decide.
    """

    paid_in: int
    returned: int
    free: int
    reserved: int
    approved: int
    paid: int
    borne: int = 0
    claimed: int = 0
    undecided: int = 0
    currency: str = "EUR"

    @property
    def held(self) -> int:
        """What sponsors have left in the fund."""
        return self.paid_in - self.returned

    @property
    def used(self) -> int:
        """What of it is promised or paid."""
        return self.held - self.free

    @property
    def used_percent(self) -> int:
        """How much is used, rounded down; all of nothing is nothing."""
        return 100 * self.used // self.held if self.held else 0

    @property
    def adds_up(self) -> bool:
        return self.paid_in == self.returned + self.free + self.reserved + self.approved + self.paid


def fund_waterline(fund: Fund) -> Waterline:
    owner, currency = fund.public_id, fund.currency
    source = sums_of(AccountKind.FUND_SOURCE, owner, currency)
    pool = balance_of(AccountKind.FUND_POOL, owner, currency)
    refs = FundCampaign.objects.filter(fund=fund).values_list("public_id", flat=True)
    granted = balances_of(AccountKind.MATCH_MONEY, refs, currency).values()
    left = net_credits_of(LEFT, owner, currency)
    return Waterline(
        paid_in=source.debits_posted,
        returned=source.credits_posted,
        free=pool.free_minor,
        reserved=pool.debits_pending,
        approved=sum(sums.held_minor for sums in granted),
        paid=sum(left.values()),
        borne=left[AccountKind.FUND_BORNE],
        claimed=left[AccountKind.FUND_CLAIMED],
        undecided=left[AccountKind.FUND_OPEN],
        currency=currency,
    )


def funds_public(*, query: str = "") -> "QuerySet[Fund]":
    rows = Fund.objects.exclude(state=FundState.DRAFT).select_related("organisation", "programme")
    return (rows.filter(Q(name__icontains=query) | Q(summary__icontains=query)) if query else rows).order_by(
        "name", "id"
    )


def funds_open_for(project: Project) -> "QuerySet[Fund]":
    """Open funds to which a campaign of this project can apply: of its programme, or of none."""
    programme = Q(programme=project.cohort.programme_id) | Q(programme=None)
    return Fund.objects.filter(programme, state=FundState.OPEN).order_by("name", "id")


def funds_managed_by(user: User) -> "QuerySet[Fund]":
    return Fund.objects.filter(managers__user=user).select_related("organisation", "programme").order_by("name", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionLine:
    """One campaign of a fund: what counts, what is matched, and in which state that is. Minor units."""

    position: FundCampaign
    by_state: dict[str, int] = field(default_factory=dict)

    @property
    def matched_minor(self) -> int:
        return sum(self.by_state.values())

    @property
    def paid_minor(self) -> int:
        return self.by_state.get(MatchState.PAID, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPage:
    fund: Fund
    waterline: Waterline
    rule: MatchingRule | None
    positions: list[PositionLine]
    sponsors: list[tuple[Organisation, int]]
    pots: list[FundPot]


def fund_page(fund: Fund) -> FundPage:
    """All that the public page of a fund shows."""
    shown = (PositionState.ACCEPTED, PositionState.SUSPENDED)
    positions = FundCampaign.objects.filter(fund=fund, state__in=shown).select_related("campaign", "campaign__project")
    return FundPage(
        fund=fund,
        waterline=fund_waterline(fund),
        rule=rule_now(fund),
        positions=position_lines(positions),
        sponsors=_sponsors(fund),
        pots=pots_of(fund),
    )


def positions_managed_by(user: User, campaign: Campaign) -> "QuerySet[FundCampaign]":
    """Where a campaign stands with funds that `user` manages and that top it up."""
    taken_in = (PositionState.ACCEPTED, PositionState.SUSPENDED)
    rows = FundCampaign.objects.filter(campaign=campaign, state__in=taken_in, fund__managers__user=user)
    return rows.select_related("fund", "campaign__project__solution").order_by("id")


def position_lines(positions: Iterable[FundCampaign]) -> list[PositionLine]:
    rows = list(positions)
    sums: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    live = Match.objects.filter(position_id__in=list(sums), state__in=LIVE_MATCH_STATES).order_by()
    for position_id, state, amount in live.values_list("position_id", "state").annotate(amount=Sum("amount_minor")):
        sums[position_id][state] = amount
    return [PositionLine(position=row, by_state=sums[row.pk]) for row in rows]


def _sponsors(fund: Fund) -> list[tuple[Organisation, int]]:
    received = Q(deposits__fund=fund, deposits__state="received")
    rows = Organisation.objects.filter(received).annotate(given_minor=Sum("deposits__amount_minor", filter=received))
    return [(row, row.given_minor) for row in rows.order_by("-given_minor", "name").distinct()]


def givings_public(organisation: Organisation) -> list[tuple[Fund, int]]:
    """What an organisation has paid into each public fund, in minor units, the most first; as the funds' pages say."""
    received = Q(deposits__sponsor=organisation, deposits__state="received")
    rows = funds_public().filter(received).annotate(given_minor=Sum("deposits__amount_minor", filter=received))
    return [(row, row.given_minor) for row in rows.order_by("-given_minor", "name", "id")]


def positions_of_fund(fund: Fund, *, state: str = "") -> "QuerySet[FundCampaign]":
    rows = FundCampaign.objects.filter(fund=fund).select_related("campaign", "campaign__project", "fund")
    return (rows.filter(state=state) if state else rows).order_by("-created_at", "-id")


def matches_public(fund: Fund) -> "QuerySet[Match]":
    """Every match with its reason, the latest first, for the page and for download. Names no backer."""
    rows = Match.objects.filter(position__fund=fund)
    return rows.select_related("rule", "position", "position__campaign").order_by("-sequence", "-id")


def matches_of_campaign(position: FundCampaign) -> "QuerySet[Match]":
    return Match.objects.filter(position=position).select_related("rule", "pledge").order_by("-sequence", "-id")


def deposits_of_fund(fund: Fund) -> "QuerySet[Deposit]":
    return Deposit.objects.filter(fund=fund).select_related("sponsor", "fund").order_by("-created_at", "-id")


def deposits_of_sponsor(user: User) -> "QuerySet[Deposit]":
    """Of all organisations in which `user` is."""
    rows = Deposit.objects.filter(sponsor__memberships__user=user).distinct()
    return rows.select_related("sponsor", "fund").order_by("-created_at", "-id")


class Given(TypedDict):
    given: int


def is_waiting_for_success(match: Match) -> bool:
    """Whether the match is set aside for a campaign that has not reached its goal, so that nobody can approve it."""
    return match.rule.rule_set.gates.successful and match.position.campaign.outcome != CampaignOutcome.SUCCESSFUL


def approvals_queue(user: User, *, fund: Fund | None = None) -> "QuerySet[WithAnnotations[Match, Given]]":
    """Matches that wait for `user`: not approved by `user` yet, and not of a project that `user` belongs to.

    `given` counts the approvals that are there. Second approvals first, then the longest waiting.
    """
    rows = Match.objects.filter(state=MatchState.CONFIRMED, position__fund__managers__user=user)
    rows = rows.exclude(WAITS_FOR_SUCCESS)
    if fund is not None:
        rows = rows.filter(position__fund=fund)
    return (
        rows.exclude(approvals__manager=user)
        .exclude(position__campaign__project__in=projects_with_interest(user))
        .annotate(given=Count("approvals"))
        .select_related("rule", "pledge", "pledge__payment", "position__fund", "position__campaign__project")
        .prefetch_related("approvals__manager")
        .order_by("-given", "sequence", "id")
    )


def projects_with_interest(user: User) -> "QuerySet[Project]":
    """Projects that `user` belongs to, as the rule and the trigger see it."""
    colleagues = TeamMember.objects.filter(user__memberships__organisation__memberships__user=user)
    teams = TeamMember.objects.filter(user=user).values("team_id").union(colleagues.values("team_id"))
    return Project.objects.filter(team_id__in=teams)


def payouts_queue(user: User) -> "QuerySet[Payout]":
    """Payouts that wait for a second person and that `user` may approve as a manager of a fund involved."""
    involved = Q(fund__managers__user=user) | Q(
        fund=None,
        campaign__positions__state__in=(PositionState.ACCEPTED, PositionState.SUSPENDED),
        campaign__positions__fund__managers__user=user,
    )
    rows = Payout.objects.filter(involved, state=PayoutState.REQUESTED).exclude(requested_by=user).distinct()
    rows = rows.exclude(campaign__project__in=projects_with_interest(user))
    return rows.select_related("campaign", "fund", "payee", "requested_by").order_by("created_at", "id")


def payouts_of_fund(fund: Fund, *, state: str = "") -> "QuerySet[Payout]":
    """Match money of the fund, and crowd money of the campaigns that it tops up."""
    crowd = Q(fund=None, campaign__positions__fund=fund)
    rows = Payout.objects.filter(Q(fund=fund) | crowd).distinct().select_related("campaign", "fund", "requested_by")
    return (rows.filter(state=state) if state else rows).order_by("-created_at", "-id")


def refunds_of_fund(fund: Fund) -> "QuerySet[Refund]":
    rows = Refund.objects.filter(payment__pledge__campaign__positions__fund=fund).distinct()
    return rows.select_related("payment__pledge__campaign").order_by("-id")


def goal_claim(fund_rule: MatchingRule, goal_minor: int) -> int:
    """What a campaign that reaches `goal_minor` would claim."""
    plain = rate_floor(goal_minor, fund_rule.rate_bp)
    return plain if fund_rule.cap_campaign_minor is None else min(plain, fund_rule.cap_campaign_minor)
