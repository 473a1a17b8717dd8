"""Accounts of addresses that were typed and never confirmed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from backend.accounts.models import User
from backend.accounts.services.admission import KEPT, newcomers_prune, person_admit
from backend.accounts.services.api_tokens import token_create
from backend.core import clock
from backend.core.models import AuditEntry
from backend.notifications.models import Message
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory
from worker.schedule import JOBS

pytestmark = pytest.mark.django_db


def later(more: timedelta = timedelta(0)) -> Any:
    return time_machine.travel(clock.now() + KEPT + more, tick=False)


def test_an_address_that_never_came_back_is_forgotten_after_a_week() -> None:
    person_admit(address="vertippt@example.org")
    with later(timedelta(seconds=-1)):
        assert newcomers_prune() == 0
    with later(timedelta(seconds=1)):
        assert newcomers_prune() == 1
        assert newcomers_prune() == 0
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_asking_again_begins_the_week_anew() -> None:
    person_admit(address="clara@example.org")
    with later(timedelta(seconds=-1)):
        person_admit(address="Clara@example.org")
    with later(timedelta(seconds=1)):
        assert newcomers_prune() == 0


def came(person: User) -> None:
    User.objects.filter(pk=person.pk).update(last_login=clock.now())


def confirmed(person: User) -> None:
    EmailAddress.objects.filter(user=person).update(verified=True)


USED: list[Callable[[User], object]] = [
    came,
    confirmed,
    lambda person: MembershipFactory.create(user=person),
    lambda person: make.RegistrationFactory.create(user=person),
    lambda person: make.ProgrammeRoleFactory.create(user=person),
    lambda person: make.ChallengeFactory.create(proposed_by=person),
    lambda person: make.ProfileFactory.create(user=person),
    lambda person: token_create(user=person, name="x", scopes=["read"]),
    lambda person: User.objects.filter(pk=person.pk).update(is_staff=True),
    lambda person: EmailAddress.objects.filter(user=person).delete(),
]


@pytest.mark.parametrize("use", USED)
def test_whoever_came_or_has_something_stays(use: Callable[[User], object]) -> None:
    person = person_admit(address="clara@example.org")
    use(person)
    unused = person_admit(address="vertippt@example.org")
    with later(timedelta(seconds=1)):
        assert newcomers_prune() == 1
    assert User.objects.filter(pk=person.pk).exists()
    assert not User.objects.filter(pk=unused.pk).exists()


def test_whoever_has_signed_in_once_stays(client: Client) -> None:
    client.post("/konto/login/code/", {"email": "clara@example.org"})
    code = Message.objects.latest("pk").secrets["code"]
    client.post("/konto/login/code/confirm/", {"code": code})
    person = User.objects.get()
    assert (person.last_login is not None, EmailAddress.objects.get().verified) == (True, True)
    with later(timedelta(seconds=1)):
        assert newcomers_prune() == 0


def test_batches_go_on_until_nobody_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.accounts.services.admission.BATCH", 2)
    for number in range(5):
        person_admit(address=f"vertippt-{number}@example.org")
    stays = UserFactory.create()
    with later(timedelta(seconds=1)):
        assert newcomers_prune() == 5
    assert User.objects.get() == stays
    assert not AuditEntry.objects.exists()


def test_it_is_due_every_day() -> None:
    assert JOBS["prune.newcomers"].run is newcomers_prune
