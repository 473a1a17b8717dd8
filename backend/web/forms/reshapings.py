"""Merging challenges, and splitting one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Why"), help_text=help_text, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MergeForm(forms.Form):
    challenges = forms.MultipleChoiceField(
        label=_("Which ones become part of it?"), widget=forms.CheckboxSelectMultiple
    )
    reason = _reason(_("Everybody can read this. Who posed, supports or works on one of them is told."))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["challenges"] = forms.MultipleChoiceField(
            label=_("Which ones become part of it?"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Please choose at least one challenge.")},
        )


class SplitForm(forms.Form):
    title = forms.CharField(label=_("Title of the new challenge"), max_length=160)
    summary = forms.CharField(label=_("In two sentences"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.CharField(
        label=_("The problem"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}), required=False
    )
    teams = forms.MultipleChoiceField(
        label=_("Which teams go along?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = _reason(_("Everybody can read this. Who posed it, supports it or works on it is told."))

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if not teams:
            del self.fields["teams"]
            return
        self.fields["teams"] = forms.MultipleChoiceField(
            label=_("Which teams go along?"),
            help_text=_("Their solutions and the answers to them go along, too."),
            choices=teams,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
