from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.team_room import LANGUAGES


class ChallengeForm(forms.Form):
    """A problem in the words of those who have it. Who poses it stays as it was proposed."""

    title = forms.CharField(
        label=_("The problem as a question"),
        help_text=_("For example: how do we reach people whom nobody calls?"),
        max_length=160,
    )
    summary = forms.CharField(label=_("In two sentences"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.CharField(
        label=_("What it is about"),
        help_text=_("Who has the problem, what has been tried, what would be a good result?"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)

    def __init__(self, *args: Any, zone: str, categories: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"] = forms.ChoiceField(
            label=_("Category"), choices=[("", _("Please choose")), *categories], required=False
        )
        self.fields["answer_due_at"] = LocalDateTimeField(
            label=_("You answer the solutions until"),
            help_text=_("This date is public: whoever builds something for you can rely on it."),
            zone=zone,
            required=False,
        )
