"""The platform's addresses, and some whose views do next to nothing: what any answer costs."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from backend import urls
from backend.core import clock
from backend.core.ids import new_public_id
from backend.core.models import Heartbeat
from programmes.models import Team
from tests.bench.lists import by_hand

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


@csrf_exempt
def insert(_request: HttpRequest) -> HttpResponse:
    """One row, committed."""
    Heartbeat.objects.create(name=new_public_id("ben"), at=clock.now())
    return HttpResponse("ok")


OWN = [path("bare/", bare), path("same/", same), path("insert/", insert), path("by-hand/", by_hand)]
OWN += [path("indexed/<int:sprint_id>/", indexed)]
urlpatterns = [*OWN, *urls.urlpatterns]
for name in ("handler400", "handler403", "handler404", "handler500"):
    globals()[name] = getattr(urls, name)
