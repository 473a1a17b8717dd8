from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.team_room import LANGUAGES


class ChallengeForm(forms.Form):
    """A problem in the words of those who have it. Who poses it stays as it was proposed."""

    title = forms.CharField(
        label=_("The problem as a question"),
        help_text=_("For example: how do we reach people whom nobody calls?"),
        max_length=160,
    )
    summary = forms.CharField(label=_("In two sentences"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.CharField(
        label=_("What it is about"),
        help_text=_("Who has the problem, what has been tried, what would be a good result?"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)

    def __init__(
        self,
        *args: Any,
        zone: str,
        categories: Sequence[tuple[str, str]],
        contacts: Sequence[tuple[str, str]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["category"] = forms.ChoiceField(
            label=_("Category"), choices=[("", _("Please choose")), *categories], required=False
        )
        self.fields["answer_due_at"] = LocalDateTimeField(
            label=_("You answer the solutions until"),
            help_text=_("This date is public: whoever builds something for you can rely on it."),
            zone=zone,
            required=False,
        )
        if contacts is not None:
            self._ask_for_contact(contacts)

    def _ask_for_contact(self, contacts: Sequence[tuple[str, str]]) -> None:
        """Only of organisations; who gets the mails is chosen by those alone who see who is in it."""
        self.fields["contact_name"] = forms.CharField(
            label=_("Name of the contact"),
            help_text=_("Everybody reads this name. Please ask the person first."),
            max_length=120,
            required=False,
        )
        self.fields["contact_role"] = forms.CharField(
            label=_("What the contact does"),
            help_text=_("For example: parks department. This is public, too."),
            max_length=120,
            required=False,
        )
        if contacts:
            self.fields["contact"] = forms.ChoiceField(
                label=_("Who gets our mails"),
                help_text=_("This person may answer the solutions. Nobody chosen: all who speak for the organisation."),
                choices=[("", _("All who speak for the organisation")), *contacts],
                required=False,
            )
