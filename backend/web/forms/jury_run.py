from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.domain.jury_assignment import MOST, PER_SOLUTION_MOST


class JuryRunForm(forms.Form):
    per_solution = forms.IntegerField(
        label=_("Jurors for each solution"), min_value=1, max_value=PER_SOLUTION_MOST, initial=3
    )
    most_each = forms.IntegerField(
        label=_("Reviews for each juror at most"),
        help_text=_("With what a juror has already. What does not fit is named afterwards."),
        min_value=1,
        max_value=MOST,
        initial=30,
    )


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The person concerned and the organisers read this."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, jurors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["juror"] = forms.ChoiceField(label=_("Who is not impartial"), choices=[("", "–"), *jurors])
        self.order_fields(["juror", "reason"])


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands beside each review that is taken back; organisers can read it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
