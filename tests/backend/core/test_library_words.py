"""Nobody is on first-name terms with a citizen, not even a library."""

import re

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext
from rest_framework import serializers

from backend.core.library_words import WORDS

FIRST_NAME_TERMS = re.compile(r"\b(du|dich|dir|dein\w*|gib|stelle|lade|wähle)\b", re.IGNORECASE)


@pytest.mark.parametrize("words", WORDS)
def test_it_is_said_in_our_german(words: str) -> None:
    with translation.override("de"):
        said = gettext(words)
    assert said != words
    assert not FIRST_NAME_TERMS.search(said)


def test_forms_and_the_api_say_it_so() -> None:
    field, answer = forms.EmailField(), serializers.EmailField()
    for check, error in ((field.clean, forms.ValidationError), (answer.run_validation, serializers.ValidationError)):
        with pytest.raises(error) as refused:
            check("keine Adresse")
        assert "Bitte geben Sie eine gültige E-Mail-Adresse ein." in str(refused.value)
