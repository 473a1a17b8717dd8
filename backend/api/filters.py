"""Filters of lists, as exact as the fields of bodies."""

from collections import OrderedDict
from typing import Any

import django_filters

ChoiceFilter = django_filters.ChoiceFilter


class FilterSet(django_filters.FilterSet):
    """Copies and validates what is asked for: of many filters that is mostly one."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        asked = data or {}
        self.base_filters = OrderedDict((name, each) for name, each in self.base_filters.items() if name in asked)
        super().__init__(data, **kwargs)


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
