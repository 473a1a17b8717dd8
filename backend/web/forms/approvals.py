"""Which of the waiting approvals somebody wants to see."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import MoneyField
from backend.web.forms.fund_desk import Choices
from funding.domain.limits import AMOUNT_MAX_MINOR
from funding.selectors.approvals import Waiting, Wanted

DIGITS_MAX = 18


class ApprovalFilterForm(forms.Form):
    """Bound to an address: what makes no sense in it is told and does not filter."""

    use_required_attribute = False
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    given = forms.ChoiceField(
        label=_("Approvals so far"),
        choices=[("", _("All")), ("1", _("one: you would be the second")), ("0", _("none: you would be the first"))],
        required=False,
    )
    most = MoneyField(label=_("Matches of at most"), required=False, max_minor=AMOUNT_MAX_MINOR)

    def __init__(self, *args: Any, campaigns: Choices, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("All campaigns")), *campaigns]
        self.fields["campaign"] = forms.ChoiceField(label=_("Campaign"), choices=choices, required=False)
        self.fields["most"] = MoneyField(
            label=_("Matches of at most"), currency=currency, required=False, max_minor=AMOUNT_MAX_MINOR
        )
        self.order_fields(["campaign", "given", "most"])

    @property
    def wanted(self) -> Wanted:
        self.full_clean()
        clean = self.cleaned_data
        most = clean.get("most")
        return Wanted(
            campaign=clean.get("campaign", ""),
            given=int(clean["given"]) if clean.get("given") else None,
            most_minor=most.amount_minor if most else None,
        )


def seen_of(sent: QueryDict) -> Waiting:
    """The number and the sum that stood on the page; what is no number was on no page of ours."""
    count, amount = (text if text.isdecimal() and len(text) <= DIGITS_MAX else "0" for text in _both(sent))
    return Waiting(int(count), int(amount))


def _both(sent: QueryDict) -> tuple[str, str]:
    return sent.get("count", ""), sent.get("amount", "")
