"""Path parts: what is no public id never reaches a handler, so it is 404 like any unknown one."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from programmes.enums import PhaseKind

PUBLIC_ID_PATTERN = "[a-z]{3,4}_[0-9a-z]{20}"


class PublicIdConverter(StringConverter):
    regex = PUBLIC_ID_PATTERN


class PhaseKindConverter(StringConverter):
    regex = "|".join(PhaseKind.values)


register_converter(PublicIdConverter, "pid")
register_converter(PhaseKindConverter, "phase")
