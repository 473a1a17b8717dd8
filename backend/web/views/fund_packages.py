"""What a fund has published for whoever wants to check it, and how that is done."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.web.answers import REFUSALS, done, refused
from backend.web.downloads import published_file
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.selectors.packages import packages_of_fund, packages_published
from funding.services.packages import package_request

PER_PAGE = 20


def packages(request: HttpRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_view(request.user, slug)
    rows = page_of(request, packages_published(fund), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "address": f"{settings.SITE_URL}/fonds/{fund.slug}/pruefpakete/"}
    return render(request, "web/funds/packages.html", context)


def package(request: HttpRequest, slug: str, public_id: str) -> HttpResponseBase:
    """The file. It never changes, so whoever has it may keep it."""
    row = access.package_to_fetch(request.user, slug, public_id)
    name = f"{row.fund.slug}-{row.digest[:12]}.zip"
    return published_file(row.archive, name=name, sha256=row.sha256, size_bytes=row.size_bytes)


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was published and what is being written; asking for one is the one thing done here."""
    fund = access.fund_to_manage(request.user, slug)
    if request.method == "POST":
        return _ask(request, fund)
    rows = page_of(request, packages_of_fund(fund), per_page=PER_PAGE)
    return render(request, "web/fund_desk/packages.html", {"fund": fund, "page": rows, "here": "packages"})


def _ask(request: SignedInRequest, fund: Any) -> HttpResponse:
    try:
        package_request(fund=fund, actor=request.user)
    except REFUSALS as error:
        return refused(request, error, "web:fund-packages-desk", fund.slug)
    said = _("The package is being written and checked. We write to you when it is published.")
    return done(request, said, "web:fund-packages-desk", fund.slug)
