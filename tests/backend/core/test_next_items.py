from datetime import timedelta

from backend.core import clock
from backend.core.next_items import NextItem, by_urgency


def test_what_is_due_first_stands_first() -> None:
    now = clock.now()
    items = [
        NextItem(kind="a", ref="1", title="without a date, new", since=now),
        NextItem(kind="a", ref="2", title="without a date, old", since=now - timedelta(days=1)),
        NextItem(kind="a", ref="3", title="later", due_at=now + timedelta(days=2)),
        NextItem(kind="a", ref="4", title="soon", due_at=now + timedelta(days=1)),
    ]
    assert [item.ref for item in by_urgency(items)] == ["4", "3", "2", "1"]
