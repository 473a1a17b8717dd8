"""Every route that the platform answers, as the resolver knows it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")
# The schema, its readable form, and the answer to unknown addresses.
NO_OPERATIONS = {"api:schema", "api:docs", "api:unknown"}


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


def api_operations() -> list[tuple[str, Route]]:
    """Each method of each route of the API, the method in small letters."""
    return [
        (method, route)
        for route in api_routes()
        if route.name not in NO_OPERATIONS
        for method in METHODS
        if hasattr(route.view_class, method)
    ]


def _walk(resolver: URLResolver, space: str, path: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner, here)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{space}{pattern.name or here}", here, inspect.unwrap(pattern.callback))
