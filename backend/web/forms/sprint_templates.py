"""A new sprint from a template."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.team_room import LANGUAGES


class FromTemplateForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("When does the sprint begin?"))
    timezone = forms.CharField(label=_("Time zone"), max_length=60, initial="Europe/Berlin")
    title = forms.CharField(label=_("Name of the sprint"), max_length=160)
    slug = forms.SlugField(
        label=_("Short name in the address"), help_text=_("Small letters, digits and hyphens."), max_length=80
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        help_text=_("Of the description, the phases and the rubric. Announcements are written in both."),
        choices=LANGUAGES,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What the clock shows is meant in the zone that is sent along with it.
        given = self.data.get(self.add_prefix("timezone")) if self.is_bound else self.initial.get("timezone")
        zone = given if given in available_timezones() else None
        self.fields["starts_at"] = LocalDateTimeField(
            label=self.fields["starts_at"].label,
            help_text=_("All other times are counted from here; you can change each of them later."),
            zone=zone,
        )

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"]
        if zone not in available_timezones():
            raise ValidationError(_("We do not know this time zone. An example: Europe/Berlin."), code="zone")
        return zone
