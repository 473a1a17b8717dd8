"""What organisers fill in to compose what a solution consists of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.form_builder import SectionForm
from programmes.domain.outline import BODY_LONGEST, Section
from programmes.domain.outline_editing import HINT_LONGEST

SAID = ("title_de", "title_en", "hint_de", "hint_en", "is_required", "longest")


class OutlineSectionForm(SectionForm):
    hint_de = forms.CharField(
        label=_("Explanation in German"),
        help_text=_("What shall a team write here?"),
        max_length=HINT_LONGEST,
        required=False,
    )
    hint_en = forms.CharField(
        label=_("Explanation in English"),
        help_text=_("Where one language is missing, everybody reads the other."),
        max_length=HINT_LONGEST,
        required=False,
    )
    is_required = forms.BooleanField(
        label=_("Must be filled in"),
        help_text=_("Without it no team can hand in. What was handed in before stays handed in."),
        required=False,
    )
    longest = forms.IntegerField(
        label=_("Characters at most"),
        help_text=_("Empty: as many as fit. All sections together have room for 20,000."),
        min_value=1,
        max_value=BODY_LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, section: Section, **options: Any) -> None:
        super().__init__(*args, **{**options, "initial": {name: getattr(section, name) for name in SAID}})

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if not self.errors and not clean.get("title_de") and not clean.get("title_en"):
            self.add_error("title_de", _("Please write the title in at least one language."))
        return clean
