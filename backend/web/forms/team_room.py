from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.words import WordsField
from programmes.enums import Joining, TimeSlot

LANGUAGES = [("de", "Deutsch"), ("en", "English")]


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=80)
    pitch = forms.CharField(
        label=_("What you want to do"),
        help_text=_("Two or three sentences. People who look for a team read this first."),
        max_length=2_000,
        widget=forms.Textarea,
    )
    language = forms.ChoiceField(label=_("Language you work in"), choices=LANGUAGES)
    times = forms.MultipleChoiceField(
        label=_("When the team works"),
        help_text=_("If it does not matter, leave all of it empty."),
        choices=TimeSlot.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    size_limit = forms.IntegerField(
        label=_("How many people at most"),
        help_text=_("With you, and with everybody who is there already."),
        min_value=1,
    )

    joining = forms.ChoiceField(
        label=_("How people come in"),
        help_text=_("Who joins at once needs no answer from you, as long as a place is free. You are told."),
        choices=Joining.choices,
        widget=forms.RadioSelect,
        initial=Joining.ON_REQUEST,
    )

    def __init__(self, *args: Any, size_max: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if size_max is not None:
            self.fields["size_limit"] = forms.IntegerField(
                label=self.fields["size_limit"].label,
                help_text=_("At most %(most)s in this sprint.") % {"most": size_max},
                min_value=1,
                max_value=size_max,
            )


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person concerned reads it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class OpenRoleForm(forms.Form):
    title = forms.CharField(
        label=_("Who you are looking for"), help_text=_("For example: someone for design."), max_length=80
    )
    description = forms.CharField(
        label=_("What this person would do"), max_length=1_000, widget=forms.Textarea, required=False
    )
    skills = WordsField(label=_("What this person should be able to do"), required=False)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=20, initial=1)


class AnswerForm(forms.Form):
    """One answer to a join request: the two buttons are named `do`."""

    answer = forms.CharField(
        label=_("A sentence for this person"),
        help_text=_("It goes out with your answer. Tell what happens next, or why it does not fit."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class RepositoryForm(forms.Form):
    address = forms.CharField(
        label=_("Address of your repository"),
        help_text=_(
            "As your browser shows it, for example https://codeberg.org/team/project. It must be public. The address of"
            " a text or Markdown file is fine, too. Leave it empty to show none."
        ),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
