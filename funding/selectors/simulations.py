"""Simulations of a fund, and the one that a shared address leads to."""

import hashlib

from django.db.models import QuerySet

from backend.core import clock
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
