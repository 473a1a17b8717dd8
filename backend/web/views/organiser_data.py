"""The organiser's desk of open data: the package of the sprint, and what comes from other systems."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.web.answers import REFUSALS, done, refused
from backend.web.paging import page_of
from backend.web.partial import is_partial
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.sprint_packages import data_imports_of, packages_of
from programmes.services.sprint_packages import sprint_package_request

PER_PAGE = 10


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was published, and what is being written; asking for a package is the one thing done here."""
    sprint = access.sprint_to_manage(request.user, slug)
    if request.method == "POST":
        return _ask(request, sprint)
    rows = page_of(request, packages_of(sprint), PER_PAGE)
    context = {"sprint": sprint, "here": "data", "page": rows, "running": _running(rows.object_list)}
    context["imports"] = data_imports_of(sprint)[:PER_PAGE]
    name = "web/organiser/data_packages.html" if is_partial(request) else "web/organiser/data.html"
    return render(request, name, context)


def _running(rows: Any) -> bool:
    return any(row.state == "requested" for row in rows)


def _ask(request: SignedInRequest, sprint: Any) -> HttpResponse:
    try:
        sprint_package_request(actor=request.user, sprint=sprint)
    except REFUSALS as error:
        return refused(request, error, "web:organiser-data", sprint.slug)
    return done(request, _("The package is being written."), "web:organiser-data", sprint.slug)
