from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WORDS_MAX = 20
WORD_LENGTH_MAX = 40


class WordsField(forms.CharField):
    """Words with commas between them; gives a list without repetitions."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Words with commas between them, for example: design, writing, maps."))
        options.setdefault("max_length", WORDS_MAX * (WORD_LENGTH_MAX + 2))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        unique = list(dict.fromkeys(word for word in words if word))
        if len(unique) > WORDS_MAX:
            raise ValidationError(_("Please name at most %(most)s."), code="many", params={"most": WORDS_MAX})
        if any(len(word) > WORD_LENGTH_MAX for word in unique):
            raise ValidationError(_("Please keep each word shorter than that."), code="long")
        return unique
