"""The hand-in as a document that a team fills: drafts, preview, handing in."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.web.answers import Question, ask_once, carried_out, done, page, sent
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


def _opened(request: SignedInRequest, public_id: str) -> tuple[Any, TeamRoom]:
    team = access.team_to_hand_in(request.user, public_id)
    return team, team_room(team, request.user)


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
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    team, sheet = _opened(request, public_id)
    wanted = request.POST.get("do", "")
    is_draft = wanted in {"save", "preview"}
    form = SolutionForm(**sent(request), initial=_initial(sheet), draft=is_draft, sections=_sections(request, sheet))
    if request.method == "POST" and carried_out(form, lambda: _save(request, team, form, hand_in=wanted == "hand_in")):
        return _after(request, team, wanted)
    context = {"team": team, "sheet": sheet, "form": form, "late": late_hand_ins_of(team)[:LATE_SHOWN]}
    return page(request, "web/hand_in/edit.html", context, form)


def _save(request: SignedInRequest, team: Any, form: SolutionForm, *, hand_in: bool) -> Any:
    texts: dict[str, Any] = {name: form.cleaned_data[name] for name in TEXTS}
    if picture := form.cleaned_data.get("image"):
        texts["image"] = picture
    act = solutions.solution_submit if hand_in else solutions.solution_save_draft
    return act(actor=request.user, team=team, base=request.POST.get("base"), links=form.links(), **texts)


def _after(request: SignedInRequest, team: Any, wanted: str) -> HttpResponseRedirect:
    if wanted == "preview":
        return redirect("web:hand-in-preview", team.public_id)
    if wanted == "hand_in":
        said = _("Your solution is handed in. Your team gets a receipt by mail.")
        return done(request, said, "web:team-room", team.public_id)
    return done(request, _("Your draft is saved."), "web:hand-in", team.public_id)


@require_POST
@signed_in
def draft(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Keep what was typed, in the background; a form with gaps is fine, a broken one changes nothing."""
    team, sheet = _opened(request, public_id)
    form = SolutionForm(data=request.POST, draft=True, sections=_sections(request, sheet))

    def act() -> str:
        return draft_stamp(latest_version(_save(request, team, form, hand_in=False)))

    return draft_answer(form, act, team.sprint.timezone)


@signed_in
def preview(request: SignedInRequest, public_id: str) -> HttpResponse:
    team, sheet = _opened(request, public_id)
    if sheet.latest is None:
        return redirect("web:hand-in", public_id)
    return render(request, "web/hand_in/preview.html", {"team": team, "sheet": sheet, "version": sheet.latest})


@signed_in
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    team, sheet = _opened(request, public_id)
    if sheet.solution is None:
        return redirect("web:hand-in", public_id)
    solution = sheet.solution
    question = Question(
        title=_("Take back the solution of “%(team)s”?") % {"team": team.name},
        text=_(
            "The public does not see it any more and no juror reviews it. Until the time is over you can hand in again."
        ),
        button=_("Take it back"),
        stay=_("Leave it handed in"),
        back=reverse("web:hand-in", args=[public_id]),
        done=_("The solution is taken back. Your text is still here."),
    )
    return ask_once(
        request, question, lambda _clean: solutions.solution_withdraw(actor=request.user, solution=solution)
    )
