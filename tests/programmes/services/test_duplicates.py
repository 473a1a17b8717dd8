"""A search for challenges that are likely the same: one at a time, kept, and safe to repeat."""

from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Unavailable
from programmes.enums import DuplicateRunState
from programmes.events_of_moderation import DuplicatesAsked
from programmes.models import Challenge, DuplicateGroup, DuplicateRun, Sprint
from programmes.selectors.duplicates import groups_of
from programmes.services import duplicates as services
from programmes.services.reshapings import challenges_merge
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from worker.duplicates import duplicates_search

pytestmark = pytest.mark.django_db
TITLES = ("Werkzeuge teilen statt kaufen", "Werkzeuge teilen, nicht kaufen", "Die Bibliothek am Sonntag")


@pytest.fixture
def organiser() -> User:
    return UserFactory.create()


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


def challenges(sprint: Sprint, *titles: str, **given: Any) -> list[Challenge]:
    given = {"owner": None, "body": "", **given}
    return [make.ChallengeFactory.create(sprint=sprint, title=title, summary=title, **given) for title in titles]


def searched(organiser: User, sprint: Sprint) -> DuplicateRun:
    run = services.duplicates_ask(actor=organiser, sprint=sprint)
    duplicates_search(DuplicatesAsked(run_id=run.pk))
    run.refresh_from_db()
    return run


def found(run: DuplicateRun) -> list[list[int]]:
    return [sorted(one.challenge_id for one in group.open_members) for group in groups_of(run)]  # type: ignore[attr-defined]  # prefetched


def test_what_is_alike_stands_in_one_group(organiser: User, sprint: Sprint) -> None:
    one, two, _other = challenges(sprint, *TITLES)
    challenges(make.SprintFactory.create(), TITLES[0])
    challenges(sprint, TITLES[0], state="withdrawn")
    run = searched(organiser, sprint)
    assert (run.state, run.compared, run.progress_percent) == (DuplicateRunState.READY, 3, 100)
    assert found(run) == [[one.pk, two.pk]]
    services.duplicates_compute(run_id=run.pk)
    assert DuplicateGroup.objects.count() == 1


def test_what_was_merged_since_is_not_shown_and_the_next_search_replaces_it(organiser: User, sprint: Sprint) -> None:
    one, two, _other = challenges(sprint, *TITLES)
    run = searched(organiser, sprint)
    challenges_merge(actor=organiser, into=one, challenges=[two], reason="Dasselbe.")
    assert found(run) == []
    assert found(searched(organiser, sprint)) == []
    assert not DuplicateGroup.objects.exists()


def test_one_search_at_a_time_until_it_is_given_up(organiser: User, sprint: Sprint) -> None:
    run = services.duplicates_ask(actor=organiser, sprint=sprint)
    assert services.duplicates_ask(actor=organiser, sprint=sprint) == run
    DuplicateRun.objects.update(claimed_until=clock.now() + timedelta(minutes=5))
    with pytest.raises(Unavailable):
        services.duplicates_compute(run_id=run.pk)
    with clock.at(clock.now() + timedelta(hours=1)):
        assert services.duplicates_ask(actor=organiser, sprint=sprint) != run
    run.refresh_from_db()
    assert run.state == DuplicateRunState.FAILED


def test_what_cannot_be_computed_is_told(organiser: User, sprint: Sprint, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "alike", broken)
    run = searched(organiser, sprint)
    assert run.state == DuplicateRunState.FAILED
    duplicates_search(DuplicatesAsked(run_id=run.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_groups_cost_as_much_for_many(
    organiser: User, sprint: Sprint, count: int, django_assert_num_queries: Any
) -> None:
    for letter in "abc"[:count]:
        challenges(sprint, letter * 40, letter * 40)
    run = searched(organiser, sprint)
    with django_assert_num_queries(3):
        assert len(found(run)) == count
