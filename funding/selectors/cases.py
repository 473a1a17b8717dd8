"""Cases about pledges, and how many of a campaign's backers count. No other backer's data leaves here: only numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from backend.accounts.models import User
from funding.domain.identities import MEANS
from funding.enums import COUNTED_PLEDGE_STATES, EXCLUSIONS, CaseState, MatchBound, PledgeState
from funding.models import BookPledge, Campaign, CaseDecision, Fund, Match, Pledge, PledgeCase, PledgeIdentity
from funding.selectors.funds import projects_with_interest

# More pledges than this to one campaign from one card or bank account are looked at by a person. A family, an
# office or a till at a fair gives some times with one card; who splits a gift up to get around a cap, more often.
MEANS_PLEDGES_USUAL = 5
# More new guests than this who give the same amount within the window: people come at all times, programs at once.
BURST_PEOPLE_USUAL = 30
BURST_WINDOW = timedelta(minutes=10)


def case_of(match: Match, *, state: CaseState) -> PledgeCase | None:
    """The case about a match's pledge; a match of its campaign as a whole has none of its own."""
    return case_about(match.pledge_id, match.position_id, state=state) if match.pledge_id else None


def case_about(pledge_id: int, position_id: int, *, state: CaseState) -> PledgeCase | None:
    return PledgeCase.objects.filter(pledge_id=pledge_id, position_id=position_id, state=state).first()


def decided_reason(pledge: Pledge, *, fund_id: int) -> MatchBound | None:
    """What was decided about a pledge: NONE that it counts, else why not; None where nobody has decided.

    A pledge that waits for its payment has not been decided about.
    """
    if pledge.state == PledgeState.PENDING:
        return None
    rows = CaseDecision.objects.filter(case__pledge=pledge, case__position__fund=fund_id)
    last = rows.exclude(case__state=CaseState.OPEN).order_by("-id").first()
    return None if last is None else MatchBound(last.reason)


def pledges_by_same_means(pledge: Pledge) -> "QuerySet[Pledge]":
    """Other paid pledges to the campaign from the same card or bank account."""
    used = PledgeIdentity.objects.filter(pledge=pledge, kind__in=MEANS).values("digest")
    same = PledgeIdentity.objects.filter(campaign=pledge.campaign_id, digest__in=used).values("pledge_id")
    rows = Pledge.objects.filter(pk__in=same, state__in=COUNTED_PLEDGE_STATES).exclude(pk=pledge.pk)
    return rows.order_by("sequence")


def guests_at_once(pledge: Pledge) -> int:
    """How many guests gave just this amount in the minutes before, this one included."""
    rows = Pledge.objects.filter(
        campaign=pledge.campaign_id,
        backer=None,
        amount_minor=pledge.amount_minor,
        state__in=COUNTED_PLEDGE_STATES,
        created_at__gt=pledge.created_at - BURST_WINDOW,
        created_at__lte=pledge.created_at,
    )
    people: int = rows.aggregate(people=Count("person", distinct=True))["people"]
    return people


def cases_of_fund(fund: Fund, *, state: str = "", kind: str = "") -> "QuerySet[PledgeCase]":
    """The latest first."""
    rows = PledgeCase.objects.filter(position__fund=fund).select_related(
        "pledge", "pledge__payment", "position__fund", "position__campaign__project__solution"
    )
    wanted = {name: value for name, value in (("state", state), ("kind", kind)) if value}
    return rows.filter(**wanted).order_by("-id")


def cases_to_decide(user: User) -> "QuerySet[PledgeCase]":
    """Open cases of the funds that `user` manages, but of no project that `user` belongs to, and no own pledge."""
    rows = PledgeCase.objects.filter(state=CaseState.OPEN, position__fund__managers__user=user)
    rows = rows.exclude(position__campaign__project__in=projects_with_interest(user))
    return rows.exclude(pledge__in=Pledge.objects.filter(backer=user))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a manager may know of a case: numbers of pledges, never whose they are or which card it was."""

    match: Match | None
    same_means: Sequence[int]
    same_person: Sequence[int]
    at_once: int
    decisions: Sequence[CaseDecision]


def case_facts(case: PledgeCase) -> CaseFacts:
    """Pledges are named by their number in the campaign."""
    pledge = case.pledge
    others = Pledge.objects.filter(
        campaign=pledge.campaign_id, person=pledge.person, state__in=COUNTED_PLEDGE_STATES
    ).exclude(pk=pledge.pk)
    return CaseFacts(
        match=Match.objects.filter(pledge=pledge, position=case.position_id).order_by("-id").first(),
        same_means=list(pledges_by_same_means(pledge).values_list("sequence", flat=True)),
        same_person=list(others.order_by("sequence").values_list("sequence", flat=True)),
        at_once=guests_at_once(pledge),
        decisions=list(case.decisions.select_related("decided_by").order_by("id")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoCounts:
    """Of a campaign's paid pledges: how many people gave, how many of them count for the match, and why others do not.

    `people` counts each person once; `excluded` counts pledges by reason, `held` those about which a case is open.
    """

    people: int
    qualifying: int
    held: int
    excluded: tuple[tuple[MatchBound, int], ...]

    @property
    def excluded_count(self) -> int:
        return sum(count for _reason, count in self.excluded)


def who_counts(campaign: Campaign) -> WhoCounts:
    """One query. A pledge does not count if its latest match says so, or while a case about it is open.

    Where it has no match of its own, because its campaign has one as a whole or not yet, the fund's book says it.
    """
    last = Match.objects.filter(pledge=OuterRef("pk")).order_by("-id").values("bound")[:1]
    in_book = BookPledge.objects.filter(pledge=OuterRef("pk")).order_by("-id").values("excluded")[:1]
    cases = PledgeCase.objects.filter(pledge=OuterRef("pk"), state=CaseState.OPEN)
    paid = Pledge.objects.filter(campaign=campaign, state__in=COUNTED_PLEDGE_STATES)
    marked = paid.annotate(why=Coalesce(Subquery(last), Subquery(in_book), Value("")), is_held=Exists(cases))
    reasons = {reason.value: Count("pk", filter=Q(why=reason)) for reason in EXCLUSIONS}
    counts = Q(is_held=False) & ~Q(why__in=EXCLUSIONS)
    sums = marked.aggregate(
        people=Count("person", distinct=True),
        qualifying=Count("person", distinct=True, filter=counts),
        held=Count("pk", filter=Q(is_held=True)),
        **reasons,
    )
    return WhoCounts(
        people=sums["people"],
        qualifying=sums["qualifying"],
        held=sums["held"],
        excluded=tuple((reason, sums[reason]) for reason in EXCLUSIONS if sums[reason]),
    )
