from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.team_room import LANGUAGES

ZONE = "Europe/Berlin"


class CallForm(forms.Form):
    text = forms.CharField(
        label=_("What do you ask for?"),
        help_text=_("Which problems, of whom, and what becomes of them."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    closes_at = forms.DateTimeField(label=_("Open until"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["closes_at"] = LocalDateTimeField(label=_("Open until"), zone=ZONE)
