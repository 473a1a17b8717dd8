"""What organisers write to the people of a sprint."""

from backend.accounts.fetching import by_id, hidden_unless
from backend.accounts.viewers import Viewer
from programmes import rules
from programmes.models import Announcement


def announcement_to_manage(viewer: Viewer, public_id: str) -> Announcement:
    rows = Announcement.objects.select_related("sprint", "sprint__programme", "category", "created_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)
