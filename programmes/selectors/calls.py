from django.db.models import QuerySet

from backend.core import clock
from backend.core.db import require_transaction
from programmes.models import Call, Category, Programme

SHOWN = ("category", "category__programme")


def calls_open(*, programme: Programme | None = None) -> QuerySet[Call]:
    """What is asked for now, the one that closes first on top."""
    rows = Call.objects.filter(closes_at__gt=clock.now()).select_related(*SHOWN)
    if programme is not None:
        rows = rows.filter(category__programme=programme)
    return rows.order_by("closes_at", "id")


def categories_with_calls(programme: Programme) -> QuerySet[Category]:
    """All categories of a programme, each with its call, for its organisers."""
    return programme.categories.select_related("call").order_by("name_de", "id")


def call_for_update(call_id: int) -> Call:
    require_transaction()
    rows = Call.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("category").get(pk=call_id)
