"""What comes from other systems, a table of Devpost or a package: read and looked at, then taken over by a worker."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import REFUSALS, Question, Sheet, ask_once, fill_in, refused, sent
from backend.web.finding_words import findings_told, tables_told
from backend.web.forms.exchange import DevpostForm, PackageForm
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.access.exchange import data_import_to_manage
from programmes.selectors.data_imports import event_read, import_preview, projects_read
from programmes.services.exchange.imports import devpost_read, import_discard, import_take, package_look

PER_PAGE, FINDINGS_SHOWN = 50, 500


@signed_in
def devpost(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    lead = _(
        "The table is read first, and you see what would be taken over and what was not understood. Names and "
        "addresses of people are exchanged for pseudonyms at once and never kept."
    )
    sheet = _sheet(sprint, _("Solutions from Devpost"), lead, _("Read the table"))

    def act(clean: dict[str, Any]) -> str:
        return _page_of(devpost_read(actor=request.user, sprint=sprint, content=clean["file"].read()))

    return fill_in(request, sheet, DevpostForm(**sent(request)), act)


@signed_in
def package(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    lead = _(
        "The package is tried out first, and you see what would be taken over and what is left out. Names and "
        "addresses of people are exchanged for pseudonyms at once and never kept."
    )
    sheet = _sheet(sprint, _("A package from elsewhere"), lead, _("Read the package"))

    def act(clean: dict[str, Any]) -> str:
        return _page_of(package_look(actor=request.user, sprint=sprint, content=clean["file"].read()))

    return fill_in(request, sheet, PackageForm(**sent(request)), act)


def _sheet(sprint: Any, title: str, lead: str, button: str) -> Sheet:
    return Sheet(
        title=title,
        lead=lead,
        button=button,
        back=reverse("web:organiser-data", args=[sprint.slug]),
        done="",
        above=[
            (_("Organisation"), reverse("web:organiser")),
            (sprint.title, reverse("web:organiser-sprint", args=[sprint.slug])),
            (_("Open data"), reverse("web:organiser-data", args=[sprint.slug])),
        ],
    )


def _page_of(row: Any) -> str:
    return reverse("web:data-import", args=[row.public_id])


@signed_in
def look(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What was read; taking it over is the one thing done here."""
    row = data_import_to_manage(request.user, public_id)
    if request.method == "POST":
        return _take(request, row)
    names = "web/organiser/import.html", "web/organiser/import_progress.html"
    context = {"found": row, "is_package": row.source == "package", "sprint": row.sprint, "here": "data"}
    is_running = row.state in {"reading", "taking"}
    return render_run(request, *names, context, is_running=is_running, whole=lambda: _whole(request, row))


def _whole(request: SignedInRequest, row: Any) -> dict[str, Any]:
    page = page_of(request, projects_read(row), PER_PAGE)
    return {
        "page": page,
        "event": event_read(row),
        "rows": import_preview(row, list(page.object_list)),
        "tables": tables_told(row.tables),
        "findings": findings_told(row.findings[:FINDINGS_SHOWN]),
    }


def _take(request: SignedInRequest, row: Any) -> HttpResponse:
    back = "web:data-import"
    try:
        import_take(actor=request.user, found=row)
    except REFUSALS as error:
        return refused(request, error, back, row.public_id)
    return redirect(back, row.public_id)


@signed_in
def discard(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = data_import_to_manage(request.user, public_id)
    is_package = row.source == "package"
    question = Question(
        title=_("Put this package aside?") if is_package else _("Put this table aside?"),
        text=_("Nothing of it is taken over. What was read is forgotten; you can read the file again."),
        button=_("Put it aside"),
        stay=_("Keep it"),
        back=_page_of(row),
        done=_("It is put aside."),
        to=reverse("web:organiser-data", args=[row.sprint.slug]),
    )
    return ask_once(request, question, lambda _clean: import_discard(actor=request.user, found=row))
