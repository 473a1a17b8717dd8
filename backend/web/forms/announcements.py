"""What organisers write to the people of a sprint, and when it is sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms.fields import LocalDateTimeField
from programmes.enums import Segment

TEXT = forms.Textarea(attrs={"rows": 8})


class AnnouncementForm(forms.Form):
    segments = forms.MultipleChoiceField(
        label=_("Who gets it?"),
        help_text=_("Whoever belongs to several of these gets it once."),
        widget=forms.CheckboxSelectMultiple,
    )
    category = forms.ChoiceField(
        label=_("Category"), help_text=_("Only for the teams of one category."), required=False
    )
    subject_de = forms.CharField(label=_("Subject in German"), max_length=160, required=False)
    body_de = forms.CharField(
        label=_("Text in German"),
        help_text=_("Plain text; an empty line begins a new paragraph."),
        max_length=8_000,
        widget=TEXT,
        required=False,
    )
    subject_en = forms.CharField(label=_("Subject in English"), max_length=160, required=False)
    body_en = forms.CharField(
        label=_("Text in English"),
        help_text=_("Without it, people who read English get the German text, and the other way round."),
        max_length=8_000,
        widget=TEXT,
        required=False,
    )

    def __init__(
        self, *args: Any, segments: Sequence[Segment], categories: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        groups = self.fields["segments"]
        self.fields["segments"] = forms.MultipleChoiceField(
            label=groups.label,
            help_text=groups.help_text,
            choices=[(segment.value, segment.label) for segment in segments],
            widget=forms.CheckboxSelectMultiple,
        )
        field = self.fields["category"]
        self.fields["category"] = forms.ChoiceField(
            label=field.label, help_text=field.help_text, choices=[("", _("none")), *categories], required=False
        )


class SendForm(forms.Form):
    send_at = forms.DateTimeField(required=False)

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["send_at"] = LocalDateTimeField(
            label=_("Send it later, at"),
            help_text=_("Leave this empty to send it now. The time zone is the sprint's: %(zone)s.") % {"zone": zone},
            zone=zone,
            required=False,
        )
