"""JSON bodies within limits: size, depth, and only characters that a database and a reader can take."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, parsers

from backend.api.problems import TooLarge
from backend.core.errors import Invalid

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16
# Line feed, carriage return and tab are writing; the other control characters are not.
ALLOWED_CONTROLS = frozenset("\n\r\t")


class JsonParser(parsers.JSONParser):
    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002  the framework hands it over
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002  likewise
    ) -> Any:
        raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise TooLarge
        try:
            value = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError from error
        refuse_unreadable(value)
        return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def refuse_unreadable(value: Any) -> None:
    """Raise Invalid, naming the place, for nesting too deep and for characters that are no text."""
    errors = {}
    for path, text in _strings(value, "", 0):
        if not is_readable(text):
            errors[path] = _("This contains characters that cannot be shown.")
    if errors:
        raise Invalid(errors)


def is_readable(text: str) -> bool:
    return not any(
        (sign < " " and sign not in ALLOWED_CONTROLS) or sign == "\x7f" or "\ud800" <= sign <= "\udfff" for sign in text
    )


def _strings(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        raise Invalid({}, _("This is nested too deeply."))
    match value:
        case str():
            yield path, value
        case dict():
            for name, part in value.items():
                # A name that cannot be shown is reported at the place that holds it.
                yield path, name
                yield from _strings(part, f"{path}.{name}".lstrip(".") if is_readable(name) else path, depth + 1)
        case list():
            for index, part in enumerate(value):
                yield from _strings(part, f"{path}.{index}".lstrip("."), depth + 1)
