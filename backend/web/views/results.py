"""How solutions of a sprint are selected, and which were: for everybody."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from backend.web.downloads import published_file
from backend.web.paging import page_of
from programmes import access
from programmes.domain.public_rating import QUORUM
from programmes.selectors.ratings import award_of
from programmes.selectors.results import (
    criteria_told,
    decided_otherwise,
    noted_in_stages,
    result_counts,
    solutions_selected,
)
from programmes.selectors.selection_packages import packages_published
from programmes.selectors.stages import stages_of

PER_PAGE, OTHERWISE_SHOWN, PACKAGES_SHOWN = 50, 50, 5


def results(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    criteria = criteria_told(sprint)
    context = {
        "sprint": sprint,
        "stages": stages_of(sprint),
        "noted": noted_in_stages(sprint, OTHERWISE_SHOWN),
        "criteria": criteria,
        "may_abstain": any(told.criterion.may_abstain for told in criteria),
        "counts": result_counts(sprint),
        "page": page_of(request, solutions_selected(sprint), PER_PAGE),
        "award": award_of(sprint),
        "rule": {"quorum": QUORUM},
        "packages": packages_published(sprint)[:PACKAGES_SHOWN],
        "otherwise": decided_otherwise(sprint)[:OTHERWISE_SHOWN],
    }
    return render(request, "web/sprints/results_of_jury.html", context)


def package(request: HttpRequest, slug: str, public_id: str) -> HttpResponseBase:
    """The file by which anybody checks the selection. It never changes, so whoever has it may keep it."""
    row = access.selection_package_to_fetch(request.user, public_id)
    name = f"{slug}-{row.digest[:12]}.zip"
    return published_file(row.archive, name=name, sha256=row.sha256, size_bytes=row.size_bytes)
