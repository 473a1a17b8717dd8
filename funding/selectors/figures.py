"""The few numbers of the first page, and what search finds of funding."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, F, Sum, Value, When

from funding.enums import COUNTED_PLEDGE_STATES
from funding.models import Campaign, Match, Pledge
from funding.models.campaign import SEARCH
from funding.selectors.campaigns import SHOWN_MATCHES, campaigns_public
from funding.selectors.funds import funds_public
from programmes.selectors.matching import text_query
from programmes.selectors.projects import NAMES_SHOWN_PROJECT
from programmes.selectors.search import OWN_LANGUAGE, PER_KIND, SearchHit, ranked_among


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """Minor units of euros."""

    campaigns: int
    pledges: int
    crowd_minor: int
    fund_minor: int

    @property
    def total_minor(self) -> int:
        return self.crowd_minor + self.fund_minor


def live_figures() -> LiveFigures:
    counted = Pledge.objects.filter(state__in=COUNTED_PLEDGE_STATES).aggregate(
        gross=Sum("amount_minor", default=0), back=Sum("payment__refunded_minor", default=0)
    )
    matched = Match.objects.filter(state__in=SHOWN_MATCHES).aggregate(amount=Sum("amount_minor", default=0))
    return LiveFigures(
        campaigns=campaigns_public().count(),
        pledges=Pledge.objects.filter(state__in=COUNTED_PLEDGE_STATES).count(),
        crowd_minor=counted["gross"] - counted["back"],
        fund_minor=matched["amount"],
    )


def search(query: str, language: str = "de", *, per_kind: int = PER_KIND) -> list[SearchHit]:
    """Return campaigns and funds that match, the best first; `kind` is campaign or fund, `ref` a slug."""
    if text_query(query) is None:
        return []
    hits = [*_campaigns(query, per_kind), *_funds(query, per_kind)]
    return sorted(hits, key=lambda hit: (-hit.rank * (OWN_LANGUAGE if hit.language == language else 1), hit.title))


def _campaigns(query: str, most: int) -> Iterator[SearchHit]:
    rank: Any = SearchRank(SEARCH, text_query(query) or "")
    found = Campaign.objects.filter(pk__in=campaigns_public(query=query).order_by().values("pk"))
    rows = Campaign.objects.filter(pk__in=ranked_among(found, query, title="title", most=most))
    columns = ("slug", "title", "summary", "language", "about", "rank")
    # A campaign stays to be found where what its project came from is hidden; it does not name it then.
    about = Case(When(NAMES_SHOWN_PROJECT, then=F("project__title")), default=Value(""))
    for row in rows.annotate(rank=rank, about=about).order_by("-rank", "-id").values_list(*columns)[:most]:
        yield SearchHit("campaign", *row)


def _funds(query: str, most: int) -> Iterator[SearchHit]:
    # A handful of rows: no index, and equal in rank to a hit in a title.
    for row in funds_public(query=query)[:most]:
        yield SearchHit("fund", row.slug, row.name, row.summary, row.language, row.organisation.name, 1)
