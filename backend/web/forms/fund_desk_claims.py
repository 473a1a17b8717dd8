from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import MoneyField
from backend.web.forms.fund_desk import SigningForm
from funding.domain.book_events import Burden

BEAR = (Burden.BEAR.value, _("The fund carries it"))
CLAIM = (Burden.CLAW_BACK.value, _("It is claimed back from the project, from its next payouts"))


class BurdenForm(SigningForm):
    burden = forms.ChoiceField(label=_("What you propose"), widget=forms.RadioSelect)
    field_order = ("burden", "note", "acting_for")

    def __init__(self, *args: Any, claimable: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [BEAR, CLAIM] if claimable else [BEAR]
        only = None if claimable else Burden.BEAR.value
        self.fields["burden"] = forms.ChoiceField(
            label=_("What you propose"), choices=choices, widget=forms.RadioSelect, initial=only
        )
        self.order_fields(self.field_order)


class RepaymentForm(SigningForm):
    amount = MoneyField(label=_("Amount in euros"))
    field_order = ("amount", "note", "acting_for")

    def __init__(self, *args: Any, currency: str, claimed_minor: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"] = MoneyField(
            label=_("Amount"), currency=currency, max_minor=claimed_minor, help_text=_("At most what is claimed.")
        )
        self.order_fields(self.field_order)
