"""What an organisation answers, and to whom else a team offers its solution."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.offer_words import MEANINGS
from programmes.enums import OfferState


class OfferAnswerForm(forms.Form):
    """The field is called `state`, as in the row; all of it is public."""

    state = forms.ChoiceField(label=_("What do you answer?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why not"),
        help_text=_("Needed if you decline. The team learns from it, and everybody reads it."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("What happens next"),
        help_text=_("One or two sentences for everybody: who gets in touch, when, what is tried out."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, states: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(state, f"{OfferState(state).label} – {MEANINGS[state]}") for state in states]
        self.fields["state"] = forms.ChoiceField(
            label=_("What do you answer?"), choices=choices, widget=forms.RadioSelect
        )


class OfferForm(forms.Form):
    challenge = forms.ChoiceField(label=_("Who could use your solution?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["challenge"] = forms.ChoiceField(
            label=_("Who could use your solution?"), choices=choices, widget=forms.RadioSelect
        )


class AdoptForm(forms.Form):
    """The field is called `owner`, as in the row."""

    owner = forms.ChoiceField(label=_("Who takes it over?"))
    contact_name = forms.CharField(
        label=_("Name of the contact"),
        help_text=_("Everybody reads this name. Please ask the person first."),
        max_length=120,
        required=False,
    )
    contact_role = forms.CharField(
        label=_("What the contact does"),
        help_text=_("For example: parks department. This is public, too."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"] = forms.ChoiceField(label=_("Who takes it over?"), choices=organisations)
