from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.accounts.enums import Scope
from backend.notifications.enums import ALWAYS_AT_ONCE, Category, Frequency
from backend.web.forms.team_room import LANGUAGES


class PersonForm(forms.Form):
    display_name = forms.CharField(
        label=_("Your name, as others will see it"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=LANGUAGES)


class MailsForm(forms.Form):
    """One choice a category; what must come cannot be chosen."""

    def __init__(self, *args: Any, chosen: dict[Category, Frequency], **options: Any) -> None:
        super().__init__(*args, **options)
        for category, frequency in chosen.items():
            if category not in ALWAYS_AT_ONCE:
                self.fields[category.value] = forms.ChoiceField(
                    label=category.label, choices=Frequency.choices, initial=frequency.value
                )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is it for?"), help_text=_("So that you recognise it later."), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("How long is it valid?"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("366", _("one year"))],
        coerce=int,
        initial="90",
    )


class EraseForm(forms.Form):
    """Asks for the address, since nothing brings an account back."""

    address = forms.CharField(label=_("Type your e-mail address to confirm"), max_length=254)

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address.strip().lower() != self.email:
            raise ValidationError(_("This is not the address of your account."), code="other")
        return address
