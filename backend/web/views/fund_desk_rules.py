"""The rule of a fund: what holds, what held, and the builder in which the next version is made and tried."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import Conflict, Invalid
from backend.web.answers import carried_out, refused
from backend.web.forms.rules import RuleForm
from backend.web.proposal_words import proposal_sentence
from backend.web.rule_building import Builder, start_of
from backend.web.rule_sentences import rule_sentence, rule_words
from backend.web.rule_templates import NAMES
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.simulation_draft import draft_of, name_of_start
from backend.web.views.fund_desk_decisions import acting_choices, propose
from funding import access
from funding.domain.rule_set import RuleSet, to_data
from funding.domain.rule_templates import TEMPLATES
from funding.enums import FundState, ProposalKind
from funding.selectors import fund_desk as selectors
from funding.selectors.proposals import waiting_proposal
from funding.services.rule_sets import DEFINITION

CHANGEABLE = frozenset({FundState.DRAFT, FundState.OPEN})


@signed_in
def rule(request: SignedInRequest, slug: str) -> HttpResponse:
    """What holds now, what waits, what held before, and with what a new version may begin."""
    fund = access.fund_to_manage(request.user, slug)
    waiting = waiting_proposal(fund, ProposalKind.RULE)
    versions = [(row, rule_words(row.rule_set, fund.currency)) for row in selectors.rule_versions(fund)]
    context = {
        "fund": fund,
        "versions": versions,
        "waiting": waiting,
        "waiting_words": proposal_sentence(waiting, {}) if waiting else "",
        "templates": [(name, NAMES[name], rule_sentence(TEMPLATES[name], fund.currency)) for name in TEMPLATES],
        "may_change": fund.state in CHANGEABLE,
        "here": "rule",
    }
    return render(request, "web/fund_desk/rule.html", context)


@signed_in
def build(request: SignedInRequest, slug: str) -> HttpResponse:
    """The builder, from which a rule is proposed or tried in the simulator first."""
    fund = access.fund_to_manage(request.user, slug)
    if fund.state not in CHANGEABLE:
        return refused(request, Conflict(_("This fund is closed."), code="fund_closed"), "web:fund-rule", fund.slug)
    begun = request.GET.get("vorlage", "")
    builder = Builder(request, fund, start_of(fund, begun), button="propose")
    form = builder.form(RuleForm, acting=acting_choices(request, fund))
    led_to: list[str] = []
    if builder.wants("propose") and carried_out(form, lambda: led_to.append(_make(request, fund, form))):
        return HttpResponseRedirect(led_to[0])
    if builder.wants("simulate") and form.is_valid() and form.rule:
        return _try_first(request, fund, name_of_start(begun), form.rule)
    context = {"named": NAMES.get(begun), "here": "rule"}
    return builder.page("web/fund_desk/rule/build.html", form, context)


def _try_first(request: SignedInRequest, fund: Any, name: str, rule: RuleSet) -> HttpResponse:
    draft = draft_of(request.session, fund)
    draft.add(name, rule)
    draft.keep(request.session, fund)
    return HttpResponseRedirect(reverse("web:simulation-new", args=[fund.slug]))


def _make(request: SignedInRequest, fund: Any, form: RuleForm) -> str:
    """Propose the rule; what the service says about a part of it is said beside the field of that part."""
    if form.rule is None:
        raise Invalid
    data = {DEFINITION: to_data(form.rule)}
    try:
        return propose(request, fund, ProposalKind.RULE, lambda _clean: data)(form.cleaned_data)
    except Invalid as error:
        places = {
            form.place_of(name.removeprefix(f"{DEFINITION}.")) or name: text for name, text in error.fields.items()
        }
        raise Invalid(places, message=error.message, code=error.code) from error
