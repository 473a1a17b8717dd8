from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField, MoneyField
from backend.web.forms.team_room import LANGUAGES
from funding.enums import CampaignMode, Region

GOAL_MIN_MINOR = 100_00


class CampaignForm(forms.Form):
    title = forms.CharField(label=_("Title of the campaign"), max_length=120)
    slug = forms.SlugField(
        label=_("Short name in the address"), help_text=_("Small letters, digits and hyphens."), max_length=80
    )
    summary = forms.CharField(
        label=_("In two sentences"),
        help_text=_("This stands on the card."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    story = forms.CharField(
        label=_("Your story"),
        help_text=_("Who are you, whom does it help, why now? You can use **bold** and lists with - in front."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    use_of_money = forms.CharField(
        label=_("What the money is used for"),
        help_text=_("As concrete as you can: what costs how much?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    region = forms.ChoiceField(
        label=_("Where you work"),
        help_text=_("Some money is only for one part of the country."),
        choices=[("", _("In the whole country")), *Region.choices],
        required=False,
    )
    image = forms.ImageField(label=_("Picture"), help_text=_("JPG, PNG or WebP, at most 5 MB."), required=False)
    image_alt = forms.CharField(
        label=_("What the picture shows"), help_text=_("For people who cannot see it."), max_length=200, required=False
    )
    goal1 = MoneyField(
        label=_("Goal 1: what you need at least"), help_text=_("For example 5,000."), min_minor=GOAL_MIN_MINOR
    )
    goal2 = MoneyField(
        label=_("Goal 2: what would be best"),
        help_text=_("More than goal 1."),
        min_minor=GOAL_MIN_MINOR,
        required=False,
    )
    mode = forms.ChoiceField(
        label=_("If goal 1 is not reached"),
        help_text=_("All backers see this beside the goal. Nothing is paid out before it is certain."),
        choices=CampaignMode.choices,
        initial=CampaignMode.KEEP_IT_ALL,
        widget=forms.RadioSelect,
    )
    starts_at = LocalDateTimeField(label=_("Begins"))
    ends_at = LocalDateTimeField(label=_("Ends"))

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        starts_at, ends_at = clean.get("starts_at"), clean.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end must be after the beginning."))
        goal1, goal2 = clean.get("goal1"), clean.get("goal2")
        if goal1 and goal2 and goal2 <= goal1:
            self.add_error("goal2", _("Goal 2 must be more than goal 1."))
        return clean


class CuratorForm(forms.Form):
    note = forms.CharField(
        label=_("A note for the team"),
        help_text=_("Needed if you decline: what is missing, and what they could do."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class UpdateForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    body = forms.CharField(
        label=_("What is new"),
        help_text=_("All who back the campaign get this as a message. You can use **bold** and lists with - in front."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)


class ApplyForm(forms.Form):
    def __init__(self, *args: Any, funds: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fund"] = forms.ChoiceField(
            label=_("Fund"),
            choices=[(fund.slug, f"{fund.name}: {fund.summary}") for fund in funds],
            widget=forms.RadioSelect,
        )
