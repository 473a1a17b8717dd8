"""What a simulation is asked for: rules that are there and rules of one's own, put together with the rule builder."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.core.errors import NotFound
from backend.core.money import Money
from backend.web.answers import carried_out, page, sent
from backend.web.forms.rules import NamedRuleForm
from backend.web.forms.simulations import SimulationForm
from backend.web.rule_building import Builder, start_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.simulation_draft import Draft, draft_forget, draft_from, draft_of, name_of_start
from backend.web.simulation_words import PRESENT, template_choices
from funding import access
from funding.domain.rule_set import RuleSet
from funding.domain.simulation_scene import Scene
from funding.enums import SimulationSource
from funding.selectors.funds import fund_waterline
from funding.selectors.rules import rule_now
from funding.selectors.simulations import scene_of_table
from funding.services import simulations as services


@signed_in
def create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose and start; a second button goes on to the rule builder and keeps what was typed."""
    fund = access.fund_to_manage(request.user, slug)
    draft = draft_of(request.session, fund)
    if request.method == "POST" and request.POST.get("do") == "build":
        return _to_builder(request, fund, draft)
    form = _form(request, fund, draft)
    made: list[Any] = []

    def act() -> None:
        clean = form.cleaned_data
        made.append(services.simulation_create(fund=fund, actor=request.user, name=clean["name"], asked=form.asked))

    if request.method == "POST" and carried_out(form, act):
        draft_forget(request.session, fund)
        return HttpResponseRedirect(reverse("web:simulation", args=[made[0].public_id]))
    context = {"fund": fund, "form": form, **form.parts, "here": "simulations"}
    return page(request, "web/fund_desk/simulation_new.html", context, form)


def _form(request: SignedInRequest, fund: Any, draft: Draft) -> SimulationForm:
    offered = offered_rules(fund)
    return SimulationForm(
        **sent(request),
        choices=[*draft.choices, *offered],
        currency=fund.currency,
        kept=_kept_table(request, draft),
        initial=_initial(fund, draft, {key for key, _label, _rule in offered}),
    )


def offered_rules(fund: Any) -> list[tuple[str, str, RuleSet]]:
    """The rule that holds now, if there is one, and those that funds in the wild begin with."""
    present = rule_now(fund)
    first = [(PRESENT, _("As now, version %(n)s") % {"n": present.version}, present.rule_set)] if present else []
    return [*first, *template_choices()]


def _initial(fund: Any, draft: Draft, offered: set[str]) -> dict[str, Any]:
    money, present = fund_waterline(fund).paid_in, PRESENT in offered
    past = present and fund.state != "draft"
    first = [PRESENT] if present else ["quarter"]
    return {
        "rules": first if draft.ticked is None else draft.ticked,
        "source": SimulationSource.PAST if past else SimulationSource.DRAWN,
        "pool": Money(money, fund.currency) if money else None,
        "orders": 10,
        "seed": 1,
        **draft.typed,
    }


def _kept_table(request: SignedInRequest, draft: Draft) -> Scene | None:
    try:
        return scene_of_table(access.simulation_to_view(request.user, draft.table_of)) if draft.table_of else None
    except NotFound:
        # It was deleted meanwhile, and its pledges with it.
        return None


def _to_builder(request: SignedInRequest, fund: Any, draft: Draft) -> HttpResponse:
    draft.note(request.POST)
    draft.keep(request.session, fund)
    if request.FILES:
        messages.info(request, _("A file cannot be kept meanwhile: please choose it again afterwards."))
    return HttpResponseRedirect(_builder_at(fund, request.POST.get("begin", "")))


def _builder_at(fund: Any, key: str) -> str:
    return f"{reverse('web:simulation-rule', args=[fund.slug])}?{urlencode({'vorlage': key})}"


@signed_in
def compose(request: SignedInRequest, slug: str) -> HttpResponse:
    """The rule builder, in which a rule is made for the comparison; it binds nobody."""
    fund = access.fund_to_manage(request.user, slug)
    draft = draft_of(request.session, fund)
    begun = request.GET.get("vorlage", "")
    own = draft.rules.get(begun)
    builder = Builder(request, fund, own[1] if own else start_of(fund, begun), button="add")
    form = builder.form(NamedRuleForm, initial={"name": own[0] if own else name_of_start(begun)})
    if (builder.wants("add") or builder.wants("replace")) and form.is_valid() and form.rule:
        draft.put(begun if builder.asked == "replace" else "", form.cleaned_data["name"], form.rule)
        draft.keep(request.session, fund)
        return HttpResponseRedirect(reverse("web:simulation-new", args=[fund.slug]))
    context = {"own": own[0] if own else "", "here": "simulations"}
    return builder.page("web/fund_desk/simulation_rule.html", form, context)


@signed_in
@require_POST
def again(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Begin another one with all that this one was asked for; a button of one of its rules changes that rule first."""
    row = access.simulation_to_view(request.user, public_id)
    known = {key: rule for key, _label, rule in offered_rules(row.fund)}
    draft, keys = draft_from(row, known)
    draft.keep(request.session, row.fund)
    wanted = request.POST.get("rule", "")
    numbers = {str(number): key for number, key in enumerate(keys, start=1)}
    if wanted in numbers:
        return HttpResponseRedirect(_builder_at(row.fund, numbers[wanted]))
    return HttpResponseRedirect(reverse("web:simulation-new", args=[row.fund.slug]))
