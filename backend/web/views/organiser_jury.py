"""Who judges what, and which solutions become projects."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core.errors import Invalid
from backend.web.answers import REFUSALS, carried_out, done, page, refused
from backend.web.forms.selection import DecisionForm, NotesForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.stages import stage_asked
from programmes import access
from programmes.enums import Feature
from programmes.selectors.comparisons import goes_by_pairs
from programmes.selectors.jury_runs import jury_runs_of
from programmes.selectors.organiser_desk import assignment
from programmes.selectors.projects import cohorts_of
from programmes.selectors.ranking import Place, RankedSolution, at_places, places
from programmes.selectors.reviews import criteria_of
from programmes.selectors.selection_packages import packages_failed
from programmes.selectors.solutions import solutions_to_judge
from programmes.selectors.stages import stage_follows, stages_of
from programmes.selectors.windows import window_of
from programmes.services.reviews import review_assign
from programmes.services.selection import selection_decide
from programmes.services.selection_stages import selection_stage_close

# So many rows times a jury of thirty still fit into one form.
SOLUTIONS_PER_PAGE = 15
RANKED_PER_PAGE, OTHERS_SHOWN = 50, 25
PER_SOLUTION = range(1, 6)


@signed_in
def assign(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    if request.method == "POST":
        return _assign(request, sprint)
    rows = page_of(request, solutions_to_judge(sprint), SOLUTIONS_PER_PAGE)
    wanted = request.GET.get("each", "")
    each = int(wanted) if wanted in {str(count) for count in PER_SOLUTION} else 0
    context = {
        "sprint": sprint,
        "page": rows,
        "jury": assignment(sprint, list(rows.object_list), each),
        "each": each,
        "choices": PER_SOLUTION,
        "has_rubric": bool(criteria_of(sprint)),
        "run": jury_runs_of(sprint).first(),
        "here": "assignment",
    }
    return render(request, "web/organiser/assignment.html", context)


def _assign(request: SignedInRequest, sprint: Any) -> HttpResponse:
    try:
        made = sum(_assign_one(request, sprint, *one) for one in _chosen(request.POST.getlist("pair")).items())
    except REFUSALS as error:
        return refused(request, error, "web:organiser-assignment", sprint.slug)
    if not made:
        return refused(
            request, Invalid(message=_("Please tick at least one field.")), "web:organiser-assignment", sprint.slug
        )
    said = ngettext("%(count)s review is assigned.", "%(count)s reviews are assigned.", made) % {"count": made}
    return done(request, said, "web:organiser-assignment", sprint.slug)


def _chosen(pairs: Sequence[str]) -> dict[str, list[str]]:
    """Jurors by solution, from `solution:juror`."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        solution, _colon, juror = pair.partition(":")
        chosen[solution].append(juror)
    return chosen


def _assign_one(request: SignedInRequest, sprint: Any, solution: str, jurors: list[str]) -> int:
    solutions = access.solutions_among(sprint, [solution])
    people = access.jurors_among(sprint, jurors)
    return len(review_assign(actor=request.user, sprint=sprint, solutions=solutions, jurors=people))


@signed_in
def selection(request: SignedInRequest, slug: str) -> HttpResponse:
    """The ranking in pages; what is ticked is shown once more before anything happens."""
    sprint = access.sprint_to_manage(request.user, slug)
    return _selection(request, sprint, request.GET.get("page"))


def _selection(
    request: SignedInRequest, sprint: Any, number: str | None, ticked: Sequence[str] | None = None
) -> HttpResponse:
    """One page of the ranking; at first what the method selects is ticked, if one was named. What is ticked on any page
    goes along with the form: nothing of it is stored. A past stage is only looked at.
    """
    stage = min(stage_asked(request, sprint.jury_stage), sprint.jury_stage)
    found = places(sprint, stage)
    rows = Paginator(found, RANKED_PER_PAGE).get_page(number)
    context = {
        "sprint": sprint,
        "page": rows,
        "open_reviews": sum(place.reviews_open for place in found),
        "window": window_of(sprint, Feature.SELECT),
        "by_method": bool(found) and found[0].why is not None,
        "by_pairs": goes_by_pairs(sprint, stage),
        "decided": bool(found) and not any(place.is_waiting for place in found),
        "cohorts": cohorts_of(sprint),
        "here": "selection",
        **_ticks(found, list(rows.object_list), ticked),
        **_stages(sprint, stage),
    }
    return render(request, "web/organiser/selection.html", context)


def _ticks(found: Sequence[Place], shown: Sequence[Place], ticked: Sequence[str] | None) -> dict[str, Any]:
    """The solutions of this page, which of them are ticked, and what is ticked on others."""
    wanted = {one.public_id for one in found if one.is_proposed} if ticked is None else set(ticked)
    here = {place.public_id for place in shown}
    return {
        "rows": at_places(shown),
        "ticked": wanted & here,
        "elsewhere": [one.public_id for one in found if one.is_waiting and one.public_id in wanted - here],
    }


def _stages(sprint: Any, stage: int) -> dict[str, Any]:
    """Which one is shown, which ones there are, and what follows."""
    stages = stages_of(sprint)
    is_over = stage < sprint.jury_stage
    return {
        "stage": stage,
        "stages": stages,
        "is_over": is_over,
        "next_stage": stage + 1 if stage < len(stages) else 0,
        "failed": packages_failed(sprint).filter(stage=stage) if is_over else [],
    }


@signed_in
def select(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    chosen = list(dict.fromkeys(request.POST.getlist("solution")))
    if "page" in request.POST:
        return _selection(request, sprint, request.POST["page"], chosen)
    if not chosen:
        return refused(
            request, Invalid(message=_("Please tick at least one solution.")), "web:organiser-selection", slug
        )
    if stage_follows(sprint) or "stufe" in request.POST:
        return _go_on(request, sprint, chosen)
    confirmed = request.POST.get("do") == "confirm"
    waiting = [place for place in places(sprint) if place.is_waiting]
    form = DecisionForm(
        request.POST if confirmed else None,
        initial={"cohort_name": sprint.title},
        otherwise=_otherwise(waiting, set(chosen)),
    )
    if confirmed and carried_out(form, lambda: _select(request, sprint, chosen, form)):
        return done(request, _("The selection stands. All teams are told."), "web:organiser-selection", slug)
    context = {"sprint": sprint, "form": form, **_parted(waiting, set(chosen)), "here": "selection"}
    return page(request, "web/organiser/select.html", context, form)


def _go_on(request: SignedInRequest, sprint: Any, chosen: list[str]) -> HttpResponse:
    """The same where another stage follows. The form says which one it closes: sent twice, it does it once."""
    confirmed = request.POST.get("do") == "confirm"
    stage = stage_asked(request, sprint.jury_stage)
    waiting = [place for place in places(sprint) if place.is_waiting]
    # What is over already asks for no words any more: it was that, or it is refused.
    otherwise = _otherwise(waiting, set(chosen), goes_on=True) if stage == sprint.jury_stage else {}
    form = NotesForm(request.POST if confirmed else None, otherwise=otherwise)
    if confirmed and carried_out(form, lambda: _close(request, sprint, stage, chosen, form)):
        said = _("Stage %(n)s is over. The teams that do not go on are told.") % {"n": stage}
        return done(request, said, "web:organiser-selection", sprint.slug)
    parts = {"stage": stage, "next_stage": stage + 1, **_parted(waiting, set(chosen))}
    return page(
        request, "web/organiser/select.html", {"sprint": sprint, "form": form, **parts, "here": "selection"}, form
    )


def _close(request: SignedInRequest, sprint: Any, stage: int, chosen: list[str], form: NotesForm) -> None:
    solutions = access.solutions_among(sprint, chosen)
    selection_stage_close(actor=request.user, sprint=sprint, stage=stage, solutions=solutions, notes=form.notes)


def _otherwise(waiting: Sequence[Place], wanted: set[str], *, goes_on: bool = False) -> dict[str, str]:
    """What is decided otherwise than the method says, with the words that ask why."""
    rows = at_places([place for place in waiting if place.why and place.is_proposed != (place.public_id in wanted)])
    chosen, left_out = _("Selected nonetheless: “%(title)s”"), _("Not selected after all: “%(title)s”")
    if goes_on:
        chosen, left_out = _("Goes on nonetheless: “%(title)s”"), _("Does not go on after all: “%(title)s”")
    return {
        row.place.public_id: (left_out if row.place.is_proposed else chosen) % {"title": _title(row)} for row in rows
    }


def _title(row: RankedSolution) -> str:
    version = row.solution.current_version
    return version.title if version else ""


def _parted(waiting: Sequence[Place], wanted: set[str]) -> dict[str, Any]:
    """Who is selected, all of them, and the best of those who are not: that is where the line is drawn."""
    selected = [place for place in waiting if place.public_id in wanted]
    others = [place for place in waiting if place.public_id not in wanted]
    shown = at_places([*selected, *others[:OTHERS_SHOWN]])
    return {
        "selected": shown[: len(selected)],
        "others": shown[len(selected) :],
        "others_count": len(others),
        "others_more": max(0, len(others) - OTHERS_SHOWN),
    }


def _select(request: SignedInRequest, sprint: Any, chosen: list[str], form: DecisionForm) -> None:
    solutions = access.solutions_among(sprint, chosen)
    name = form.cleaned_data["cohort_name"]
    selection_decide(actor=request.user, sprint=sprint, solutions=solutions, cohort_name=name, notes=form.notes)
