"""The rule builder as any page has it: what it begins with, what is typed, what is shown while it is edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from backend.core.errors import Invalid
from backend.web.answers import page, sent
from backend.web.forms.rendering import KernBoundField
from backend.web.forms.rule_mapping import initial_of
from backend.web.forms.rules import RuleAxesForm, TrialForm
from backend.web.partial import is_partial
from backend.web.rule_example import Example, Trial, example_of, trial_for
from backend.web.rule_labels import Label, label_of
from backend.web.rule_problem_words import problem_words
from backend.web.rule_sentences import RuleWords, rule_words
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet, to_data
from funding.domain.rule_templates import TEMPLATES
from funding.selectors.funds import fund_waterline
from funding.selectors.rules import rule_now
from funding.services.rule_sets import DEFINITION, rule_checked

Form = TypeVar("Form", bound=RuleAxesForm)


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown while a rule is edited. `words` is None while what was typed is no rule yet."""

    words: RuleWords | None
    wrong: list[tuple[str, Label, str]]
    """Anchor, name and message of each field with a problem."""
    warnings: list[str]
    example: Example | None


class Builder:
    """One request to a rule builder. `asked` names the button: `preview` and `more` are everywhere, others a page's."""

    def __init__(self, request: HttpRequest, fund: Any, start: RuleSet, *, button: str) -> None:
        self.request, self.fund, self.start = request, fund, start
        self.asked = request.POST.get("do", button) if request.method == "POST" else "preview"

    def form(self, kind: type[Form], *, initial: Mapping[str, Any] | None = None, **more: Any) -> Form:
        """The builder's form of this kind, showing the start until something is sent."""
        shown = {**initial_of(self.start, self.fund.currency), **(initial or {})}
        options = {} if self.request.method == "POST" else {"initial": shown}
        return kind(**sent(self.request), **options, currency=self.fund.currency, more=self.asked == "more", **more)

    def wants(self, button: str) -> bool:
        """Whether this button was pressed; htmx only asks for the preview."""
        return self.asked == button and not is_partial(self.request)

    def page(self, template: str, form: RuleAxesForm, context: Mapping[str, Any]) -> HttpResponse:
        """The page, or the preview alone where htmx asks; without scripts a button asks for the page with it."""
        trial = TrialForm(**sent(self.request), trial=trial_for(self.start), currency=self.fund.currency)
        shown = {**context, "fund": self.fund, "form": form, "trial": trial, "preview": self._preview(form, trial)}
        if is_partial(self.request):
            response = render(self.request, "web/fund_desk/rule/preview_part.html", shown)
        else:
            tried = self.asked not in {"preview", "more"}
            response = page(self.request, template, shown, form if tried else None)
        patch_vary_headers(response, ("HX-Request",))
        return response

    def _preview(self, form: RuleAxesForm, trial: TrialForm) -> Preview:
        currency = self.fund.currency
        shown: RuleSet | None = self.start
        tried: Trial | None = trial_for(self.start)
        if form.is_bound:
            shown = form.rule if form.is_valid() or form.rule else None
            tried = trial.trial if trial.is_valid() else None
        makes_sense = shown is not None and not problems(shown)
        return Preview(
            words=rule_words(shown, currency) if shown else None,
            wrong=[(_anchor(field), field.label, str(error)) for field in form for error in field.errors],
            warnings=_warnings(self.fund, shown) if shown and makes_sense else [],
            example=example_of(shown, tried, currency) if shown and tried and makes_sense else None,
        )


def start_of(fund: Any, asked: str) -> RuleSet:
    """What one begins with: the template of this name, or else the rule that holds now."""
    if asked in TEMPLATES:
        return TEMPLATES[asked]
    present = rule_now(fund)
    return present.rule_set if present else next(iter(TEMPLATES.values()))


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
