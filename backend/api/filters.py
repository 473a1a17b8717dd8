"""Filters of lists, as exact as the fields of bodies."""

from typing import Any

import django_filters

FilterSet = django_filters.FilterSet
ChoiceFilter = django_filters.ChoiceFilter


class FlagFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`, nothing else."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("true", "true"), ("false", "false")], coerce=lambda text: text == "true", **kwargs)


class TextFilter(django_filters.CharFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=kwargs.pop("max_length", 160), **kwargs)


class IdFilter(django_filters.CharFilter):
    """The public id of a row that the listed rows refer to. An unknown one gives an empty list."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name=f"{field_name}__public_id", max_length=40, **kwargs)
