"""What organisers fill in to compose the registration form: a section, a question."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.core.ids import new_key
from programmes.domain.forms.kinds import (
    CHOICES,
    DECIDING,
    HELP_LONGEST,
    LABEL_LONGEST,
    NO,
    OPTION_LONGEST,
    OPTIONS_MOST,
    TITLE_LONGEST,
    YES,
    Condition,
    Form,
    Kind,
    Option,
    Question,
    Words,
)

KINDS: Final = [
    (Kind.SHORT.value, _("a short text")),
    (Kind.LONG.value, _("a longer text")),
    (Kind.NUMBER.value, _("a number")),
    (Kind.DATE.value, _("a date")),
    (Kind.ONE_OF.value, _("one of several answers")),
    (Kind.SEVERAL_OF.value, _("any of several answers")),
    (Kind.YES_NO.value, _("yes or no")),
    (Kind.EMAIL.value, _("an e-mail address")),
    (Kind.PHONE.value, _("a telephone number")),
    (Kind.URL.value, _("an address on the web")),
    (Kind.CONSENT.value, _("a consent")),
]
KIND_LABELS: Final = dict(KINDS)
BAR: Final = "|"


class SectionForm(forms.Form):
    title_de = forms.CharField(label=_("Title in German"), max_length=TITLE_LONGEST, required=False)
    title_en = forms.CharField(
        label=_("Title in English"),
        help_text=_("Where one language is missing, everybody reads the other."),
        max_length=TITLE_LONGEST,
        required=False,
    )

    @property
    def title(self) -> Words:
        return Words(de=self.cleaned_data["title_de"], en=self.cleaned_data["title_en"])


class QuestionForm(forms.Form):
    section = forms.ChoiceField(label=_("Section"))
    kind = forms.ChoiceField(label=_("What is the answer?"), choices=KINDS)
    label_de = forms.CharField(
        label=_("Question in German"),
        help_text=_("For a consent: the whole sentence that people agree to."),
        max_length=LABEL_LONGEST,
        required=False,
    )
    label_en = forms.CharField(
        label=_("Question in English"),
        help_text=_("Where one language is missing, everybody reads the other."),
        max_length=LABEL_LONGEST,
        required=False,
    )
    help_de = forms.CharField(label=_("Explanation in German"), max_length=HELP_LONGEST, required=False)
    help_en = forms.CharField(label=_("Explanation in English"), max_length=HELP_LONGEST, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_(
            "Only where there are several answers. One a line, the German one first, the English one after a vertical"
            " bar: vegetarisch | vegetarian"
        ),
        max_length=OPTIONS_MOST * (2 * OPTION_LONGEST + 4),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    shown_if = forms.ChoiceField(
        label=_("Whom is it asked?"),
        help_text=_("It can depend on the answer to a question that stands before it."),
        required=False,
    )

    def __init__(self, *args: Any, form: Form, question: Question | None, section: str = "", **options: Any) -> None:
        self.question = question or Question(key=new_key(), kind=Kind.SHORT, label=Words())
        super().__init__(*args, **{**options, "initial": _initial(form, self.question, section)})
        self.fields["section"] = forms.ChoiceField(label=_("Section"), choices=_sections(form))
        self.fields["shown_if"].choices = _conditions(form, self.question)  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if not clean.get("label_de") and not clean.get("label_en"):
            self.add_error("label_de", _("Please write the question in at least one language."))
        if clean.get("kind") in CHOICES and not clean.get("options"):
            self.add_error("options", _("Please offer 2 to 50 answers, each with a text."))
        return clean

    def clean_options(self) -> str:
        text: str = self.cleaned_data["options"]
        if any(len(part.strip()) > OPTION_LONGEST for line in text.splitlines() for part in line.split(BAR)):
            raise ValidationError(_("This text is too long."), code="long")
        return text

    @property
    def composed(self) -> Question:
        clean = self.cleaned_data
        kind = Kind(clean["kind"])
        other, _colon, value = clean["shown_if"].partition(":")
        return replace(
            self.question,
            kind=kind,
            label=Words(de=clean["label_de"], en=clean["label_en"]),
            help=Words(de=clean["help_de"], en=clean["help_en"]),
            required=clean["required"],
            options=_options(clean["options"], self.question.options) if kind in CHOICES else (),
            shown_if=Condition(question=other, value=value) if other else None,
        )


def _initial(form: Form, question: Question, section: str) -> dict[str, Any]:
    here = [one.key for one in form.sections if any(each.key == question.key for each in one.questions)]
    condition = question.shown_if
    return {
        "section": here[0] if here else section,
        "kind": question.kind.value,
        "label_de": question.label.de,
        "label_en": question.label.en,
        "help_de": question.help.de,
        "help_en": question.help.en,
        "required": question.required,
        "options": "\n".join(_line(option.label) for option in question.options),
        "shown_if": f"{condition.question}:{condition.value}" if condition else "",
    }


def _line(words: Words) -> str:
    return f"{words.de} {BAR} {words.en}" if words.en else words.de


def _sections(form: Form) -> list[tuple[str, str]]:
    language = get_language() or "de"
    names = [(one.key, one.title.said(language)) for one in form.sections]
    return [(key, name or str(_("Section %(n)s") % {"n": number})) for number, (key, name) in enumerate(names, 1)]


def _conditions(form: Form, question: Question) -> list[tuple[str, Any]]:
    """Everybody, or who has given one of the set answers to a question that stands before this one."""
    language = get_language() or "de"
    found: list[tuple[str, Any]] = [("", _("everybody"))]
    for one in form.questions():
        if one.key == question.key:
            break
        if one.kind in DECIDING:
            labels = {YES: _("yes"), NO: _("no"), **{each.key: each.label.said(language) for each in one.options}}
            offered = [(f"{one.key}:{value}", str(labels[value])) for value in one.answers]
            found.append((one.label.said(language), offered))
    return found


def _options(text: str, before: Sequence[Option]) -> tuple[Option, ...]:
    """An answer that stays keeps its key, and so does one that was only worded anew in its place."""
    parts = [line.partition(BAR) for line in text.splitlines() if line.strip(f" {BAR}")]
    lines = [Words(de=german.strip(), en=english.strip()) for german, _bar, english in parts]
    keys = {option.label: option.key for option in before}
    same_number = len(lines) == len(before)
    found = []
    for place, words in enumerate(lines):
        in_place = before[place] if same_number and before[place].label not in lines else None
        key = keys.get(words) or (in_place.key if in_place else new_key())
        found.append(Option(key=key, label=words))
    return tuple(found)
