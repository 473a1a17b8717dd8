"""What became of one sponsor's money in a fund: with which campaigns it is, and because of which matches."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, TypedDict

from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django_stubs_ext import WithAnnotations

from backend.accounts.models import Organisation
from funding.domain.allocation import Earmark, largest_remainder
from funding.models import Campaign, Fund, FundCampaign, Match, Payout
from funding.selectors.funds import matches_public
from funding.selectors.pots import FundPot, pots_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignShare:
    """How much of a sponsor's money is with a campaign, in minor units, of all that the fund adds to it."""

    campaign: Campaign
    own_minor: int
    matched_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsorship:
    """A sponsor's pots in a fund, and the campaigns that they are with, the largest first; sums are of the book."""

    fund: Fund
    pots: list[FundPot]
    campaigns: list[CampaignShare]

    @property
    def paid_in_minor(self) -> int:
        return sum(pot.paid_in_minor for pot in self.pots)

    @property
    def given_minor(self) -> int:
        """What is reserved, approved or paid: the shares of the campaigns add up to it."""
        return sum(pot.given_minor for pot in self.pots)

    @property
    def free_minor(self) -> int:
        return self.paid_in_minor - self.given_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutShare:
    """What of a payout is one sponsor's money, by what it is for, in minor units."""

    sponsor: Organisation
    parts: dict[Earmark, int]

    @property
    def own_minor(self) -> int:
        return sum(self.parts.values())


def payout_shares(payout: Payout) -> list[PayoutShare]:
    """Return whose money has left with a payout of a fund; the shares add up to what was sent. Three queries.

    What the fund keeps of it for a claim is kept of all in proportion.
    """
    sums: Counter[str] = Counter()
    for splits in Match.objects.filter(payout=payout).values_list("splits", flat=True):
        sums.update(splits)
    if payout.fund is None or not sums or not payout.sent_minor:
        return []
    sent = largest_remainder(payout.sent_minor, sums)
    shares: dict[int, PayoutShare] = {}
    for pot in pots_of(payout.fund):
        if part := sent.get(pot.name, 0):
            share = shares.setdefault(pot.sponsor.pk, PayoutShare(sponsor=pot.sponsor, parts={}))
            share.parts[pot.earmark] = share.parts.get(pot.earmark, 0) + part
    return list(shares.values())


class Own(TypedDict):
    own_minor: int


def sponsorship_of(fund: Fund, sponsors: Iterable[Organisation]) -> Sponsorship:
    """Return where the money of these sponsors is; three queries, however much they gave."""
    keys = {row.pk for row in sponsors}
    pots = [pot for pot in pots_of(fund) if pot.sponsor.pk in keys]
    names = [pot.name for pot in pots]
    rows = FundCampaign.objects.filter(fund=fund, book__from_pots__has_any_keys=names).select_related("campaign")
    shares = [
        CampaignShare(campaign=row.campaign, own_minor=_from(row.book, names), matched_minor=row.matched_minor)
        for row in rows.order_by("id")
    ]
    given = [share for share in shares if share.own_minor]
    return Sponsorship(fund=fund, pots=pots, campaigns=sorted(given, key=lambda share: -share.own_minor))


def _from(book: Any, names: Iterable[str]) -> int:
    return sum(book["from_pots"].get(name, 0) for name in names)


def matches_sponsored(sponsorship: Sponsorship) -> "QuerySet[WithAnnotations[Match, Own]]":
    """Every match that holds money of these pots, the latest first; `own_minor` is how much. Names no backer."""
    names = [pot.name for pot in sponsorship.pots]
    parts = [Coalesce(Cast(KeyTextTransform(name, F("splits")), BigIntegerField()), 0) for name in names]
    own = reduce(add, parts) if parts else Value(0, output_field=BigIntegerField())
    rows = matches_public(sponsorship.fund).filter(splits__has_any_keys=names)
    return rows.annotate(own_minor=own)
