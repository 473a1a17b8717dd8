"""The hand-in as a document that a team fills: drafts, preview, handing in."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.web.answers import REFUSALS, Question, ask_once, carried_out, done, page, refused, sent
from backend.web.checks import checks
from backend.web.drafts import draft_answer
from backend.web.forms.hand_in import SolutionForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.domain.outline import Section, parted, sections_of, to_fill
from programmes.selectors.handing_in import draft_stamp, late_hand_ins_of
from programmes.selectors.solutions import latest_version
from programmes.selectors.team_room import TeamRoom, team_room
from programmes.services import solutions

LATE_SHOWN = 20
TEXTS = ("title", "summary", "body", "language", "licence", "image_alt")
ROUTES: Final = {
    "team": {
        "edit": "hand-in",
        "draft": "hand-in-draft",
        "preview": "hand-in-preview",
        "withdraw": "solution-withdraw",
        "slides": "hand-in-slides",
        "slides_remove": "hand-in-slides-remove",
    },
    "solution": {
        "edit": "solution-hand-in",
        "draft": "solution-hand-in-draft",
        "preview": "solution-hand-in-preview",
        "withdraw": "solution-hand-in-withdraw",
        "slides": "solution-hand-in-slides",
        "slides_remove": "solution-hand-in-slides-remove",
    },
}


@dataclass(frozen=True)
class Opened:
    """The document of a team's first solution, begun or not, or of one that has been begun, and where its pages are."""

    team: Any
    sheet: TeamRoom
    solution: Any
    """None: the first one of the team."""
    pages: dict[str, str]


def document_to_hand_in(request: SignedInRequest, public_id: str, kind: str) -> Opened:
    solution = access.solution_to_edit(request.user, public_id) if kind == "solution" else None
    team = access.team_to_hand_in(request.user, solution.team.public_id if solution else public_id)
    pages = {name: reverse(f"web:{route}", args=[public_id]) for name, route in ROUTES[kind].items()}
    return Opened(team, team_room(team, request.user, solution), solution, pages)


def _initial(sheet: TeamRoom) -> dict[str, Any]:
    version = sheet.latest
    if version is None:
        return {"language": sheet.team.language, "title": ""}
    sections = SolutionForm.initial_sections(sections_of(sheet.team.sprint.sections), version.body)
    return {name: getattr(version, name) for name in TEXTS} | sections | SolutionForm.initial_links(version.links)


def _sections(request: SignedInRequest, sheet: TeamRoom) -> list[Section]:
    """What is asked, and what is asked no more where the team has written in it, or was just about to."""
    every = sections_of(sheet.team.sprint.sections)
    texts = parted(every, sheet.latest.body) if sheet.latest else {}
    sent_here = {one.key for one in every if request.POST.get(f"section_{one.key}", "").strip()}
    return to_fill(every, sent_here | {key for key, text in texts.items() if text})


@signed_in
def edit(request: SignedInRequest, public_id: str, kind: str = "team") -> HttpResponse:
    opened = document_to_hand_in(request, public_id, kind)
    team, sheet = opened.team, opened.sheet
    wanted = request.POST.get("do", "")
    is_draft = wanted in {"save", "preview"}
    form = SolutionForm(**sent(request), initial=_initial(sheet), draft=is_draft, sections=_sections(request, sheet))
    if request.method == "POST" and carried_out(
        form, lambda: _save(request, opened, form, hand_in=wanted == "hand_in")
    ):
        return _after(request, opened, wanted)
    late = late_hand_ins_of(team, sheet.solution)[:LATE_SHOWN]
    context = {"team": team, "sheet": sheet, "pages": opened.pages, "form": form, "late": late}
    return page(request, "web/hand_in/edit.html", {**context, "checks": checks(sheet)}, form)


def _save(request: SignedInRequest, opened: Opened, form: SolutionForm, *, hand_in: bool) -> Any:
    texts: dict[str, Any] = {name: form.cleaned_data[name] for name in TEXTS}
    if picture := form.cleaned_data.get("image"):
        texts["image"] = picture
    act = solutions.solution_submit if hand_in else solutions.solution_save_draft
    texts |= {"base": request.POST.get("base"), "links": form.links()}
    return act(actor=request.user, team=opened.team, solution=opened.solution, **texts)


def _after(request: SignedInRequest, opened: Opened, wanted: str) -> HttpResponseRedirect:
    if wanted == "preview":
        return redirect(opened.pages["preview"])
    if wanted == "hand_in":
        said = _("Your solution is handed in. Your team gets a receipt by mail.")
        return done(request, said, "web:team-room", opened.team.public_id)
    return done(request, _("Your draft is saved."), opened.pages["edit"])


@require_POST
@signed_in
def draft(request: SignedInRequest, public_id: str, kind: str = "team") -> HttpResponse:
    """Keep what was typed, in the background; a form with gaps is fine, a broken one changes nothing."""
    opened = document_to_hand_in(request, public_id, kind)
    form = SolutionForm(data=request.POST, draft=True, sections=_sections(request, opened.sheet))

    def act() -> str:
        return draft_stamp(latest_version(_save(request, opened, form, hand_in=False)))

    return draft_answer(form, act, opened.team.sprint.timezone)


@signed_in
def preview(request: SignedInRequest, public_id: str, kind: str = "team") -> HttpResponse:
    opened = document_to_hand_in(request, public_id, kind)
    if opened.sheet.latest is None:
        return redirect(opened.pages["edit"])
    sheet = opened.sheet
    context = {"team": opened.team, "solution": sheet.solution, "version": sheet.latest, "pages": opened.pages}
    return render(request, "web/hand_in/preview.html", context)


@signed_in
def withdraw(request: SignedInRequest, public_id: str, kind: str = "team") -> HttpResponse:
    opened = document_to_hand_in(request, public_id, kind)
    solution = opened.sheet.solution
    if solution is None:
        return redirect(opened.pages["edit"])
    question = Question(
        title=_("Take back the solution of “%(team)s”?") % {"team": opened.team.name},
        text=_(
            "The public does not see it any more and no juror reviews it. Until the time is over you can hand in again."
        ),
        button=_("Take it back"),
        stay=_("Leave it handed in"),
        back=opened.pages["edit"],
        done=_("The solution is taken back. Your text is still here."),
    )
    return ask_once(
        request, question, lambda _clean: solutions.solution_withdraw(actor=request.user, solution=solution)
    )


@require_POST
@signed_in
def begin(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_hand_in(request.user, public_id)
    try:
        made = solutions.solution_begin(actor=request.user, team=team)
    except REFUSALS as error:
        return refused(request, error, "web:team-room", public_id)
    return redirect("web:solution-hand-in", made.public_id)


@signed_in
def discard(request: SignedInRequest, public_id: str) -> HttpResponse:
    opened = document_to_hand_in(request, public_id, "solution")
    latest = opened.sheet.latest
    question = Question(
        title=_("Discard “%(title)s”?") % {"title": latest.title if latest else opened.team.name},
        text=_("What your team has written here is deleted for good. Your other solutions stay as they are."),
        button=_("Discard the draft"),
        stay=_("Keep it"),
        back=opened.pages["edit"],
        done=_("The draft is discarded."),
        to=reverse("web:team-room", args=[opened.team.public_id]),
    )
    return ask_once(
        request, question, lambda _clean: solutions.solution_discard(actor=request.user, solution=opened.solution)
    )
