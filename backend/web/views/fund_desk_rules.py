"""The rule of a fund: what holds, what held, and the builder in which the next version is made and tried."""

from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from backend.core.errors import Conflict, Invalid
from backend.web.answers import carried_out, page, refused, sent
from backend.web.forms.rendering import KernBoundField
from backend.web.forms.rule_mapping import initial_of
from backend.web.forms.rules import RuleForm, TrialForm
from backend.web.partial import is_partial
from backend.web.proposal_words import proposal_sentence
from backend.web.rule_example import Example, Trial, example_of, trial_for
from backend.web.rule_labels import Label, label_of
from backend.web.rule_problem_words import problem_words
from backend.web.rule_sentences import RuleWords, rule_sentence, rule_words
from backend.web.rule_templates import NAMES
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.fund_desk_decisions import acting_choices, propose
from funding import access
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet, to_data
from funding.domain.rule_templates import TEMPLATES
from funding.enums import FundState, ProposalKind
from funding.selectors import fund_desk as selectors
from funding.selectors.funds import fund_waterline
from funding.selectors.proposals import waiting_proposal
from funding.selectors.rules import rule_now
from funding.services.rule_sets import DEFINITION, rule_checked

PRESENT = "jetzige"
CHANGEABLE = frozenset({FundState.DRAFT, FundState.OPEN})


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown while a rule is edited. `words` is None while what was typed is no rule yet."""

    words: RuleWords | None
    wrong: list[tuple[str, Label, str]]
    """Anchor, name and message of each field with a problem."""
    warnings: list[str]
    example: Example | None


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
    """The builder. htmx asks for the preview alone; without scripts a button asks for the page with it."""
    fund = access.fund_to_manage(request.user, slug)
    if fund.state not in CHANGEABLE:
        return refused(request, Conflict(_("This fund is closed."), code="fund_closed"), "web:fund-rule", fund.slug)
    asked = request.POST.get("do", "propose") if request.method == "POST" else "preview"
    start = _start(request, fund)
    form, trial = _forms(request, fund, start, more=asked == "more")
    led_to: list[str] = []
    wanted = asked == "propose" and not is_partial(request)
    if wanted and carried_out(form, lambda: led_to.append(_make(request, fund, form))):
        return HttpResponseRedirect(led_to[0])
    context = {
        "fund": fund,
        "form": form,
        "trial": trial,
        "preview": _preview(fund, form, trial, start),
        "named": NAMES.get(request.GET.get("vorlage", "")),
        "here": "rule",
    }
    return _built(request, context, tried=asked == "propose")


def _built(request: SignedInRequest, context: dict[str, Any], *, tried: bool) -> HttpResponse:
    if is_partial(request):
        response = render(request, "web/fund_desk/rule/preview_part.html", context)
    else:
        response = page(request, "web/fund_desk/rule/build.html", context, context["form"] if tried else None)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _start(request: SignedInRequest, fund: Any) -> RuleSet:
    """What one begins with: a template, or else the rule that holds now."""
    asked = request.GET.get("vorlage", PRESENT)
    if asked in TEMPLATES:
        return TEMPLATES[asked]
    present = rule_now(fund)
    return present.rule_set if present else next(iter(TEMPLATES.values()))


def _forms(request: SignedInRequest, fund: Any, start: RuleSet, *, more: bool) -> tuple[RuleForm, TrialForm]:
    acting = acting_choices(request, fund)
    initial = {} if request.method == "POST" else {"initial": initial_of(start, fund.currency)}
    form = RuleForm(**sent(request), **initial, acting=acting, currency=fund.currency, more=more)
    return form, TrialForm(**sent(request), trial=trial_for(start), currency=fund.currency)


def _preview(fund: Any, form: RuleForm, trial: TrialForm, start: RuleSet) -> Preview:
    shown: RuleSet | None = start
    tried: Trial | None = trial_for(start)
    if form.is_bound:
        shown = form.rule if form.is_valid() or form.rule else None
        tried = trial.trial if trial.is_valid() else None
    makes_sense = shown is not None and not problems(shown)
    return Preview(
        words=rule_words(shown, fund.currency) if shown else None,
        wrong=[(_anchor(field), field.label, str(error)) for field in form for error in field.errors],
        warnings=_warnings(fund, shown) if shown and makes_sense else [],
        example=example_of(shown, tried, fund.currency) if shown and tried and makes_sense else None,
    )


def _anchor(field: BoundField) -> str:
    return field.anchor if isinstance(field, KernBoundField) else str(field.auto_id)


def _warnings(fund: Any, shown: RuleSet) -> list[str]:
    """What would be promised and is not there, and what cannot be carried out yet.

    Before the first deposit every promise is larger than the fund, so nothing is said about it.
    """
    paid_in = fund_waterline(fund).paid_in
    found = [problem_words(one, fund.currency) for one in problems(shown, paid_in)] if paid_in else []
    try:
        rule_checked(fields={DEFINITION: to_data(shown)})
    except Invalid as error:
        found += _by_text(error)
    return found


def _by_text(error: Invalid) -> list[str]:
    """Each thing that the service says, with the parts of the rule that it says it of."""
    parts: dict[str, list[str]] = {}
    for name, texts in error.fields.items():
        for text in texts:
            parts.setdefault(str(text), []).append(str(label_of(name.removeprefix(f"{DEFINITION}."))))
    return [f"{', '.join(labels)}: {text}" for text, labels in parts.items()]


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
