"""What is said about money that comes into a fund: whose it is, how much, and what it is for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.web import formats
from backend.web.forms.fields import DateField, MoneyField
from funding.domain.allocation import Earmark
from funding.domain.pots import PRIORITY_MAX
from funding.enums import Region

Choices = Sequence[tuple[str, str]]
PURPOSE = ("topics", "regions", "starts_at", "ends_at", "priority")


class DepositForm(forms.Form):
    """Nothing chosen under what it is for is for anything; managers also say when it is used."""

    sponsor = forms.ChoiceField(label=_("Who pays in"))
    amount = MoneyField(label=_("Amount in euros"), help_text=_("For example 20,000."), max_minor=10**11)
    reference = forms.CharField(
        label=_("Reference"), help_text=_("What will stand on the bank statement."), max_length=140
    )
    topics = forms.MultipleChoiceField(
        label=_("Only for these topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    regions = forms.MultipleChoiceField(
        label=_("Only for campaigns in"),
        choices=Region.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_at = DateField(label=_("Only for pledges from"), required=False)
    ends_at = DateField(label=_("Only for pledges until"), help_text=_("This day included."), required=False)
    priority = forms.IntegerField(
        label=_("In which order it is used"),
        help_text=_("0 comes first, then 1 and so on. Money with the same number is shared out together."),
        min_value=0,
        max_value=PRIORITY_MAX,
        required=False,
    )

    def __init__(self, *args: Any, sponsors: Choices, topics: Sequence[Any], manages: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sponsor"] = forms.ChoiceField(
            label=_("Who pays in"), choices=[("", _("Please choose")), *sponsors]
        )
        named = {row.slug: row.name((get_language() or "de")[:2]) for row in topics}
        if named:
            self.fields["topics"].choices = list(named.items())  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["topics"]
        if not manages:
            del self.fields["priority"]

    @property
    def plain(self) -> list[BoundField]:
        return [field for field in self if field.name not in PURPOSE]

    @property
    def purpose(self) -> list[BoundField]:
        return [field for field in self if field.name in PURPOSE]

    @property
    def purpose_used(self) -> bool:
        """Whether something was said there, or is wrong: then it is shown opened."""
        return any(self.data.get(name) or name in self.errors for name in PURPOSE) if self.is_bound else False

    def facts(self) -> dict[str, Any]:
        """What `deposit_record` takes beside fund, sponsor and actor; the form is valid."""
        clean = self.cleaned_data
        last = clean["ends_at"]
        earmark = Earmark(
            topics=tuple(clean.get("topics", ())),
            regions=tuple(clean["regions"]),
            starts_at=_midnight(clean["starts_at"]),
            ends_at=_midnight(last + timedelta(days=1) if last else None),
        )
        return {
            "amount_minor": clean["amount"].amount_minor,
            "reference": clean["reference"],
            "earmark": earmark,
            "priority": clean.get("priority") or 0,
        }


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, formats.zone_of(None)) if day else None
