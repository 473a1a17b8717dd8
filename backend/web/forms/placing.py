"""Asking to be placed in a team, and what organisers say for a placement."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.profile import spoken_field
from backend.web.forms.words import WordsField
from programmes.enums import PlacingEmphasis, TimeSlot

WISHES: Final = 3
"""Asked for on the page; who names five through the API keeps them."""
LABELS = (_("First wish"), _("Second wish"), _("Third wish"))
Offered = Sequence[tuple[str, str]]


class WishForm(forms.Form):
    wish_1 = forms.ChoiceField(required=False)
    wish_2 = forms.ChoiceField(required=False)
    wish_3 = forms.ChoiceField(required=False)
    skills = WordsField(label=_("What can you do?"), required=False)
    languages = spoken_field()
    times = forms.MultipleChoiceField(
        label=_("When do you have time?"),
        help_text=_("If it does not matter, leave all of it empty."),
        choices=TimeSlot.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    group = forms.CharField(
        label=_("Do you come with others?"),
        help_text=_("Agree on a word with them; all of you enter the same one here. You come into one team then."),
        max_length=40,
        required=False,
    )

    def __init__(self, *args: Any, challenges: Offered, teams: Offered, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [("", _("no wish")), (_("Challenges"), challenges), (_("Teams"), teams)]
        for number, label in enumerate(LABELS, start=1):
            self.fields[f"wish_{number}"] = forms.ChoiceField(label=label, choices=offered, required=False)
        self.own = list(self.initial.get("wishes", []))
        for number, wish in enumerate(self.own[:WISHES], start=1):
            self.initial[f"wish_{number}"] = wish

    @property
    def wished(self) -> dict[str, Any]:
        """What the service is given."""
        clean = self.cleaned_data
        named = [clean[f"wish_{number}"] for number in range(1, WISHES + 1)]
        kept = {name: clean[name] for name in ("skills", "languages", "times", "group")}
        return {"wishes": list(dict.fromkeys(wish for wish in [*named, *self.own[WISHES:]] if wish)), **kept}


class ObjectForm(forms.Form):
    objection = forms.CharField(
        label=_("Why not?"),
        help_text=_("Only the organisers read it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class RunForm(forms.Form):
    emphasis = forms.ChoiceField(label=_("What counts more"), choices=PlacingEmphasis.choices)
    least = forms.IntegerField(
        label=_("People that each team should have at least"), min_value=0, max_value=50, initial=3
    )
    seed = forms.IntegerField(
        label=_("Number of the lot"),
        help_text=_("Decides between equals. The same number gives the same result again."),
        min_value=0,
        max_value=1_000_000,
        initial=1,
    )


class PublishForm(forms.Form):
    hours = forms.TypedChoiceField(
        label=_("Time to object"),
        coerce=int,
        choices=[
            (2, _("2 hours")),
            (6, _("6 hours")),
            (12, _("12 hours")),
            (24, _("1 day")),
            (48, _("2 days")),
            (72, _("3 days")),
            (168, _("1 week")),
        ],
        initial=24,
    )


class PinForm(forms.Form):
    team = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(self, *args: Any, teams: Offered, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"] = forms.ChoiceField(
            label=_("Team"), choices=[("", _("no team: the placement decides")), *teams], required=False
        )
