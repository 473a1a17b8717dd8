"""Rows that people fill in are checked by their own fields; what is wrong is said beside the field."""

from django.core.exceptions import ValidationError
from django.db import models

from backend.core.errors import Invalid
from funding.domain.texts import plain_line, plain_text


def texts_clean(row: models.Model) -> None:
    """Free every text column of control characters; one-line columns of line breaks."""
    for field in row._meta.concrete_fields:  # noqa: SLF001  Django's public underscore
        if type(field) is models.CharField and not field.choices and field.editable:
            setattr(row, field.attname, plain_line(getattr(row, field.attname) or ""))
        elif type(field) is models.TextField:
            setattr(row, field.attname, plain_text(getattr(row, field.attname) or ""))


def row_check(row: models.Model) -> None:
    """Raise Invalid with the messages of the fields, and of what must be unique."""
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as error:
        raise Invalid({name: list(texts) for name, texts in error.message_dict.items()}) from error
