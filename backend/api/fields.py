"""Fields of bodies: exact about types, so that what the schema says is what is taken."""

import re
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.api.converters import PUBLIC_ID_PATTERN

# Ten billion euros: beyond every sum here, far below the end of the column.
SLUG_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"
MAX_AMOUNT_MINOR = 10**12


class Body(serializers.Serializer[Any]):
    """A JSON object with these fields and no others: a misspelt name is an error, not a silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class Changes(Body):
    """Mixed into a body: every field may be left out, which leaves the value as it is."""

    left_out: tuple[str, ...] = ()
    """Fields that cannot be changed later."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = {name: field for name, field in super().get_fields().items() if name not in self.left_out}
        for field in fields.values():
            field.required, field.default = False, serializers.empty
        return fields


class Text(serializers.CharField):
    default_error_messages = {"invalid": _("This must be text.")}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Integer(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Amount(Integer):
    """Minor units: cents of a euro."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 1)
        kwargs.setdefault("max_value", MAX_AMOUNT_MINOR)
        super().__init__(**kwargs)


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Moment(serializers.DateTimeField):
    """RFC 3339 with its offset: without one nobody knows which moment is meant."""

    default_error_messages = {"offset": _("Please send date, time and offset: 2026-03-20T18:00:00+01:00.")}

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail("offset")
        return super().to_internal_value(moment)


class Day(serializers.DateField):
    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class Language(serializers.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("de", "Deutsch"), ("en", "English")], **kwargs)


class Slug(Text):
    """A short name in addresses."""

    default_error_messages = {"slug": _("Please use small letters, digits and hyphens only.")}

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not re.fullmatch(SLUG_PATTERN, text):
            self.fail("slug")
        return text


class SearchText(Body):
    """`?q=…`: full text, German and English; the beginning of a word is enough."""

    q = Text(required=False, max_length=200, allow_blank=True, help_text="Words to look for; quotes and a minus work.")


class PublicId(serializers.RegexField):
    """The public id of another row."""

    default_error_messages = {"invalid": _("This is not an id.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rf"^{PUBLIC_ID_PATTERN}\Z", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
