"""The queue of approvals by a filter, and what came of approving all of it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from backend.accounts.models import User
from funding.enums import LeftReason
from funding.models import ApprovalItem, ApprovalRun, Campaign, Fund
from funding.selectors.funds import approvals_queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the waiting matches: of one campaign, with so many approvals, up to an amount. Empty: all."""

    campaign: str = ""
    given: int | None = None
    most_minor: int | None = None

    @property
    def data(self) -> dict[str, Any]:
        """As it is kept, without what was not asked for."""
        return {name: value for name, value in asdict(self).items() if value not in {"", None}}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many matches, and how much money."""

    count: int
    amount_minor: int


def approvals_wanted(user: User, fund: Fund, wanted: Wanted) -> "QuerySet[Any]":
    """The matches of the fund that wait for `user` and meet the filter, in the order of the queue."""
    rows = approvals_queue(user, fund=fund)
    if wanted.campaign:
        rows = rows.filter(position__campaign__public_id=wanted.campaign)
    if wanted.given is not None:
        rows = rows.filter(given=wanted.given)
    return rows if wanted.most_minor is None else rows.filter(amount_minor__lte=wanted.most_minor)


def approvals_waiting(rows: "QuerySet[Any]") -> Waiting:
    found = rows.order_by().aggregate(count=Count("pk"), amount=Sum("amount_minor"))
    return Waiting(found["count"], found["amount"] or 0)


def campaigns_waiting(user: User, fund: Fund) -> list[tuple[str, str]]:
    """Public id and title of each campaign with a match that waits for `user`."""
    ids = approvals_queue(user, fund=fund).order_by().values("position__campaign_id")
    return list(Campaign.objects.filter(pk__in=ids).order_by("title", "id").values_list("public_id", "title"))


def approval_runs_of(fund: Fund) -> "QuerySet[ApprovalRun]":
    return ApprovalRun.objects.filter(fund=fund).select_related("fund", "requested_by").order_by("-id")


def approval_run_going(fund: Fund, user: User) -> ApprovalRun | None:
    """The one of `user` that is not done: it runs, or somebody has stopped it."""
    return approval_runs_of(fund).filter(requested_by=user).exclude(state="done").first()


def items_left(run: ApprovalRun) -> "QuerySet[ApprovalItem]":
    """What was left as it was, with why."""
    rows = ApprovalItem.objects.filter(~Q(reason=""), run=run)
    return rows.select_related("match__position__campaign").order_by("id")


def reasons_left(run: ApprovalRun) -> list[tuple[LeftReason, int]]:
    """For which reasons matches were left as they were, and how many for each; in the order of the reasons."""
    rows = ApprovalItem.objects.filter(~Q(reason=""), run=run).order_by().values_list("reason")
    counts = dict(rows.annotate(count=Count("pk")))
    return [(reason, counts[reason]) for reason in LeftReason if reason in counts]


def items_to_do(run: ApprovalRun, count: int) -> list[ApprovalItem]:
    rows = ApprovalItem.objects.filter(run=run, reason="").select_related("match__position")
    return list(rows.order_by("id")[:count])


def matches_of(rows: "QuerySet[Any]", most: int) -> list[tuple[int, int]]:
    """Key and amount of each, without its relatives; one more than `most` where there are more."""
    found = rows.prefetch_related(None).values_list("pk", "amount_minor")[: most + 1]
    return list(found)
