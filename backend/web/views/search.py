"""One search over everything public, in both languages."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from funding.selectors.figures import search as search_funding
from programmes.selectors.search import PER_KIND, SearchHit
from programmes.selectors.search import search as search_programmes

# Of several for the filter, of one above a hit.
KINDS = {
    "sprint": (_("Sprints"), _("Sprint"), "web:sprint", "web:sprints"),
    "challenge": (_("Challenges"), _("Challenge"), "web:challenge", "web:challenges"),
    "team": (_("Teams"), _("Team"), "web:team", "web:teams"),
    "solution": (_("Solutions"), _("Solution"), "web:solution", "web:solutions"),
    "project": (_("Projects"), _("Project"), "web:project", "web:projects"),
    "campaign": (_("Campaigns"), _("Campaign"), "web:campaign", "web:campaigns"),
    "fund": (_("Funds"), _("Fund"), "web:fund", "web:funds"),
}
"""What several and one are called, the page of one, and the list that finds all of them."""


@dataclass(frozen=True)
class Kind:
    name: str
    label: str
    one: str
    route: str
    all_route: str
    hits: list[SearchHit]
    has_more: bool
    """Whether there are others that are not shown here."""


def search(request: HttpRequest) -> HttpResponse:
    query, wanted = words_asked(request), request.GET.get("kind", "")
    kinds = _found(query, (get_language() or "de")[:2])
    shown = [kind for kind in kinds if kind.name == wanted] if wanted in KINDS else kinds
    hits = [(hit, kind.one, kind.route) for kind in shown for hit in kind.hits]
    hits.sort(key=lambda one: -one[0].rank)
    context = {
        "query": query,
        "kind": wanted,
        "kinds": kinds,
        "total": sum(len(kind.hits) for kind in kinds),
        "has_more": any(kind.has_more for kind in kinds),
        "cut": [kind for kind in shown if kind.has_more],
        "page": page_of(request, hits, 20),
        "keep": {"kind": wanted},
    }
    return render_list(request, "web/search/search.html", context)


def _found(query: str, reading: str) -> list[Kind]:
    """The best of each kind that has any. One more than is shown is asked for, to know whether there are more."""
    hits: dict[str, list[SearchHit]] = {name: [] for name in KINDS}
    for find in (search_programmes, search_funding):
        for hit in find(query, reading, per_kind=PER_KIND + 1):
            hits[hit.kind].append(hit)
    return [
        Kind(name, str(label), str(one), route, all_route, hits[name][:PER_KIND], len(hits[name]) > PER_KIND)
        for name, (label, one, route, all_route) in KINDS.items()
        if hits[name]
    ]
