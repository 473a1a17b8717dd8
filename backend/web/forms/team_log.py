from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.team_room import LANGUAGES


class LogForm(forms.Form):
    """An entry of the log. `seen` is the version that one began with."""

    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("What you tried, what you learned, what comes next. **Bold** and lists with - are possible."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    is_public = forms.TypedChoiceField(
        label=_("Who may read it?"),
        choices=[("yes", _("everybody")), ("no", _("only the team and the organisers"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    link = forms.URLField(
        label=_("Address of something to look at"), max_length=500, required=False, assume_scheme="https"
    )
    image = forms.ImageField(label=_("Picture"), help_text=_("JPG, PNG or WebP, at most 5 MB."), required=False)
    image_alt = forms.CharField(
        label=_("What the picture shows"), help_text=_("For people who cannot see it."), max_length=200, required=False
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def given(self) -> dict[str, Any]:
        """What the service is given; without a new picture the old one stays."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"image", "seen"}}
        picture = self.cleaned_data.get("image")
        return {**values, "image": picture} if picture else values


class HideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The team reads this."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
