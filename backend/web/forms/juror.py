from collections.abc import Iterable
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.enums_of_comparing import ComparisonChoice

RADIO_POINTS_MAX = 10


class CriterionLike(Protocol):
    @property
    def public_id(self) -> Any: ...
    @property
    def title(self) -> Any: ...
    @property
    def description(self) -> Any: ...
    @property
    def max_points(self) -> Any: ...


class ScoresForm(forms.Form):
    """One choice of points a criterion: arrow keys move through them. A draft may have gaps."""

    comment = forms.CharField(
        label=_("What you say about it"),
        help_text=_(
            "The team and the public read this once the jury has decided, without your name. "
            "Fair, concrete, in whole sentences."
        ),
        max_length=4_000,
        widget=forms.Textarea,
        required=False,
    )

    note = forms.CharField(
        label=_("What only the jury reads"),
        help_text=_(
            "The organisers read it, and jurors who have submitted theirs, without your name. It is never public."
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, criteria: Iterable[CriterionLike], draft: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[str(criterion.public_id)] = self._points(criterion, required=not draft)
        self.order_fields([str(criterion.public_id) for criterion in self.criteria])

    @staticmethod
    def _points(criterion: CriterionLike, *, required: bool) -> forms.Field:
        label, hint = str(criterion.title), str(criterion.description)
        if criterion.max_points > RADIO_POINTS_MAX:
            return forms.IntegerField(
                label=label, help_text=hint, min_value=0, max_value=criterion.max_points, required=required
            )
        return forms.TypedChoiceField(
            label=label,
            help_text=hint,
            choices=[(points, str(points)) for points in range(criterion.max_points + 1)],
            coerce=int,
            empty_value=None,
            required=required,
            widget=forms.RadioSelect,
        )

    def points(self) -> dict[str, int]:
        """Points by public id of the criterion; those without an entry are left out."""
        names = (str(criterion.public_id) for criterion in self.criteria)
        return {name: value for name in names if (value := self.cleaned_data.get(name)) is not None}

    def score_fields(self) -> list[forms.BoundField]:
        return [self[str(criterion.public_id)] for criterion in self.criteria]


class ComparisonForm(forms.Form):
    """What the buttons under two solutions send; nothing is typed."""

    first = forms.CharField(max_length=40)
    second = forms.CharField(max_length=40)
    choice = forms.ChoiceField(choices=ComparisonChoice.choices)


class RecuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you are not impartial"),
        help_text=_(
            "One sentence is enough, for example: I work with someone of this team. Only the organisers read it."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
