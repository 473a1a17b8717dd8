"""Simulations of a fund, and the one that a shared address leads to."""

import hashlib
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from backend.core import clock
from funding.domain.simulation_packing import scene_unpack
from funding.domain.simulation_scene import Scene
from funding.enums import SimulationSource
from funding.models import Fund, Simulation

LARGE = ("scene", "outcomes", "about")


def share_digest(secret: str) -> str:
    """What is kept of a shared address. A secret of 192 random bits needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def simulations_of(fund: Fund) -> QuerySet[Simulation]:
    """The newest first, without what is large in them."""
    return Simulation.objects.filter(fund=fund).select_related("requested_by", "fund").defer(*LARGE).order_by("-id")


def simulation_shared(secret: str) -> Simulation | None:
    rows = Simulation.objects.select_related("fund").defer("scene")
    return rows.filter(share_digest=share_digest(secret), share_ends_at__gt=clock.now()).first()


def scene_of_table(simulation: Simulation) -> Scene | None:
    """The pledges of the table that it was asked over; None where they came from elsewhere."""
    if simulation.source != SimulationSource.TABLE:
        return None
    return scene_unpack(bytes(simulation.scene), ZoneInfo(settings.EVENT_TIME_ZONE))
