"""Whoever is too young to decide: the place is kept, a guardian says yes or no, and nothing more is kept of either."""

from datetime import date, timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from programmes.domain.ages import age_on, is_plausible
from programmes.enums import ConsentState
from programmes.models import GuardianConsent, Registration, Sprint
from programmes.selectors.people import places_taken
from programmes.selectors.personal_data import programmes_personal_data
from programmes.services.consents import Age
from programmes.services.forgetting import person_forget
from programmes.services.guardians import consent_agree, consent_decline
from programmes.services.places import place_accept, places_lapse_due
from programmes.services.registrations import registration_cancel, registration_create
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
YOUNG = Age(of_age=False, guardian_name="Gabi Grün", guardian_email="gabi@example.org")
OLD = Age(of_age=True)


def asking(**more: object) -> Sprint:
    return make.SprintFactory.create(age_limit=16, **more)


def register(sprint: Sprint, age: Age = YOUNG) -> Registration:
    return registration_create(actor=UserFactory.create(), sprint=sprint, age=age)


def consent_of(row: Registration) -> GuardianConsent:
    return GuardianConsent.objects.select_related("registration__user").get(registration=row)


def state(row: Registration) -> str:
    return Registration.objects.get(pk=row.pk).state


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_a_place_is_kept_until_the_guardian_agrees() -> None:
    sprint = asking(capacity=1)
    row = register(sprint)
    assert (state(row), places_taken(sprint)) == ("consent", 1)
    assert topics() == ["programmes.consent_asked"]
    with pytest.raises(Conflict):
        place_accept(actor=row.user, registration=row)
    assert state(register(sprint, OLD)) == "waiting"
    for _ in range(2):
        assert consent_agree(consent=consent_of(row)).state == ConsentState.AGREED
    assert state(row) == "registered"
    assert topics().count("programmes.registration_confirmed") == 1


def test_who_is_old_enough_or_not_asked_is_registered_at_once() -> None:
    for sprint in (asking(), make.SprintFactory.create()):
        assert state(register(sprint, OLD)) == "registered"
    assert not GuardianConsent.objects.exists()


def test_a_guardian_who_declines_ends_it_and_is_forgotten() -> None:
    sprint = asking(capacity=1)
    row, waiting = register(sprint), register(sprint, OLD)
    for _ in range(2):
        declined = consent_decline(consent=consent_of(row))
    assert (declined.name, declined.email, state(row), state(waiting)) == ("", "", "cancelled", "registered")
    assert topics().count("programmes.consent_declined") == 1
    again = registration_create(actor=row.user, sprint=sprint, age=YOUNG)
    assert (again.state, consent_of(row).state) == ("waiting", ConsentState.ASKED)


def test_a_guardian_may_think_better_of_it() -> None:
    row = register(asking())
    consent_agree(consent=consent_of(row))
    consent_decline(consent=consent_of(row))
    assert state(row) == "cancelled"


def test_an_old_answer_does_not_hold_for_who_is_of_age_by_now() -> None:
    sprint = asking(capacity=1)
    row = register(sprint)
    consent_decline(consent=consent_of(row))
    first = register(sprint, OLD)
    registration_create(actor=row.user, sprint=sprint, age=OLD)
    registration_cancel(actor=first.user, registration=first)
    assert state(row) == "registered"
    assert not GuardianConsent.objects.exists()


def test_a_team_is_left_when_the_guardian_declines() -> None:
    sprint = asking()
    row = register(sprint)
    consent_agree(consent=consent_of(row))
    lead = register(sprint, OLD).user
    team = make.TeamFactory.create(challenge__sprint=sprint, lead=lead)
    make.TeamMemberFactory.create(team=team, user=row.user)
    consent_decline(consent=consent_of(row))
    assert state(row) == "cancelled"
    assert not team.members.filter(user=row.user, left_at=None).exists()


def test_the_deadline_passes_and_the_next_one_gets_the_place() -> None:
    sprint = asking(capacity=1, ends_at=clock.now() + timedelta(days=9))
    row, waiting = register(sprint), register(sprint, OLD)
    until = row.held_until
    assert until is not None
    assert abs(until - clock.now() - timedelta(hours=72)) < timedelta(minutes=1)
    consent = consent_of(row)
    with clock.at(until):
        with pytest.raises(Conflict) as error:
            consent_agree(consent=consent)
        assert error.value.code == "consent_over"
        assert places_lapse_due() == 1
    assert (state(row), state(waiting)) == ("cancelled", "registered")
    assert "programmes.consent_lapsed" in topics()
    assert not GuardianConsent.objects.exists()


@pytest.mark.parametrize(("agrees", "after"), [(True, "registered"), (False, "consent")])
def test_who_waits_is_asked_about_meanwhile(*, agrees: bool, after: str) -> None:
    sprint = asking(capacity=1)
    first, row = register(sprint, OLD), register(sprint)
    if agrees:
        consent_agree(consent=consent_of(row))
    assert state(row) == "waiting"
    registration_cancel(actor=first.user, registration=first)
    assert state(row) == after


@pytest.mark.parametrize(
    ("age", "field"),
    [
        (Age(), "of_age"),
        (Age(of_age=False), "guardian_name"),
        (Age(of_age=False, guardian_name="Gabi"), "guardian_email"),
        (Age(of_age=False, guardian_name="Gabi", guardian_email="gabi"), "guardian_email"),
        (Age(of_age=False, guardian_name="x" * 121, guardian_email="gabi@example.org"), "guardian_name"),
    ],
)
def test_what_is_missing_is_said(age: Age, field: str) -> None:
    with pytest.raises(Invalid) as error:
        register(asking(), age)
    assert list(error.value.fields) == [field]
    assert not Registration.objects.exists()


def test_the_date_of_birth_is_compared_with_the_day_on_which_the_sprint_begins() -> None:
    begins = clock.now() + timedelta(days=30)
    sprint = asking(age_proof="birth_date", starts_at=begins, ends_at=begins + timedelta(days=2))
    day = sprint.starts_at.astimezone(sprint.zone).date()
    birthday = day.replace(year=day.year - 16)
    assert state(register(sprint, Age(birth_date=birthday))) == "registered"
    young = Age(birth_date=birthday + timedelta(days=1), guardian_name="Gabi", guardian_email="gabi@example.org")
    assert state(register(sprint, young)) == "consent"
    for wrong in (None, day, date(1800, 1, 1)):
        with pytest.raises(Invalid):
            register(sprint, Age(birth_date=wrong))


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2010, 3, 20), date(2026, 3, 20), 16),
        (date(2010, 3, 21), date(2026, 3, 20), 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_full_years_are_counted(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years
    assert is_plausible(born, day)


def test_guardians_go_with_the_registration_and_with_the_person() -> None:
    sprint = asking()
    left, forgotten = register(sprint), register(sprint)
    [row] = programmes_personal_data(forgotten.user).tables["guardian_consents"]
    assert row["email"] == "gabi@example.org"
    registration_cancel(actor=left.user, registration=left)
    person_forget(user=forgotten.user)
    assert not GuardianConsent.objects.exists()
