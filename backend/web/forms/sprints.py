from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.accounts.services.people import person_update
from backend.web.answers import carried_out
from backend.web.forms.age import AgeForm
from backend.web.forms.answers import AnswersForm


class RegisterForm(AnswersForm, AgeForm):
    """Taking part needs no more than a name by which teams can call somebody, and what the organisers ask."""

    field_order = ("display_name",)

    display_name = forms.CharField(
        label=_("Your name, as others will see it"),
        help_text=_("It need not be your full name."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def carried_out(self, person: User, act: Callable[[], object]) -> bool:
        def both() -> None:
            act()
            person_update(user=person, display_name=self.cleaned_data["display_name"])

        return carried_out(self, both)
