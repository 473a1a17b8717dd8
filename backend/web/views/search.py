"""One search over everything public, in both languages."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from funding.selectors.figures import search as search_funding
from programmes.selectors.search import search as search_programmes

KINDS = {
    "sprint": (_("Sprints"), "web:sprint"),
    "challenge": (_("Challenges"), "web:challenge"),
    "team": (_("Teams"), "web:team"),
    "solution": (_("Solutions"), "web:solution"),
    "project": (_("Projects"), "web:project"),
    "campaign": (_("Campaigns"), "web:campaign"),
    "fund": (_("Funds"), "web:fund"),
}


def search(request: HttpRequest) -> HttpResponse:
    query, reading = words_asked(request), (get_language() or "de")[:2]
    hits = [*search_programmes(query, reading), *search_funding(query, reading)]
    wanted = request.GET.get("kind", "")
    counts = {kind: sum(hit.kind == kind for hit in hits) for kind in KINDS}
    shown = [hit for hit in hits if hit.kind == wanted] if wanted in KINDS else hits
    shown.sort(key=lambda hit: -hit.rank)
    context = {
        "query": query,
        "kind": wanted,
        "kinds": [(kind, KINDS[kind][0], count) for kind, count in counts.items() if count],
        "total": len(hits),
        "page": page_of(request, [(hit, *KINDS[hit.kind]) for hit in shown], 20),
        "keep": {"kind": wanted},
    }
    return render_list(request, "web/search/search.html", context)
