"""The platform's addresses, and one whose view answers two letters: what any answer costs."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from backend import urls
from programmes.models import Team

FRAME = (
    '{% extends "web/base.html" %}{% block content %}<ul>'
    "{% for team in teams %}<li>{{ team.name }}</li>{% endfor %}</ul>{% endblock %}"
)
SAME = {"body": b""}
"""What `same/` answers: who measures puts it there."""


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def same(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(SAME["body"])


def indexed(request: HttpRequest, sprint_id: int) -> HttpResponse:
    """The first teams of a sprint by name, in the frame of all pages: one question that an index answers."""
    teams = Team.objects.filter(sprint_id=sprint_id, state="forming").order_by("name", "id")[:12]
    return HttpResponse(Template(FRAME).render(RequestContext(request, {"teams": teams})))


urlpatterns = [path("bare/", bare), path("indexed/<int:sprint_id>/", indexed), path("same/", same), *urls.urlpatterns]
for name in ("handler400", "handler403", "handler404", "handler500"):
    globals()[name] = getattr(urls, name)
