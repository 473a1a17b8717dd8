"""Slides for the pitch: put to the team's draft, taken away, and handed out to whoever may see that version."""

from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.core.errors import NotFound
from backend.web.answers import Question, Sheet, ask_once, fill_in, sent
from backend.web.forms.hand_in import SlidesForm
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.hand_in import Opened, document_to_hand_in
from programmes import access
from programmes.selectors.comparisons import jury_ways
from programmes.selectors.solutions import versions_of
from programmes.services.solutions import solution_save_draft


@signed_in
def edit(request: SignedInRequest, public_id: str, kind: str = "team") -> HttpResponse:
    opened = document_to_hand_in(request, public_id, kind)
    latest = opened.sheet.latest
    form = SlidesForm(**sent(request), initial={"slides_title": latest.slides_title if latest else ""})
    form.fields["slides"].required = not (latest and latest.slides)

    def act(clean: dict[str, Any]) -> None:
        given: Any = {name: value for name, value in clean.items() if value}
        solution_save_draft(actor=request.user, team=opened.team, solution=opened.solution, **given)

    return fill_in(request, _sheet(opened), form, act)


def _sheet(opened: Opened) -> Sheet:
    team, hand_in = opened.team, opened.pages["edit"]
    lead = _("They belong to your solution: when you hand it in, they are frozen with it, and everybody can open them.")
    if jury_ways([team.sprint_id])[team.sprint_id].is_blind:
        lead += " " + _("The jury of this sprint does not see who has built what: please leave names and faces out.")
    return Sheet(
        title=_("Slides for the pitch"),
        lead=lead,
        button=_("Put the slides to the draft"),
        back=hand_in,
        done=_("The slides belong to your draft."),
        above=[(team.name, reverse("web:team-room", args=[team.public_id])), (_("Your solution"), hand_in)],
    )


@signed_in
def remove(request: SignedInRequest, public_id: str, kind: str = "team") -> HttpResponse:
    opened = document_to_hand_in(request, public_id, kind)
    latest = opened.sheet.latest
    if latest is None or not latest.slides:
        raise NotFound
    question = Question(
        title=_("Remove the slides “%(title)s” from the draft?") % {"title": latest.slides_title},
        text=_("What you have handed in already keeps its slides."),
        button=_("Remove the slides"),
        stay=_("Keep the slides"),
        back=opened.pages["edit"],
        done=_("Your draft has no slides any more."),
    )
    emptied = partial(solution_save_draft, actor=request.user, team=opened.team, solution=opened.solution, slides=None)
    return ask_once(request, question, lambda _clean: emptied())


@require_safe
def file(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """Of one version: a draft's for the team, others for whoever sees the solution."""
    solution = access.solution_to_view(request.user, public_id)
    version = versions_of(solution, request.user).exclude(slides="").filter(number=number).first()
    if version is None:
        raise NotFound
    response = FileResponse(version.slides.open("rb"), content_type="application/pdf")
    name = f"{slugify(version.slides_title) or 'folien'}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Content-Length"] = str(version.slides_bytes)
    response["ETag"] = f'"{version.slides_sha256}"'
    response["Cache-Control"] = "private, no-cache"
    # The file is a stranger's: whatever a browser makes of it has no origin of ours. Without `allow-scripts` some show
    # an empty page, since their own viewer is one; what a PDF could run has been refused when it was sent.
    response["Content-Security-Policy"] = "sandbox allow-scripts; form-action 'none'; frame-ancestors 'none'"
    return response
