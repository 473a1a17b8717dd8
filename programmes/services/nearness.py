"""Keeping ready what is compared with the words that people type; a worker's job: thousands take a second."""

from typing import Final

from django.db import transaction

from backend.core import clock
from programmes.domain.likeness import Text, alike
from programmes.domain.nearness import built, packed
from programmes.enums import SprintState
from programmes.models import NearnessIndex, Sprint
from programmes.selectors.nearness import stamp_of, things_of, work_of_teams

GROUP_LEAST: Final = 0.4


def nearness_refresh_due() -> int:
    """Build anew what has changed in sprints that have not ended; return how many. Repeating it is safe."""
    running = Sprint.objects.filter(state=SprintState.PUBLISHED, ends_at__gt=clock.now())
    return sum(nearness_build(sprint=sprint) for sprint in running.order_by("pk"))


def nearness_build(*, sprint: Sprint) -> bool:
    """Build the index of one sprint unless nothing has changed; whether it did. Two at once do the same work twice.

    What changes while it is being built has a later stamp, and is built next time. Computes outside any transaction.
    """
    stamp = stamp_of(sprint)
    if NearnessIndex.objects.filter(sprint=sprint, stamp=stamp).exists():
        return False
    content = packed(built(things_of(sprint)))
    teams = [Text(key, words, "") for key, words in work_of_teams(sprint)]
    groups = [[[one.key, one.percent] for one in group] for group in alike(teams, least=GROUP_LEAST)]
    values = {"stamp": stamp, "built_at": clock.now(), "content": content, "groups": groups}
    with transaction.atomic():
        NearnessIndex.objects.update_or_create(sprint=sprint, defaults=values)
    return True
