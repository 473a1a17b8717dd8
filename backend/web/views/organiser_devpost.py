"""Solutions that were handed in at Devpost: a table is read and looked at, then taken over by a worker."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.answers import REFUSALS, Question, Sheet, ask_once, fill_in, refused, sent
from backend.web.finding_words import findings_told
from backend.web.forms.exchange import DevpostForm
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.access.exchange import devpost_import_to_manage
from programmes.selectors.devpost import devpost_preview
from programmes.services.exchange.devpost import devpost_discard, devpost_read, devpost_take

PER_PAGE, FINDINGS_SHOWN = 50, 500


@signed_in
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)

    def act(clean: dict[str, Any]) -> str:
        row = devpost_read(actor=request.user, sprint=sprint, content=clean["file"].read())
        return reverse("web:devpost-import", args=[row.public_id])

    return fill_in(request, _sheet(sprint), DevpostForm(**sent(request)), act)


def _sheet(sprint: Any) -> Sheet:
    return Sheet(
        title=_("Solutions from Devpost"),
        lead=_(
            "The table is read first, and you see what would be taken over and what was not understood. Names and "
            "addresses of people are exchanged for pseudonyms at once and never kept."
        ),
        button=_("Read the table"),
        back=reverse("web:organiser-data", args=[sprint.slug]),
        done="",
        above=[
            (_("Organisation"), reverse("web:organiser")),
            (sprint.title, reverse("web:organiser-sprint", args=[sprint.slug])),
            (_("Open data"), reverse("web:organiser-data", args=[sprint.slug])),
        ],
    )


@signed_in
def look(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What was read; taking it over is the one thing done here."""
    row = devpost_import_to_manage(request.user, public_id)
    if request.method == "POST":
        return _take(request, row)
    names = "web/organiser/devpost.html", "web/organiser/devpost_progress.html"
    context = {"found": row, "sprint": row.sprint, "here": "data"}
    is_running = row.state == "taking"
    return render_run(request, *names, context, is_running=is_running, whole=lambda: _whole(request, row))


def _whole(request: SignedInRequest, row: Any) -> dict[str, Any]:
    page = page_of(request, row.projects, PER_PAGE)
    findings = findings_told(row.findings[:FINDINGS_SHOWN])
    return {"page": page, "rows": devpost_preview(row, list(page.object_list)), "findings": findings}


def _take(request: SignedInRequest, row: Any) -> HttpResponse:
    back = "web:devpost-import"
    try:
        devpost_take(actor=request.user, found=row)
    except REFUSALS as error:
        return refused(request, error, back, row.public_id)
    return redirect(back, row.public_id)


@signed_in
def discard(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = devpost_import_to_manage(request.user, public_id)
    count = ngettext("%(n)s solution is not taken over.", "%(n)s solutions are not taken over.", row.count)
    question = Question(
        title=_("Put this table aside?"),
        text=count % {"n": row.count} + " " + _("What was read is forgotten; you can read the table again."),
        button=_("Put it aside"),
        stay=_("Keep it"),
        back=reverse("web:devpost-import", args=[public_id]),
        done=_("The table is put aside."),
        to=reverse("web:organiser-data", args=[row.sprint.slug]),
    )
    return ask_once(request, question, lambda _clean: devpost_discard(actor=request.user, found=row))
