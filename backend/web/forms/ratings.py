"""What the public says of solutions, and what organisers say of the award."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RatingForm(forms.Form):
    """One choice, so that arrow keys move through it; words say what the stars mean."""

    stars = forms.TypedChoiceField(
        label=_("How much does this solution convince you?"),
        choices=[
            (1, _("1 – not at all")),
            (2, _("2 – little")),
            (3, _("3 – partly")),
            (4, _("4 – much")),
            (5, _("5 – completely")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Your comment"),
        help_text=_("Everybody reads it, with your name. Fair, concrete, in whole sentences."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AwardForm(forms.Form):
    note = forms.CharField(
        label=_("Why it is not the first one"),
        help_text=_("Everybody can read this."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_first:
            del self.fields["note"]
