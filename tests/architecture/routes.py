"""Every route that the platform answers, as the resolver knows it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    name: str
    """With its namespaces: `api:sprint`, `web:home`."""
    path: str
    view: Callable[..., Any]

    @property
    def view_class(self) -> Any:
        return getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)


def all_routes() -> list[Route]:
    return list(_walk(get_resolver(), "", ""))


def api_routes() -> list[Route]:
    return [route for route in all_routes() if route.name.startswith("api:")]


def _walk(resolver: URLResolver, space: str, path: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner, here)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{space}{pattern.name or here}", here, inspect.unwrap(pattern.callback))
