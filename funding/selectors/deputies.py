"""Who may act for whom in a fund, today."""

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.core import clock
from funding.models import Fund, FundDeputy


def acts_for(fund: Fund, deputy: User, manager: User) -> bool:
    return acting_now(fund, deputy).filter(manager=manager).exists()


def acting_now(fund: Fund, deputy: User) -> "QuerySet[FundDeputy]":
    """For whom `deputy` may act today: both days count whole, in the zone of the house."""
    today = clock.today()
    rows = FundDeputy.objects.filter(fund=fund, deputy=deputy, ended_at=None, starts_on__lte=today, ends_on__gte=today)
    # Who no longer manages the fund has nothing that a deputy could do.
    return rows.filter(manager__managed_funds__fund=fund).select_related("manager")


def deputies_of(fund: Fund) -> "QuerySet[FundDeputy]":
    rows = FundDeputy.objects.filter(fund=fund).select_related("manager", "deputy", "fund")
    return rows.order_by("-starts_on", "-id")
