from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.team_room import TeamForm


class FoundForm(TeamForm):
    """`made` is the team that came of it."""

    made: Any = None


class JoinForm(forms.Form):
    role = forms.ChoiceField(label=_("For which role?"), widget=forms.RadioSelect, required=False)
    motivation = forms.CharField(
        label=_("Why would you like to join?"),
        help_text=_("Two sentences are enough: what you bring along, and how much time you have."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, roles: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*((role.public_id, role.title) for role in roles), ("", _("I do whatever is needed"))]
        if not roles:
            field.widget = forms.HiddenInput()
