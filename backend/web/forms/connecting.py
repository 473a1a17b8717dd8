from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AppointForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("They must have signed in here before."), max_length=254
    )


class IntroduceForm(forms.Form):
    team = forms.ChoiceField(label=_("To which team?"), widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("Why do they fit?"),
        help_text=_("The person and the team both read this."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"] = forms.ChoiceField(
            label=self.fields["team"].label, choices=teams, widget=forms.RadioSelect
        )


class AnswerIntroductionForm(forms.Form):
    """The two buttons are named `do`."""
