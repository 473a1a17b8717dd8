"""What organisers fill in about how solutions are selected."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.organiser import CohortForm
from backend.web.templatetags.web_words import category_name
from programmes.domain.selecting import PLACES_MOST, QUORUM_MOST
from programmes.enums import SelectionMeasure, SelectionTieRule


class MethodForm(forms.Form):
    """Places kept for a category stand under its public id."""

    title = forms.CharField(
        label=_("Name of this stage"),
        help_text=_("For example: first round. Everybody can read it."),
        max_length=80,
        required=False,
    )
    places = forms.IntegerField(
        label=_("Number of places"),
        help_text=_("So many solutions become projects, or go on to the next stage where one follows."),
        min_value=1,
        max_value=PLACES_MOST,
    )
    measure = forms.ChoiceField(
        label=_("The ranking goes by"),
        help_text=_(
            "With the median one juror alone moves little. Adjusted points look at how far a solution lies above or"
            " below what the same person usually gives; that takes several reviews a person. If solutions are compared,"
            " jurors see two of their solutions at a time and say which one convinces more; they give no points."
        ),
        choices=SelectionMeasure.choices,
        initial=SelectionMeasure.MEAN,
        widget=forms.RadioSelect,
    )
    quorum = forms.IntegerField(
        label=_("Reviews or comparisons that a solution needs at least"),
        help_text=_("With fewer it has no rank and is not selected."),
        min_value=1,
        max_value=QUORUM_MOST,
        initial=1,
    )
    tie_rule = forms.ChoiceField(
        label=_("If several are equal at the last place"),
        choices=SelectionTieRule.choices,
        initial=SelectionTieRule.ALL,
        widget=forms.RadioSelect,
    )

    is_blind = forms.BooleanField(
        label=_("The jury does not see which team handed in"),
        help_text=_("Its pages do not name the team. Texts and pictures of a solution may still do so."),
        required=False,
    )

    def __init__(self, *args: Any, categories: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = [row.public_id for row in categories]
        for row in categories:
            self.fields[row.public_id] = forms.IntegerField(
                label=category_name(row),
                min_value=0,
                max_value=PLACES_MOST,
                required=False,
            )

    @property
    def kept_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.kept]

    @property
    def tracks(self) -> dict[str, int]:
        return {name: places for name in self.kept if (places := self.cleaned_data[name])}


class NotesForm(forms.Form):
    """A note for each solution about which people decide otherwise than the method."""

    def __init__(self, *args: Any, otherwise: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.otherwise = list(otherwise)
        for public_id, label in otherwise.items():
            self.fields[public_id] = forms.CharField(
                label=label, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def notes_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.otherwise]

    @property
    def notes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.otherwise}


class DecisionForm(NotesForm, CohortForm):
    """The same, and the name of the cohort."""
