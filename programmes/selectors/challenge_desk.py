from backend.core import clock
from programmes.enums import Feature
from programmes.models import Sprint
from programmes.selectors.sprints import sprints_public


def sprints_to_propose() -> list[Sprint]:
    """Sprints to which challenges can be proposed now, the one that closes first on top."""
    now = clock.now()
    rows = sprints_public().filter(
        state="published",
        phases__features__contains=[Feature.PROPOSE_CHALLENGE],
        phases__starts_at__lte=now,
        phases__ends_at__gt=now,
    )
    return list(rows.distinct().order_by("ends_at", "id"))
