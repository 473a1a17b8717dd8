"""Who came after the deadline, and what exactly was handed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.core.errors import NotFound
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.handing_in import frozen_form, grace_is_fixed, late_hand_ins
from programmes.selectors.solutions import versions_of

PER_PAGE = 50


@signed_in
def late(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = page_of(request, late_hand_ins(sprint), PER_PAGE)
    context = {"sprint": sprint, "page": rows, "is_fixed": grace_is_fixed(sprint), "here": "outline"}
    return render(request, "web/organiser/late.html", context)


def frozen(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """The very bytes whose SHA-256 is kept with a version: `curl … | sha256sum` gives the same."""
    solution = access.solution_to_view(request.user, public_id)
    version = versions_of(solution).filter(number=number).first()
    if version is None:
        raise NotFound
    return HttpResponse(frozen_form(version, solution), content_type="application/json")
