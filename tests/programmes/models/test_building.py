"""What the database keeps of handing in, whoever asks it."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from programmes.models import LateHandIn, LogVersion, SolutionVersion, Sprint
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def test_the_grace_period_is_kept_from_change_after_the_deadline() -> None:
    sprint = make.SprintFactory.create()
    rows = Sprint.objects.filter(pk=sprint.pk)
    assert rows.update(grace_minutes=5)
    building.closed(sprint, minutes_ago=1, grace_minutes=15)
    with pytest.raises(IntegrityError, match="has passed"), transaction.atomic():
        rows.update(grace_minutes=60)
    assert rows.update(grace_minutes=15, title="Anders")
    assert rows.get().grace_minutes == 15


def test_who_came_late_keeps_it_from_change_even_if_the_time_goes_on() -> None:
    late = building.LateHandInFactory.create()
    with pytest.raises(IntegrityError, match="has passed"), transaction.atomic():
        Sprint.objects.filter(pk=late.sprint_id).update(grace_minutes=60)


def test_who_came_late_stays() -> None:
    late = building.LateHandInFactory.create()
    for act in (late.delete, lambda: LateHandIn.objects.update(at=late.created_at)):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_the_hash_of_what_was_handed_in_stays() -> None:
    draft = make.SolutionFactory.create().versions.get()
    with pytest.raises(IntegrityError, match="kept with its hash"), transaction.atomic():
        SolutionVersion.objects.filter(pk=draft.pk).update(handed_in_at=draft.created_at)
    version = make.SolutionFactory.create(handed_in=True).current_version
    assert version
    slides = {"slides": "slides/a.pdf", "slides_sha256": "b" * 64, "slides_bytes": 1, "slides_title": "Folien"}
    for values in ({"sha256": "b" * 64}, {"image_sha256": "b" * 64}, {"late_since": version.created_at}, slides):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            SolutionVersion.objects.filter(pk=version.pk).update(**values)


def test_versions_of_a_log_stay_and_each_has_a_number_of_its_own() -> None:
    entry = building.LogEntryFactory.create()
    later = LogVersion.objects.create(entry=entry, number=2, text="Neu", author=entry.created_by)
    for act in (later.delete, lambda: LogVersion.objects.update(text="Anders")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()
    with pytest.raises(IntegrityError, match="log_version_number_once"), transaction.atomic():
        LogVersion.objects.create(entry=entry, number=1, text="Noch einmal", author=entry.created_by)
