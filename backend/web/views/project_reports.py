"""Progress reports: written by the team, read and accepted by coaches and organisers."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Sheet, carried_out, done, fill_in, page, sent
from backend.web.forms.project_desk import NoteForm, ReportForm
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.project_desk import desk_url
from programmes import access, rules
from programmes.services import reports

TEXTS = ("title", "period_start", "period_end", "body")


def _sheet(project: Any, title: str) -> Sheet:
    return Sheet(
        title=title,
        lead=_("It is a draft until you send it. When it is accepted, everybody can read it."),
        button=_("Save the draft"),
        back=desk_url(project),
        done=_("The draft is saved. You can send it now."),
        above=[(project.title, desk_url(project))],
    )


@signed_in
def add(request: SignedInRequest, public_id: str) -> HttpResponse:
    project = access.project_to_edit(request.user, public_id)
    form = ReportForm(**sent(request))

    def act(clean: dict[str, Any]) -> str:
        made = reports.report_save(actor=request.user, project=project, **clean)
        return reverse("web:report", args=[made.public_id])

    return fill_in(request, _sheet(project, _("A new report")), form, act)


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.report_to_edit(request.user, public_id)
    form = ReportForm(**sent(request), initial={name: getattr(row, name) for name in TEXTS})

    def act(clean: dict[str, Any]) -> str:
        reports.report_save(actor=request.user, project=row.project, report=row, **clean)
        return reverse("web:report", args=[row.public_id])

    return fill_in(request, _sheet(row.project, _("Edit the report")), form, act)


@signed_in
def report(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.report_to_view(request.user, public_id)
    wanted = request.POST.get("do", "")
    form = (NoteForm if wanted == "return" else forms.Form)(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _act(request, public_id, wanted, form.cleaned_data)):
        return done(request, _said(wanted), "web:report", public_id)
    context = {
        "report": row,
        "project": row.project,
        "can_work": rules.can_work_on_project.test(request.user, row),
        "can_guide": rules.can_guide_project.test(request.user, row),
        "note": form if wanted == "return" else NoteForm(),
        "form": form,
    }
    return page(request, "web/project_desk/report.html", context, form)


def _act(request: SignedInRequest, public_id: str, wanted: str, clean: dict[str, Any]) -> None:
    if wanted == "submit":
        reports.report_submit(actor=request.user, report=access.report_to_edit(request.user, public_id))
    elif wanted == "accept":
        reports.report_accept(actor=request.user, report=access.report_to_check(request.user, public_id))
    elif wanted == "return":
        row = access.report_to_check(request.user, public_id)
        reports.report_request_revision(actor=request.user, report=row, note=clean["note"])


def _said(wanted: str) -> str:
    said = {
        "submit": _("The report is with the coaches."),
        "accept": _("The report is accepted. Everybody can read it now."),
        "return": _("The team reads what is missing."),
    }
    return said.get(wanted, "")
