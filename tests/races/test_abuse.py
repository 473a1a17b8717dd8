"""The last two reports at once, a block against a registration. With the guards off it goes wrong; the race is real."""

from functools import partial

import pytest

from backend.core.errors import Conflict
from backend.core.models import OutboxMessage
from programmes.models import Challenge, Registration, Sprint
from programmes.services import abuse, blocks, registrations
from programmes.services.abuse import abuse_report_create
from programmes.services.blocks import block_create
from programmes.services.registrations import registration_create
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.races.meeting import at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


def report_twice(monkeypatch: pytest.MonkeyPatch) -> Challenge:
    """The first report is there: the case is known to both."""
    challenge = make.ChallengeFactory.create()
    abuse_report_create(actor=UserFactory.create(), thing=challenge, kind="other")
    meet_after(monkeypatch, (abuse, "_independent"))
    people = UserFactory.create_batch(2)
    results = at_once(*(partial(abuse_report_create, actor=one, thing=challenge, kind="other") for one in people))
    assert not [one for one in results if isinstance(one, Exception)], results
    challenge.refresh_from_db()
    return challenge


def test_of_the_last_two_reports_one_hides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert report_twice(monkeypatch).hidden_at is not None
    assert OutboxMessage.objects.filter(topic="programmes.abuse_case_hidden").count() == 1


def test_without_locks_neither_does(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    assert report_twice(monkeypatch).hidden_at is None


def block_and_register(monkeypatch: pytest.MonkeyPatch) -> tuple[Sprint, list[object]]:
    sprint = make.SprintFactory.create()
    organiser, person = UserFactory.create_batch(2)
    meet_after(monkeypatch, (registrations, "require_unblocked"), (blocks, "_end_everything"))
    return sprint, at_once(
        partial(block_create, actor=organiser, sprint=sprint, user=person, reason="Beleidigt."),
        partial(registration_create, actor=person, sprint=sprint),
    )


def test_who_is_blocked_has_no_place_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    _sprint, [made, registered] = block_and_register(monkeypatch)
    assert not isinstance(made, Exception)
    assert isinstance(registered, Conflict) or Registration.objects.get().state == "cancelled"


def test_without_locks_somebody_who_is_blocked_has_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    _sprint, results = block_and_register(monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Registration.objects.get().state == "registered"
