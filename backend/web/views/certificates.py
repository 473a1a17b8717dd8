"""Certificates of attendance: one's own to fetch, anybody's to check by its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from backend.core import clock
from backend.core.errors import NotFound
from backend.web.answers import carried_out, done, page, sent
from backend.web.certificate_pdf import certificate_pdf
from backend.web.forms.door import CertificateForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.certificates import certificate_of, code_shown, has_earned
from programmes.services.certificates import certificate_issue


@signed_in
@never_cache
def own(request: SignedInRequest, slug: str) -> HttpResponse:
    row = access.own_registration_to_use(request.user, slug)
    found = certificate_of(row)
    form = CertificateForm(**sent(request), initial={"name": request.user.display_name})
    if request.method == "POST" and carried_out(
        form, lambda: certificate_issue(actor=request.user, registration=row, **form.cleaned_data)
    ):
        return done(request, _("Your certificate is ready."), "web:certificate-own", slug)
    context = {
        "sprint": row.sprint,
        "certificate": found,
        "code": code_shown(found.code) if found else "",
        "is_over": row.sprint.ends_at <= clock.now(),
        "earned": found is not None or has_earned(row),
        "form": form,
    }
    return page(request, "web/certificates/own.html", context, form)


@signed_in
@never_cache
def file(request: SignedInRequest, slug: str) -> HttpResponse:
    found = certificate_of(access.own_registration_to_use(request.user, slug))
    if found is None:
        raise NotFound
    disposition = {"Content-Disposition": f'attachment; filename="{slug}-bescheinigung.pdf"'}
    return HttpResponse(certificate_pdf(found), content_type="application/pdf", headers=disposition)


@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is ours, for whoever has its code. It is found by nothing else."""
    try:
        found = access.certificate_to_check(request.user, code)
    except NotFound:
        found = None
    context = {"certificate": found, "sprint": found.registration.sprint if found else None, "code": code}
    response = render(request, "web/certificates/check.html", context, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
