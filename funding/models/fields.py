"""Columns that several entities share."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.enums import Language


def currency_field() -> "models.CharField[str, str]":
    return models.CharField(_("currency"), max_length=3, default="EUR")


def language_field() -> "models.CharField[str, str]":
    """What a text is written in, so that a page can say so."""
    return models.CharField(_("language of the text"), max_length=2, choices=Language.choices, default=Language.DE)


def amount_positive(name: str, field: str = "amount_minor", **more: Any) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__gt": 0}, **more), name=name)
