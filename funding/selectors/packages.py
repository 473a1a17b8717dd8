"""What a fund has published to be checked, and what is being written."""

from django.db.models import QuerySet

from funding.enums import KitState
from funding.models import Fund, FundPackage


def packages_published(fund: Fund) -> "QuerySet[FundPackage]":
    """For everybody, the latest first. None is ever taken back."""
    return FundPackage.objects.filter(fund=fund, state=KitState.READY).select_related("fund").order_by("-id")


def packages_of_fund(fund: Fund) -> "QuerySet[FundPackage]":
    """For managers: also those that are being written or could not be."""
    return FundPackage.objects.filter(fund=fund).select_related("fund").order_by("-id")
