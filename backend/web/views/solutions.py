from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.viewers import person_of
from backend.core.predicates import holds
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from programmes import access
from programmes.rules import can_work_on_solution
from programmes.selectors.offers import challenges_to_offer_to, offers_answerable, offers_of_solution
from programmes.selectors.projects import projects_public
from programmes.selectors.publiccode import software_of
from programmes.selectors.ratings import opinion_of
from programmes.selectors.readmes import readme_of
from programmes.selectors.reviews import jury_words
from programmes.selectors.solutions import solutions_public, versions_of
from programmes.selectors.team_log import log_public_of
from programmes.selectors.teams import members_of

LOG_SHOWN = 3


def solution_list(request: HttpRequest) -> HttpResponse:
    query, slug = words_asked(request), request.GET.get("sprint", "")
    sprint = access.sprint_to_view(request.user, slug) if slug else None
    rows = solutions_public(sprint=sprint, query=query)
    context = {"query": query, "sprint": sprint, "keep": {"sprint": slug}, "page": page_of(request, rows)}
    return render_list(request, "web/solutions/list.html", context)


def solution(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.solution_to_view(request.user, public_id)
    versions = list(versions_of(shown, request.user))
    offers = list(offers_of_solution(shown))
    project = projects_public().filter(solution=shown).first()
    context = {
        "solution": shown,
        "version": shown.current_version or next(iter(versions), None),
        "versions": versions,
        "members": members_of(shown.team),
        "log": log_public_of(shown.team)[:LOG_SHOWN],
        "readme": readme_of(shown.team),
        "jury_words": jury_words(shown),
        "offers": offers,
        "answerable": offers_answerable(request.user, offers),
        "can_offer": _can_offer(request, shown),
        "opinion": opinion_of(shown, request.user),
        "project": project,
        "is_software": software_of(shown, "", project) is not None,
    }
    return render(request, "web/solutions/solution.html", context)


def _can_offer(request: HttpRequest, shown: Any) -> bool:
    """For the team, once it is handed in and while somebody else asks for something."""
    is_there = shown.state in {"handed_in", "selected", "not_selected"}
    return (
        is_there
        and holds(can_work_on_solution, person_of(request.user), shown)
        and challenges_to_offer_to(shown).exists()
    )
