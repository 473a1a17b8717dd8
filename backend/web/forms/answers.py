"""The organisers' questions as fields of a page. What an answer may be is the domain's say, not the fields'."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from backend.web.forms.fields import DateField
from programmes.domain.forms.answering import answers_check, questions_asked
from programmes.domain.forms.kinds import NO, YES, Form, Kind, Question

RADIOS_MOST: Final = 7
"""More than that is a list that opens."""
PREFIX: Final = "answers."
YES_OR_NO = [(YES, gettext_lazy("yes")), (NO, gettext_lazy("no"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question on a page: its field, and what it has to do with others."""

    key: str
    field: BoundField
    depends: bool
    """On the answer to another question."""
    decides: bool
    """Whether others are asked."""
    is_now: bool
    """Whether it is asked, by the answers that are there."""


class AnswersForm(forms.Form):
    """`AnswersForm(asked=form)` has one field a question; without `asked` it has none.

    All questions are fields, also those that are not asked by what is answered so far: `asked_now` names the others.
    """

    def __init__(
        self, *args: Any, asked: Form | None = None, given: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.asked = asked or Form()
        for question in self.asked.questions():
            self.fields[PREFIX + question.key] = field_of(question, self.asked)
        for question in self.asked.questions():
            value = (given or {}).get(question.key)
            if value is not None:
                self.initial[PREFIX + question.key] = _shown(question, value)
        self.asked_now = _asked_by(self.asked, given or {})

    def _clean_fields(self) -> None:
        """`required` is for the eye: whether a question is asked at all depends on the answers to others."""
        required = [field for name, field in self.fields.items() if name.startswith(PREFIX) and field.required]
        for field in required:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]  # Django's, which the stubs do not name
        for field in required:
            field.required = True

    def clean(self) -> dict[str, Any] | None:
        """Nobody is held to what does not concern them: a slip in what is not asked by now is no fault."""
        super().clean()
        given = {
            one.key: _meant(one, self.cleaned_data[PREFIX + one.key])
            for one in self.asked.questions()
            if PREFIX + one.key in self.cleaned_data
        }
        self.asked_now = _asked_by(self.asked, given)
        for question in self.asked.questions():
            name = PREFIX + question.key
            if question.key not in self.asked_now and name in self.errors:
                del self.errors[name]
                self.cleaned_data[name] = None
        return None

    @property
    def answers(self) -> dict[str, Any]:
        """What the service is given."""
        clean = self.cleaned_data
        return {one.key: _meant(one, clean[PREFIX + one.key]) for one in self.asked.questions()}

    def sections(self) -> Iterator[tuple[str, list[Asked]]]:
        """Titles with the questions below them, for the page."""
        for section in self.asked.sections:
            if section.questions:
                keys = {question.key for question in section.questions}
                yield section.title.said(get_language() or "de"), list(self.shown(keys))

    def shown(self, keys: Collection[str]) -> Iterator[Asked]:
        """Those of `keys`, in the order of the form."""
        deciding = {one.shown_if.question for one in self.asked.questions() if one.shown_if}
        for question in self.asked.questions():
            if question.key in keys:
                yield Asked(
                    key=question.key,
                    field=self[PREFIX + question.key],
                    depends=question.shown_if is not None,
                    decides=question.key in deciding,
                    is_now=question.key in self.asked_now,
                )

    def as_typed(self) -> "AnswersForm":
        """The same with all that was typed and no word about it, for who is still filling it in."""
        self.full_clean()
        typed = {name: self[name].data for name in self.fields if name.startswith(PREFIX)}
        form = AnswersForm(asked=self.asked, initial=typed)
        form.asked_now = self.asked_now
        return form

    def own_fields(self) -> list[BoundField]:
        """What is no question of the organisers."""
        return [field for field in self if not field.name.startswith(PREFIX)]


def _asked_by(form: Form, given: Mapping[str, Any]) -> set[str]:
    clean, _wrong = answers_check(form, given)
    return {question.key for question in questions_asked(form, clean)}


def field_of(question: Question, form: Form) -> forms.Field:
    language = get_language() or "de"
    said = [question.help.said(language), condition_words(question, form)]
    options = {
        "label": question.label.said(language),
        "help_text": " ".join(filter(None, said)),
        "required": question.required,
    }
    return FIELDS[question.kind](question, options, language)


def condition_words(question: Question, form: Form) -> str:
    """Where there are no scripts all questions are shown, so each says whom it is for."""
    condition = question.shown_if
    other = form.question(condition.question) if condition else None
    if condition is None or other is None:
        return ""
    language = get_language() or "de"
    labels = {YES: _("yes"), NO: _("no"), **{one.key: one.label.said(language) for one in other.options}}
    facts = {"answer": labels.get(condition.value, ""), "question": other.label.said(language)}
    return _("Only if you have answered “%(answer)s” to “%(question)s”.") % facts


def _choice(question: Question, options: dict[str, Any], language: str) -> forms.Field:
    labels = [(option.key, option.label.said(language)) for option in question.options]
    if question.kind == Kind.SEVERAL_OF:
        return forms.MultipleChoiceField(choices=labels, widget=forms.CheckboxSelectMultiple, **options)
    if len(labels) <= RADIOS_MOST:
        return forms.ChoiceField(choices=labels, widget=forms.RadioSelect, **options)
    return forms.ChoiceField(choices=[("", _("please choose")), *labels], **options)


def _text(widget: Callable[[], forms.Widget]) -> "Maker":
    return lambda _question, options, _language: forms.CharField(widget=widget(), **options)


Maker = Callable[[Question, dict[str, Any], str], forms.Field]
FIELDS: Final[Mapping[Kind, Maker]] = {
    Kind.SHORT: _text(forms.TextInput),
    Kind.LONG: _text(lambda: forms.Textarea(attrs={"rows": 4})),
    Kind.NUMBER: lambda _question, options, _language: forms.FloatField(
        widget=forms.NumberInput(attrs={"step": "any"}), **options
    ),
    Kind.DATE: lambda _question, options, _language: DateField(**options),
    Kind.ONE_OF: _choice,
    Kind.SEVERAL_OF: _choice,
    Kind.YES_NO: lambda _question, options, _language: forms.ChoiceField(
        choices=YES_OR_NO, widget=forms.RadioSelect, **options
    ),
    Kind.EMAIL: _text(lambda: forms.EmailInput(attrs={"autocomplete": "email"})),
    Kind.PHONE: _text(lambda: forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})),
    Kind.URL: _text(lambda: forms.TextInput(attrs={"type": "url", "inputmode": "url"})),
    Kind.CONSENT: lambda _question, options, _language: forms.BooleanField(**options),
}


def _meant(question: Question, value: Any) -> Any:
    if question.kind == Kind.YES_NO:
        return {YES: True, NO: False}.get(value)
    return value.isoformat() if isinstance(value, date) else value


def _shown(question: Question, value: Any) -> Any:
    if question.kind == Kind.YES_NO:
        return YES if value else NO
    return date.fromisoformat(value) if question.kind == Kind.DATE else value
