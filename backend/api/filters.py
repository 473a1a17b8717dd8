"""Filters of lists, as exact as the fields of bodies."""

from collections import OrderedDict
from typing import Any

import django_filters
from django.core.exceptions import ValidationError

from backend.core.errors import Invalid

ChoiceFilter = django_filters.ChoiceFilter


class FilterSet(django_filters.FilterSet):
    """Copies and validates what is asked for: of many filters that is mostly one."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        asked = data or {}
        self.base_filters = OrderedDict((name, each) for name, each in self.base_filters.items() if name in asked)
        super().__init__(data, **kwargs)

    @classmethod
    def applied(cls, asked: Any, rows: Any, request: Any) -> Any:
        """The `rows` that meet what is asked for. Raises Invalid.

        A filter by one column needs neither a form nor a copy of itself; what has a method of its own does.
        """
        wanted = [(name, each) for name, each in cls.base_filters.items() if name in asked]
        if any(each.method is not None for _name, each in wanted):
            chosen = cls(asked, queryset=rows, request=request)
            if not chosen.is_valid():
                raise Invalid({name: [str(text) for text in texts] for name, texts in chosen.errors.items()})
            return chosen.qs
        faults: dict[str, list[str]] = {}
        for name, each in wanted:
            try:
                rows = each.filter(rows, each.field.clean(each.field.widget.value_from_datadict(asked, {}, name)))
            except ValidationError as error:
                faults[name] = [str(text) for text in error.messages]
        if faults:
            raise Invalid(faults)
        return rows


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
