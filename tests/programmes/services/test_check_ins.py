"""The door: who has come, once; and who comes without having registered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import AuditEntry, OutboxMessage
from programmes.enums import RegistrationState
from programmes.models import Registration
from programmes.selectors.door import door_counts, people_at_door
from programmes.selectors.people import places_taken
from programmes.selectors.sprints import sprint_overview
from programmes.services.check_ins import OPENS_BEFORE, check_in, check_in_undo, walk_in
from programmes.services.registrations import registration_cancel, registration_create
from programmes.services.sprints import sprint_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def helper() -> User:
    return UserFactory.create()


def entries(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_somebody_is_checked_in_once(helper: User) -> None:
    row = make.RegistrationFactory.create()
    first = check_in(actor=helper, registration=row).checked_in_at
    assert check_in(actor=UserFactory.create(), registration=row).checked_in_at == first
    assert entries("programmes.checked_in") == 1
    assert OutboxMessage.objects.filter(topic="programmes.checked_in").count() == 1
    assert (door_counts(row.sprint).registered, door_counts(row.sprint).checked_in) == (1, 1)


def test_a_mistake_is_taken_back_and_both_are_on_record(helper: User) -> None:
    row = make.RegistrationFactory.create()
    check_in(actor=helper, registration=row)
    for _ in range(2):
        assert check_in_undo(actor=helper, registration=row).checked_in_at is None
    assert entries("programmes.check_in_undone") == 1


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled"])
def test_without_a_place_nobody_is_checked_in(helper: User, state: str) -> None:
    row = make.RegistrationFactory.create(state=state)
    with pytest.raises(Conflict) as error:
        check_in(actor=helper, registration=row)
    assert error.value.code == "no_place"


def test_the_door_has_hours(helper: User) -> None:
    row = make.RegistrationFactory.create()
    opens = row.sprint.starts_at - OPENS_BEFORE
    for at in (opens - MOMENT, row.sprint.ends_at):
        with clock.at(at), pytest.raises(Conflict) as error:
            check_in(actor=helper, registration=row)
        assert error.value.code == "door_closed"
    with clock.at(opens):
        assert check_in(actor=helper, registration=row).checked_in_at == opens
    with clock.at(row.sprint.ends_at - MOMENT):
        check_in(actor=helper, registration=make.RegistrationFactory.create(sprint=row.sprint))


def test_somebody_from_the_street_gets_an_account_a_place_and_a_mail(helper: User) -> None:
    sprint = make.SprintFactory.create(capacity=1)
    for _ in range(2):
        row = walk_in(actor=helper, sprint=sprint, name=" Kim  Neu ", email="Kim@Example.org")
    assert Registration.objects.get() == row
    assert (row.user.email, row.user.display_name, row.user.has_usable_password()) == (
        "kim@example.org",
        "Kim Neu",
        False,
    )
    assert (row.state, row.beyond, row.checked_in_at is not None) == ("registered", False, True)
    assert OutboxMessage.objects.filter(topic="programmes.registration_confirmed").count() == 1


def test_who_has_an_account_keeps_the_name(helper: User) -> None:
    known = UserFactory.create(display_name="Kim", last_login=clock.now())
    walk_in(actor=helper, sprint=make.SprintFactory.create(), name="Jemand", email=known.email)
    known.refresh_from_db()
    assert known.display_name == "Kim"


def test_a_full_sprint_lets_in_whom_the_organisers_allow(helper: User) -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first = registration_create(actor=UserFactory.create(), sprint=sprint)
    with pytest.raises(LimitReached):
        walk_in(actor=helper, sprint=sprint, name="Kim", email="kim@example.org")
    assert not User.objects.filter(email="kim@example.org").exists()
    sprint_update(actor=None, sprint=sprint, walk_ins_beyond=True)
    row = walk_in(actor=helper, sprint=sprint, name="Kim", email="kim@example.org")
    assert row.beyond
    # They take no place: one that is given back still goes to who waits.
    waiting = registration_create(actor=UserFactory.create(), sprint=sprint)
    overview = sprint_overview(sprint)
    assert (places_taken(sprint), overview.registered, overview.places_left) == (1, 2, 0)
    registration_cancel(actor=first.user, registration=first)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.REGISTERED


def test_who_waits_or_is_offered_a_place_may_come_in(helper: User) -> None:
    sprint = make.SprintFactory.create(capacity=2, accept_hours=4)
    offered = make.RegistrationFactory.create(sprint=sprint, state="offered")
    waiting = make.RegistrationFactory.create(sprint=sprint, state="waiting")
    for row in (offered, waiting):
        entered = walk_in(actor=helper, sprint=sprint, name="Kim", email=row.user.email)
        assert (entered.pk, entered.state, entered.beyond) == (row.pk, "registered", False)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00"])
def test_a_name_is_needed(helper: User, name: str) -> None:
    with pytest.raises(Invalid):
        walk_in(actor=helper, sprint=make.SprintFactory.create(), name=name, email="kim@example.org")


def test_giving_the_place_back_ends_the_check_in(helper: User) -> None:
    row = make.RegistrationFactory.create()
    check_in(actor=helper, registration=row)
    registration_cancel(actor=row.user, registration=row)
    row.refresh_from_db()
    assert row.checked_in_at is None


def test_nobody_is_checked_in_without_a_place_past_python() -> None:
    row = make.RegistrationFactory.create(state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=row.pk).update(checked_in_at=clock.now())


def test_people_are_found_by_the_beginning_of_a_question_that_is_long_enough() -> None:
    row = make.RegistrationFactory.create(user__display_name="Kim Meyer")
    make.RegistrationFactory.create(sprint=row.sprint, user__display_name="Kim Wartend", state="waiting")
    assert list(people_at_door(row.sprint, "meye")) == [row]
    assert list(people_at_door(row.sprint, row.user.email[:4])) == [row]
    assert not people_at_door(row.sprint, "m").exists()
