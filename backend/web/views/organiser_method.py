"""How reviews become a selection: named before the first one, by whoever organises."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.forms.selection import MethodForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.programmes import categories_of
from programmes.selectors.selection_method import method_is_fixed, method_named
from programmes.services.selection_method import selection_method_remove, selection_method_set

NAMED = ("measure", "quorum", "places", "tie_rule", "is_blind")


@signed_in
def method(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    named = method_named(sprint)
    categories = list(categories_of(sprint.programme))
    form = MethodForm(**sent(request), initial=_initial(named), categories=categories)
    if request.method == "POST" and carried_out(form, lambda: _set(request, sprint, form)):
        return done(request, _("The method is saved. Everybody can read it."), "web:organiser-method", slug)
    context = {
        "sprint": sprint,
        "form": form,
        "method": named,
        "is_fixed": method_is_fixed(sprint),
        "here": "selection",
    }
    return page(request, "web/organiser/method.html", context, form)


def _initial(named: Any) -> dict[str, Any]:
    if named is None:
        return {}
    kept = {row.category.public_id: row.places for row in named.tracks.all()}
    return {**{name: getattr(named, name) for name in NAMED}, **kept}


def _set(request: SignedInRequest, sprint: Any, form: MethodForm) -> None:
    values = {name: form.cleaned_data[name] for name in NAMED}
    selection_method_set(actor=request.user, sprint=sprint, tracks=form.tracks, **values)


@signed_in
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    question = Question(
        title=_("Select without a method?"),
        text=_("The ranking then goes by the mean of all points, and people decide freely."),
        button=_("Remove the method"),
        stay=_("Keep the method"),
        back=reverse("web:organiser-method", args=[slug]),
        done=_("The method is removed."),
    )
    return ask_once(request, question, lambda _clean: selection_method_remove(actor=request.user, sprint=sprint))
