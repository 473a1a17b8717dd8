from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programmes.enums_of_comparing import ComparisonChoice

RADIO_POINTS_MAX = 10
ABSTAIN = "abstain"
"""What a choice of points sends for it; keys.js knows the word."""


class CriterionLike(Protocol):
    @property
    def public_id(self) -> Any: ...
    @property
    def title(self) -> Any: ...
    @property
    def description(self) -> Any: ...
    @property
    def max_points(self) -> Any: ...
    @property
    def may_abstain(self) -> Any: ...


def abstain_name(criterion: CriterionLike) -> str:
    """Of the box beside points that are typed."""
    return f"{criterion.public_id}-{ABSTAIN}"


def is_typed(criterion: CriterionLike) -> bool:
    return bool(criterion.max_points > RADIO_POINTS_MAX)


def scores_initial(criteria: Iterable[CriterionLike], points: Mapping[str, int | None]) -> dict[str, Any]:
    """Return what `ScoresForm` shows of points by public id of the criterion, None for an abstention."""
    found: dict[str, Any] = {}
    for one in criteria:
        name = str(one.public_id)
        if points.get(name, 0) is not None:
            found[name] = points.get(name)
        elif is_typed(one):
            found[abstain_name(one)] = True
        else:
            found[name] = ABSTAIN
    return found


class ScoresForm(forms.Form):
    """One choice of points a criterion: arrow keys move through them. A draft may have gaps.

    Where a juror may abstain, the choice has one answer more; beside points that are typed there is a box.
    """

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
            self._add(criterion, required=not draft)
        self.scores = [name for name in self.fields if name not in self.base_fields]
        self.order_fields(self.scores)

    def _add(self, criterion: CriterionLike, *, required: bool) -> None:
        name, beside = str(criterion.public_id), abstain_name(criterion)
        if not is_typed(criterion):
            self.fields[name] = self._chosen(criterion, required=required)
            return
        is_abstained = bool(self.data.get(beside) if self.is_bound else self.initial.get(beside))
        self.fields[name] = self._typed(criterion, required=required and not is_abstained)
        if criterion.may_abstain:
            label = format_lazy(_("I abstain: {criterion}"), criterion=str(criterion.title))
            self.fields[beside] = forms.BooleanField(label=label, required=False)
            for one, other in ((name, beside), (beside, name)):
                self.fields[one].widget.attrs["data-excludes"] = f"id_{other}"

    @staticmethod
    def _typed(criterion: CriterionLike, *, required: bool) -> forms.Field:
        label, hint = str(criterion.title), str(criterion.description)
        return forms.IntegerField(
            label=label, help_text=hint, min_value=0, max_value=criterion.max_points, required=required
        )

    @staticmethod
    def _chosen(criterion: CriterionLike, *, required: bool) -> forms.Field:
        choices: list[tuple[Any, Any]] = [(points, str(points)) for points in range(criterion.max_points + 1)]
        if criterion.may_abstain:
            choices.append((ABSTAIN, _("I abstain")))
        return forms.TypedChoiceField(
            label=str(criterion.title),
            help_text=str(criterion.description),
            choices=choices,
            coerce=lambda value: value if value == ABSTAIN else int(value),
            empty_value=None,
            required=required,
            widget=forms.RadioSelect,
        )

    def abstained(self) -> list[str]:
        """Public ids of the criteria from which the juror abstains."""
        found = self.cleaned_data
        return [
            str(one.public_id)
            for one in self.criteria
            if found.get(str(one.public_id)) == ABSTAIN or found.get(abstain_name(one))
        ]

    def points(self) -> dict[str, int | None]:
        """Points by public id of the criterion; those without an entry are left out.

        None takes back an abstention whose box is empty again: an empty field alone says nothing about it.
        """
        given = {str(one.public_id): self.cleaned_data.get(str(one.public_id)) for one in self.criteria}
        boxes = {str(one.public_id) for one in self.criteria if self.cleaned_data.get(abstain_name(one)) is False}
        return {
            name: value for name, value in given.items() if value != ABSTAIN and (value is not None or name in boxes)
        }

    def score_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.scores]


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
