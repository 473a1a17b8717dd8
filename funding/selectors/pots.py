"""The pots of a fund: whose money, what it is for, how much of it is with which campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from backend.accounts.models import Organisation
from backend.core.evidence.codec import decode, encode
from funding.domain.allocation import Earmark
from funding.domain.pots import ANYTHING, pot_owner
from funding.models import Campaign, Fund, FundBook
from programmes.models import Category, Challenge


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPot:
    """One sponsor's money for one purpose, in minor units; `name` is what the fund's book calls it."""

    name: str
    sponsor: Organisation
    priority: int
    earmark: Earmark
    paid_in_minor: int
    given_minor: int

    @property
    def free_minor(self) -> int:
        return self.paid_in_minor - self.given_minor

    @property
    def earmark_data(self) -> dict[str, Any]:
        """As deposits keep it: nothing for money that is for anything."""
        return {} if self.is_for_anything else encode(self.earmark)

    @property
    def is_for_anything(self) -> bool:
        return self.earmark == ANYTHING


def pots_of(fund: Fund) -> list[FundPot]:
    """All pots that a fund has or had, those that are drawn first on top; two queries."""
    known = FundBook.objects.filter(fund=fund).values_list("pots", flat=True).first() or {}
    owners = Organisation.objects.in_bulk({pot_owner(name) for name in known}, field_name="public_id")
    found = [
        FundPot(
            name=name,
            sponsor=owners[pot_owner(name)],
            priority=priority,
            earmark=decode(Earmark, earmark),
            paid_in_minor=paid_in,
            given_minor=given,
        )
        for name, (paid_in, given, priority, earmark) in known.items()
    ]
    return sorted(found, key=lambda pot: (pot.priority, -pot.paid_in_minor, pot.sponsor.name, pot.name))


def pot_purpose(fund: Fund, name: str) -> Earmark:
    """Return what the pot of that name is for."""
    return next((pot.earmark for pot in pots_of(fund) if pot.name == name), ANYTHING)


def topics_for(fund: Fund) -> "QuerySet[Category]":
    """What money of a fund may be for: the categories of its programme, or of all if it belongs to none."""
    rows = Category.objects.filter(programme=fund.programme_id) if fund.programme_id else Category.objects.all()
    return rows.order_by("name_de", "slug", "id")


def topics_of(campaign: Campaign) -> tuple[str, ...]:
    """What a campaign is about: the category of the challenge that its project answers, by its short name."""
    rows = Challenge.objects.filter(solutions__project=campaign.project_id, category__isnull=False)
    return tuple(rows.values_list("category__slug", flat=True))


def topic_names(earmarks: Iterable[Earmark], language: str) -> dict[str, str]:
    """Names of all topics that are named, by their short names; no query where none is."""
    slugs = {topic for earmark in earmarks for topic in earmark.topics}
    rows = Category.objects.filter(slug__in=slugs).order_by("-id") if slugs else ()
    return {slug: slug for slug in slugs} | {row.slug: row.name(language) for row in rows}
