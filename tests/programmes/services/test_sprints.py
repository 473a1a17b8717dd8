from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from programmes.enums import Feature, PhaseKind, SprintState
from programmes.models import Phase, Sprint
from programmes.services.sprints import (
    phase_remove,
    phase_set,
    sprint_archive,
    sprint_create,
    sprint_publish,
    sprint_update,
)
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def given(**changes: Any) -> dict[str, Any]:
    now = clock.now()
    values = {"slug": "fruehling", "title": "Frühling", "summary": "Kurz.", "starts_at": now}
    return {**values, "ends_at": now + timedelta(days=2), **changes}


def test_a_sprint_begins_as_a_draft() -> None:
    sprint = sprint_create(actor=None, programme=make.ProgrammeFactory.create(), **given())
    assert sprint.state == SprintState.DRAFT
    assert str(sprint.zone) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Nicht so"),
        ("title", ""),
        ("summary", ""),
        ("capacity", 0),
        ("capacity", 1_000_001),
        ("capacity", True),
        ("team_size_max", 0),
        ("team_size_max", 51),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("language", "xx"),
        ("ends_at", clock.now() - timedelta(days=1)),
    ],
)
def test_nonsense_is_refused_at_its_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as error:
        sprint_create(actor=None, programme=make.ProgrammeFactory.create(), **given(**{field: value}))
    assert list(error.value.fields) == [field]
    assert not Sprint.objects.exists()


def test_a_short_name_is_used_once() -> None:
    taken = make.SprintFactory.create()
    with pytest.raises(Invalid) as error:
        sprint_create(actor=None, programme=taken.programme, **given(slug=taken.slug))
    assert list(error.value.fields) == ["slug"]


def test_places_that_are_taken_cannot_be_taken_away() -> None:
    sprint = make.SprintFactory.create(capacity=3)
    make.RegistrationFactory.create_batch(2, sprint=sprint)
    with pytest.raises(Invalid) as error:
        sprint_update(actor=None, sprint=sprint, capacity=1)
    assert list(error.value.fields) == ["capacity"]
    assert sprint_update(actor=None, sprint=sprint, capacity=2).capacity == 2


def test_the_end_stays_after_the_beginning() -> None:
    sprint = make.SprintFactory.create()
    with pytest.raises(Invalid) as error:
        sprint_update(actor=None, sprint=sprint, ends_at=sprint.starts_at)
    assert list(error.value.fields) == ["ends_at"]


def test_a_sprint_without_phases_is_not_published() -> None:
    sprint = make.SprintFactory.create(features=[], state=SprintState.DRAFT)
    with pytest.raises(Conflict):
        sprint_publish(actor=None, sprint=sprint)
    make.PhaseFactory.create(sprint=sprint)
    assert sprint_publish(actor=None, sprint=sprint).state == SprintState.PUBLISHED
    assert sprint_archive(actor=None, sprint=sprint).state == SprintState.ARCHIVED


def test_a_phase_is_set_anew_not_twice() -> None:
    sprint, now = make.SprintFactory.create(features=[]), clock.now()
    first, again = (
        phase_set(
            actor=None,
            sprint=sprint,
            kind=PhaseKind.BUILD,
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            features=features,
        )
        for features in ([Feature.BUILD], [Feature.HAND_IN, Feature.BUILD])
    )
    assert again == first
    assert again.features == [Feature.BUILD, Feature.HAND_IN]
    assert Phase.objects.count() == 1
    assert first.shown_title


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("kind", {"kind": "party"}),
        ("features", {"features": ["dance"]}),
        ("title", {"title": "x" * 81}),
        ("ends_at", {"ends_at": clock.now() - timedelta(days=9)}),
    ],
)
def test_a_phase_is_checked(field: str, changes: dict[str, Any]) -> None:
    now = clock.now()
    values = {"kind": PhaseKind.BUILD, "features": [], "starts_at": now, "ends_at": now + timedelta(hours=1)}
    with pytest.raises(Invalid) as error:
        phase_set(actor=None, sprint=make.SprintFactory.create(features=[]), **{**values, **changes})
    assert list(error.value.fields) == [field]


def test_a_phase_is_removed_once() -> None:
    phase = make.PhaseFactory.create()
    phase_remove(actor=None, phase=phase)
    phase.pk = phase.pk or 0
    phase_remove(actor=None, phase=phase)
    assert not Phase.objects.exists()
