from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.words import WordsField

SPOKEN = [
    ("de", "Deutsch"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("pl", "Polski"),
    ("fr", "Français"),
]


def spoken_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Which languages do you speak?"),
        choices=SPOKEN,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ProfileForm(forms.Form):
    skills = WordsField(label=_("What can you do?"), required=False)
    topics = WordsField(
        label=_("What moves you?"), help_text=_("For example: school, health, village."), required=False
    )
    roles_sought = WordsField(
        label=_("What would you like to do in a team?"),
        help_text=_("For example: design, organising, programming."),
        required=False,
    )
    languages = spoken_field()
    about = forms.CharField(
        label=_("A few sentences about you"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_public = forms.BooleanField(
        label=_("Others may see my profile"),
        help_text=_("Teams that you ask see it in any case."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A language that is not offered here (set through the API) stays a choice of its own.
        field = self.fields["languages"]
        own = [code for code in self.initial.get("languages", []) if code not in dict(SPOKEN)]
        if own and isinstance(field, forms.MultipleChoiceField):
            field.choices = [*SPOKEN, *((code, code) for code in own)]
