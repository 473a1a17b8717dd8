"""What everybody may take along of a sprint: its package, its facts for machines, cards for other pages."""

from typing import Any, TypeVar

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.core.errors import NotFound
from programmes import access
from programmes.access.exchange import sprint_package_to_fetch
from programmes.domain.exchange.publiccode import publiccode_yml
from programmes.enums import SprintState
from programmes.selectors.hackathon import WORKS_MOST, hackathon_of
from programmes.selectors.projects import projects_public
from programmes.selectors.publiccode import software_of
from programmes.selectors.sprint_packages import package_latest

KINDS = {"zip": "application/zip", "json": "application/json"}
FRESH_SECONDS = 300
Answer = TypeVar("Answer", bound=HttpResponseBase)


def address(page: str, name: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'web:{page}', args=[name])}"


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    context = {"sprint": sprint, "package": package_latest(sprint), "works_most": WORKS_MOST}
    return render(request, "web/sprints/data.html", context)


@require_safe
def package(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The latest package, as ZIP file of tables or as one JSON file."""
    sprint = access.sprint_to_view(request.user, slug)
    row = sprint_package_to_fetch(sprint)
    file = (row.tables if form == "zip" else row.inline).open("rb")
    name = "datapackage.json" if form == "json" else f"{slug}-{row.sha256[:12]}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[form])
    return for_machines(answer, sprint, etag=f"{row.public_id}-{form}")


@require_safe
def hackathon_json(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    return for_machines(JsonResponse(hackathon_of(sprint, address), content_type="application/ld+json"), sprint)


@require_safe
def publiccode(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the repository of a solution that administrations may reuse."""
    shown = access.solution_to_view(request.user, public_id)
    project = projects_public().filter(solution=shown).first()
    software = software_of(shown, address("solution", public_id), project)
    if software is None:
        raise NotFound
    answer = HttpResponse(publiccode_yml(software), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="publiccode.yml"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def for_machines(answer: Answer, sprint: Any, etag: str = "") -> Answer:
    """Anybody's page may read it and caches may keep it, unless only the organisers see the sprint yet."""
    if sprint.state == SprintState.DRAFT:
        answer["Cache-Control"] = "private, no-store"
        return answer
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    if etag:
        answer["ETag"] = f'"{etag}"'
    return answer
