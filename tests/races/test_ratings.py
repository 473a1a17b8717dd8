"""The same person rates twice at once, and two organisers give two awards; without the guards both go wrong."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from backend.core import clock
from backend.core.errors import Conflict
from programmes.domain.public_rating import QUORUM
from programmes.models import CommunityAward, Rating
from programmes.services import ratings
from programmes.services.ratings import community_award_give, rating_give
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.ratings import RatingFactory
from tests.races.meeting import at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_are_one_rating(monkeypatch: pytest.MonkeyPatch) -> None:
    solution, person = make.SolutionFactory.create(handed_in=True), UserFactory.create()
    meet_after(monkeypatch, (ratings, "_require_open"))
    results = at_once(*(partial(rating_give, actor=person, solution=solution, stars=stars) for stars in (2, 5)))
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Rating.objects.count() == 1


def award_twice(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    first = make.SolutionFactory.create(handed_in=True)
    second = make.SolutionFactory.create(team__challenge__sprint=first.sprint, handed_in=True)
    for solution in (first, second):
        RatingFactory.create_batch(QUORUM, solution=solution, stars=5)
    first.sprint.phases.update(ends_at=clock.now() - timedelta(minutes=1))
    meet_after(monkeypatch, (ratings, "award_of"))
    give = partial(community_award_give, actor=UserFactory.create(), sprint=first.sprint)
    return at_once(*(partial(give, solution=solution) for solution in (first, second)))


def test_of_two_awards_the_second_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    results = award_twice(monkeypatch)
    assert sorted(type(one).__name__ for one in results) == ["CommunityAward", "Conflict"]
    assert any(isinstance(one, Conflict) and one.code == "award_given" for one in results)


def test_without_locks_only_the_database_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    results = award_twice(monkeypatch)
    assert any(isinstance(one, IntegrityError) for one in results), results
    assert CommunityAward.objects.count() == 1
