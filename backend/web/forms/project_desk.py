from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import DateField


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("What will be reached"), max_length=160)
    description = forms.CharField(
        label=_("How one sees that it is reached"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    due_on = DateField(label=_("Until when"))
    owner = forms.ChoiceField(label=_("Who looks after it"), required=False)

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who looks after it"), choices=[("", _("The entire team")), *owners], required=False
        )


class EvidenceForm(forms.Form):
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("What was reached, and where can one see it? Addresses, numbers, names of partners."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReportForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    period_start = DateField(label=_("Period from"))
    period_end = DateField(label=_("Period to"))
    body = forms.CharField(
        label=_("What happened"),
        help_text=_("What went well, what did not, what comes next? You can use **bold** and lists with - in front."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        start, end = clean.get("period_start"), clean.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("The end must not be before the beginning."))
        return clean


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What is missing"),
        help_text=_("The team reads this sentence and sends the report again."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is missing"),
        help_text=_("The team reads this sentence and sends the evidence again."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
