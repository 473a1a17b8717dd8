from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.core import clock
from backend.web.paging import page_of
from programmes import access
from programmes.selectors.calls import calls_open
from programmes.selectors.projects import projects_public
from programmes.selectors.sprints import sprints_public

CALLS = 5
PROJECTS = 6


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.programme_to_view(request.user, slug)
    context = {
        "programme": shown,
        "sprints": page_of(request, sprints_public().filter(programme=shown)),
        "projects": projects_public(programme=shown)[:PROJECTS],
        "calls": calls_open(programme=shown)[:CALLS],
        "now": clock.now(),
    }
    return render(request, "web/programmes/programme.html", context)
