"""Two organisations take one idea over at once. With the guards off both believe to have it; so the race is real."""

from collections.abc import Iterator
from functools import partial

import pytest

from backend.accounts.models import Membership
from backend.core.errors import Conflict
from backend.core.models import OutboxMessage
from programmes.models import Challenge, ChallengeSupport
from programmes.services import ideas
from programmes.services.ideas import challenge_adopt, support_give
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.races.meeting import at_once, meet_after, without_locks
from tests.races.test_places import _execute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_locks(monkeypatch)
    _execute("ALTER TABLE programmes_challenge DISABLE TRIGGER challenge_owner_stays")
    yield
    _execute("ALTER TABLE programmes_challenge ENABLE TRIGGER challenge_owner_stays")


@pytest.fixture
def idea() -> Challenge:
    return make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create())


def adopt_two(idea: Challenge, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    speakers: list[Membership] = MembershipFactory.create_batch(2)
    meet_after(monkeypatch, (ideas, "_require_open"))
    return at_once(
        *(partial(challenge_adopt, actor=one.user, challenge=idea, organisation=one.organisation) for one in speakers)
    )


def told() -> int:
    return OutboxMessage.objects.filter(topic="programmes.challenge_adopted").count()


def test_of_two_who_take_an_idea_over_at_once_one_has_it(idea: Challenge, monkeypatch: pytest.MonkeyPatch) -> None:
    results = adopt_two(idea, monkeypatch)
    assert [type(one) for one in results if isinstance(one, Exception)] == [Conflict]
    [taken] = [one for one in results if isinstance(one, Challenge)]
    idea.refresh_from_db()
    assert (idea.owner, told()) == (taken.owner, 1)


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_both_believe_to_have_it(idea: Challenge, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [one for one in adopt_two(idea, monkeypatch) if isinstance(one, Exception)]
    assert told() == 2


def test_a_double_click_counts_once(idea: Challenge) -> None:
    person = UserFactory.create()
    results = at_once(*[partial(support_give, actor=person, challenge=idea)] * 4)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert ChallengeSupport.objects.count() == 1
