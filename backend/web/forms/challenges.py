from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.accounts.selectors.organisations import organisations_spoken_for
from backend.web.forms.team_room import LANGUAGES


class ProposeForm(forms.Form):
    """`made` is the proposal that came of it."""

    made: Any = None
    title = forms.CharField(
        label=_("The challenge in one line"),
        help_text=_("As a question works well: “How do we reach people whom nobody calls?”"),
        max_length=160,
    )
    summary = forms.CharField(
        label=_("In short"),
        help_text=_("Two or three sentences for the list."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=_("The problem"),
        help_text=_("Whom does it concern? What has been tried? What would be better afterwards?"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    owner = forms.ChoiceField(label=_("For whom do you pose it?"), required=False)
    language = forms.ChoiceField(label=_("Language of your text"), choices=LANGUAGES)

    def __init__(self, *args: Any, categories: Sequence[Any], person: User, **options: Any) -> None:
        reading = (get_language() or "de")[:2]
        super().__init__(*args, **options)
        self.initial.setdefault("language", reading)
        named = [(category.slug, category.name(reading)) for category in categories]
        organisations = [(row.public_id, row.name) for row in organisations_spoken_for(person)]
        self._offer("category", [("", _("Please choose")), *named], needed=bool(named))
        self._offer("owner", [("", _("As a citizen")), *organisations], needed=bool(organisations))

    def _offer(self, name: str, choices: list[tuple[Any, Any]], *, needed: bool) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        if not needed:
            field.widget = forms.HiddenInput()
