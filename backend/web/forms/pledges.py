"""Giving: an amount, and who gives."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.money import Money
from backend.web.forms.fields import MoneyField
from backend.web.forms.team_room import LANGUAGES
from backend.web.match_words import brief
from funding.domain.limits import PLEDGE_MAX_MINOR, PLEDGE_MIN_MINOR
from funding.services.pledges import MESSAGE_MAX, NAME_MAX

AMOUNTS = (1_000, 2_000, 5_000)
USUAL, OWN = "2000", "own"


class AmountForm(forms.Form):
    """One of the usual amounts, or one's own. `amount_minor` is what was chosen."""

    # The browser must not ask for an own amount that is not shown.
    use_required_attribute = False
    choice = forms.ChoiceField(label=_("How much do you want to give?"), widget=forms.RadioSelect, initial=USUAL)
    amount = MoneyField(
        label=_("Your own amount in euros"),
        min_minor=PLEDGE_MIN_MINOR,
        max_minor=PLEDGE_MAX_MINOR,
        error_messages={"required": _("Please enter an amount like 20 or 12.50.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        usual = [(str(minor), brief(Money(minor))) for minor in AMOUNTS]
        choice = self.fields["choice"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [*usual, (OWN, pgettext_lazy("amount", "Other"))]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("choice") != OWN:
            # What was typed there before one of the usual amounts was chosen does not matter any more.
            self.errors.pop("amount", None)
        return clean

    @property
    def amount_minor(self) -> int:
        chosen = self.cleaned_data["choice"]
        return int(self.cleaned_data["amount"].amount_minor if chosen == OWN else chosen)


class PledgeForm(AmountForm):
    """Someone with an account gives under it; a guest leaves a name and an address. `made` is the pledge."""

    made: Any = None
    backer_name = forms.CharField(
        label=_("Your name"), max_length=NAME_MAX, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    backer_email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("For the confirmation. The project does not see it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    is_anonymous = forms.BooleanField(
        label=_("Do not show my name"),
        help_text=_("Amount and message stand in the list of backers without your name."),
        required=False,
    )
    message = forms.CharField(
        label=_("A word to the project"),
        help_text=_("It is shown beside your pledge."),
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    language = forms.ChoiceField(label=_("Language of our mails to you"), choices=LANGUAGES)
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, person: User | None, initial: dict[str, Any] | None = None, **options: Any) -> None:
        reading = (get_language() or "de")[:2]
        usual = {"language": reading, "choice": USUAL, "request_key": uuid4().hex}
        super().__init__(*args, initial=usual | (initial or {}), **options)
        if person is not None:
            del self.fields["backer_name"], self.fields["backer_email"]
