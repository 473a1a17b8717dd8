from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.models import OutboxMessage
from programmes.enums import Feature, JoinRequestState, RegistrationState
from programmes.models import Registration
from programmes.selectors.people import waiting_position
from programmes.services.registrations import registration_cancel, registration_create
from programmes.services.sprints import sprint_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def states(*registrations: Registration) -> list[str]:
    for registration in registrations:
        registration.refresh_from_db()
    return [registration.state for registration in registrations]


def test_registering_twice_gives_one_place_and_one_message() -> None:
    sprint, person = make.SprintFactory.create(capacity=2), UserFactory.create()
    first = registration_create(actor=person, sprint=sprint)
    assert registration_create(actor=person, sprint=sprint) == first
    assert first.state == RegistrationState.REGISTERED
    assert topics() == ["programmes.registration_confirmed"]


def test_who_comes_too_late_waits_in_order() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first, second, third = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(3))
    assert states(first, second, third) == ["registered", "waiting", "waiting"]
    assert [waiting_position(row) for row in (first, second, third)] == [None, 1, 2]
    assert topics()[1:] == ["programmes.registration_waiting"] * 2


def test_a_freed_place_goes_to_who_waits_longest() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first, second, third = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(3))
    registration_cancel(actor=first.user, registration=first)
    assert states(first, second, third) == ["cancelled", "registered", "waiting"]
    assert topics()[-1] == "programmes.registration_promoted"


def test_whose_place_an_organiser_ends_is_told_once() -> None:
    sprint = make.SprintFactory.create()
    own, other, erased = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(3))
    registration_cancel(actor=own.user, registration=own)
    registration_cancel(actor=None, registration=erased)
    assert "programmes.registration_cancelled" not in topics()
    for _ in range(2):
        registration_cancel(actor=UserFactory.create(), registration=other)
    assert topics().count("programmes.registration_cancelled") == 1


def test_leaving_the_waiting_list_frees_no_place() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first, second, third = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(3))
    registration_cancel(actor=second.user, registration=second)
    assert states(first, second, third) == ["registered", "cancelled", "waiting"]


def test_cancelling_twice_promotes_once() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first, second, third = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(3))
    for _ in range(2):
        registration_cancel(actor=first.user, registration=first)
    assert states(second, third) == ["registered", "waiting"]


def test_more_places_promote_as_many_as_fit() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    rows = [registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(4)]
    sprint_update(actor=None, sprint=sprint, capacity=3)
    assert states(*rows) == ["registered", "registered", "registered", "waiting"]
    sprint_update(actor=None, sprint=sprint, capacity=None)
    assert states(*rows) == ["registered"] * 4


def test_who_comes_back_stands_at_the_end() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first, second = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(2))
    registration_cancel(actor=first.user, registration=first)
    again = registration_create(actor=first.user, sprint=sprint)
    assert again.pk == first.pk
    assert states(again, second) == ["waiting", "registered"]
    assert again.sequence > second.sequence


def test_nobody_moves_up_after_the_end() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    first, second = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(2))
    with clock.at(sprint.ends_at):
        registration_cancel(actor=first.user, registration=first)
    assert states(second) == ["waiting"]


def test_the_server_decides_when_registration_ends() -> None:
    sprint = make.SprintFactory.create(features=[])
    phase = make.PhaseFactory.create(sprint=sprint, features=[Feature.REGISTER])
    with clock.at(phase.ends_at), pytest.raises(Conflict) as error:
        registration_create(actor=UserFactory.create(), sprint=sprint)
    assert error.value.code == "phase_closed"
    with clock.at(phase.ends_at - timedelta(microseconds=1)):
        registration_create(actor=UserFactory.create(), sprint=sprint)
    with clock.at(phase.starts_at - timedelta(microseconds=1)), pytest.raises(Conflict) as error:
        registration_create(actor=UserFactory.create(), sprint=sprint)
    assert error.value.facts["opens_at"] == phase.starts_at.isoformat()
    assert Registration.objects.count() == 1


def test_a_draft_takes_nobody_although_its_phase_is_open() -> None:
    with pytest.raises(Conflict):
        registration_create(actor=UserFactory.create(), sprint=make.SprintFactory.create(state="draft"))


def test_who_is_registered_sees_it_after_the_phase_too() -> None:
    registration = make.RegistrationFactory.create(sprint__features=[])
    assert registration_create(actor=registration.user, sprint=registration.sprint) == registration


def test_members_of_a_team_leave_it_first() -> None:
    team = make.TeamFactory.create()
    registration = Registration.objects.get(user=team.created_by)
    with pytest.raises(Conflict) as error:
        registration_cancel(actor=team.created_by, registration=registration)
    assert error.value.code == "in_team"


def test_cancelling_withdraws_open_requests() -> None:
    request = make.JoinRequestFactory.create()
    registration = make.RegistrationFactory.create(sprint=request.team.sprint, user=request.user)
    registration_cancel(actor=request.user, registration=registration)
    request.refresh_from_db()
    assert request.state == JoinRequestState.WITHDRAWN
