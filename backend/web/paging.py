"""Lists in pages. A page number that makes no sense shows the nearest page, since addresses are shared and typed."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
PER_PAGE = 24


def page_of(
    request: HttpRequest, rows: "QuerySet[Any, Row] | list[Row]", per_page: int = PER_PAGE, count: int | None = None
) -> Page[Row]:
    """Return the page asked for; `count` where somebody has counted all rows before."""
    pages = Paginator(rows, per_page)
    if count is not None:
        # Django keeps its own count there.
        pages.__dict__["count"] = count
    return pages.get_page(request.GET.get("page"))


def words_asked(request: HttpRequest, name: str = "q") -> str:
    """Return what somebody looks for, short and without control characters."""
    return " ".join(request.GET.get(name, "").replace("\x00", " ").split())[:200]
