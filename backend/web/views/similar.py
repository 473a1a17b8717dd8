"""What is like the words that somebody types, and, for organisers, teams that likely work on the same."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums_of_building import ThingKind
from programmes.selectors.nearness import alike_teams, similar_to, with_teams

TYPED = ("title", "name", "summary", "pitch")
PER_PAGE = 25


def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """A piece of a page: asked for while somebody writes. Empty while there is nothing to say."""
    sprint = access.sprint_to_view(request.user, slug)
    words = " ".join(request.GET.get(name, "") for name in TYPED)
    found = similar_to(sprint, words, besides=request.GET.get("besides", ""))
    teams = sum(one.kind == ThingKind.TEAM for one in found)
    return render(request, "web/similar/found.html", {"found": found, "teams": teams})


@signed_in
def teams_alike(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    built, groups = alike_teams(sprint)
    rows = page_of(request, groups, PER_PAGE)
    context = {"sprint": sprint, "built": built, "page": rows, "here": "moderation"}
    return render(
        request, "web/organiser/teams_alike.html", {**context, "groups": with_teams(sprint, list(rows.object_list))}
    )
