"""How reviews become a selection: named before the first one, by whoever organises."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, ask_once, carried_out, page, sent
from backend.web.forms.selection import MethodForm
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.stages import stage_asked
from programmes import access
from programmes.domain.limits import STAGES_MOST
from programmes.selectors.programmes import categories_of
from programmes.selectors.selection_method import method_is_fixed, method_named
from programmes.selectors.stages import stages_of
from programmes.services.selection_method import selection_method_remove, selection_method_set

NAMED = ("title", "measure", "quorum", "places", "tie_rule", "is_blind")


@signed_in
def method(request: SignedInRequest, slug: str) -> HttpResponse:
    """Of one stage: the one in the address, or the one that the jury is in."""
    sprint = access.sprint_to_manage(request.user, slug)
    stage = stage_asked(request, sprint.jury_stage)
    named = method_named(sprint, stage)
    categories = list(categories_of(sprint.programme))
    form = MethodForm(**sent(request), initial=_initial(named), categories=categories)
    if request.method == "POST" and carried_out(form, lambda: _set(request, sprint, stage, form)):
        messages.success(request, _("The method is saved. Everybody can read it."))
        return redirect(_address(slug, stage))
    context = {"sprint": sprint, "form": form, "method": named, "here": "selection", **_stages(sprint, stage)}
    return page(request, "web/organiser/method.html", context, form)


def _address(slug: str, stage: int) -> str:
    return f"{reverse('web:organiser-method', args=[slug])}?stufe={stage}"


def _stages(sprint: Any, stage: int) -> dict[str, Any]:
    """Which one is meant, which ones there are, and what may be done with them."""
    stages = stages_of(sprint)
    last = stages[-1]
    may_add = stage == last.number < STAGES_MOST and last.method is not None
    return {
        "stage": stage,
        "stages": stages,
        "is_over": stage < sprint.jury_stage,
        "is_fixed": method_is_fixed(sprint, stage),
        "may_remove": stage == last.number and not 1 < stage == sprint.jury_stage,
        "next_stage": stage + 1 if may_add else 0,
    }


def _initial(named: Any) -> dict[str, Any]:
    if named is None:
        return {}
    kept = {row.category.public_id: row.places for row in named.tracks.all()}
    return {**{name: getattr(named, name) for name in NAMED}, **kept}


def _set(request: SignedInRequest, sprint: Any, stage: int, form: MethodForm) -> None:
    values = {name: form.cleaned_data[name] for name in NAMED}
    selection_method_set(actor=request.user, sprint=sprint, stage=stage, tracks=form.tracks, **values)


@signed_in
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    stage = stage_asked(request, 1)
    question = _without_stage(slug, stage) if stage > 1 else _without_method(slug)
    return ask_once(
        request, question, lambda _clean: selection_method_remove(actor=request.user, sprint=sprint, stage=stage)
    )


def _without_method(slug: str) -> Question:
    return Question(
        title=_("Select without a method?"),
        text=_("The ranking then goes by the mean of all points, and people decide freely."),
        button=_("Remove the method"),
        stay=_("Keep the method"),
        back=_address(slug, 1),
        done=_("The method is removed."),
    )


def _without_stage(slug: str, stage: int) -> Question:
    return Question(
        title=_("Leave stage %(n)s out?") % {"n": stage},
        text=_("What the jury selects in the stage before it then becomes a project at once."),
        button=_("Leave the stage out"),
        stay=_("Keep the stage"),
        back=_address(slug, stage),
        done=_("The stage is left out."),
        to=_address(slug, stage - 1),
    )
