"""The rules about building and handing in, each broken behind Python's back; see test_constraints."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.utils import timezone

from programmes.models import LogEntry, LogVersion, Readme, SolutionVersion, Sprint
from tests.factories import building
from tests.factories import programmes as make


def _draft(**values: object) -> object:
    version = make.SolutionFactory.create().versions.get()
    return SolutionVersion.objects.filter(pk=version.pk).update(**values)


def _log(**values: object) -> object:
    entry = building.LogEntryFactory.create()
    return LogVersion.objects.create(entry=entry, author=entry.created_by, **{"number": 2, "text": "Neu", **values})


def _readme(**values: object) -> object:
    return Readme.objects.filter(pk=building.ReadmeFactory.create().pk).update(**values)


BROKEN: Final[dict[str, Callable[[], object]]] = {
    "sprint_grace_sane": lambda: Sprint.objects.filter(pk=make.SprintFactory.create().pk).update(grace_minutes=721),
    "sprint_solutions_per_team_sane": lambda: Sprint.objects.filter(pk=make.SprintFactory.create().pk).update(
        solutions_per_team=6
    ),
    "solution_version_late_after_deadline": lambda: _draft(
        handed_in_at=timezone.now(), sha256="a" * 64, late_since=timezone.now() + timedelta(hours=1)
    ),
    "solution_version_hash_of_handed_in": lambda: _draft(sha256="a" * 64),
    "solution_version_slides_whole": lambda: _draft(slides="slides/a.pdf"),
    "readme_fetched_whole": lambda: _readme(text="Da"),
    "readme_failure_has_moment": lambda: _readme(failure="broken"),
    "readme_of_an_address": lambda: _readme(address="", failure="broken", failed_at=timezone.now()),
    "late_after_deadline": lambda: building.LateHandInFactory.create(deadline=timezone.now() + timedelta(hours=1)),
    "log_version_number_positive": lambda: _log(number=0),
    "log_version_says_something": lambda: _log(text=""),
    "log_version_image_has_words": lambda: _log(image="a.webp"),
    "logentry_hidden_has_moment": lambda: LogEntry.objects.filter(pk=building.LogEntryFactory.create().pk).update(
        hidden_why="Darum."
    ),
    "logentry_removed_has_reason": lambda: LogEntry.objects.filter(pk=building.LogEntryFactory.create().pk).update(
        hidden_at=timezone.now(), is_removed=True
    ),
    "late_has_version_if_taken": lambda: building.LateHandInFactory.create(outcome="taken"),
}
