"""What people fill in about an organisation and about who is in it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.enums import OrganisationKind, OrganisationRole


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("What it is"), choices=OrganisationKind.choices)
    website = forms.CharField(
        label=_("Website"), help_text=_("An address that begins with https://."), max_length=300, required=False
    )
    about = forms.CharField(
        label=_("What it does"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


def roles_to_give(*, as_owner: bool) -> list[tuple[str, str]]:
    """Nobody but an owner makes owners."""
    return [(role.value, str(role.label)) for role in OrganisationRole if as_owner or role != OrganisationRole.OWNER]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            help_text=_(
                "Managers speak for the organisation and decide who is in it; owners also decide who owns it. "
                "Members only belong to it."
            ),
            choices=roles,
            initial=OrganisationRole.MEMBER,
        )


class MemberForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The address with which this person signs in."), max_length=254
    )
    field_order = ("email", "role")
