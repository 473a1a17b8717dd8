"""Certificates: for whom, from when, once; and what is left of them."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.models import AuditEntry
from programmes import access
from programmes.enums import SolutionState
from programmes.models import Certificate, Registration
from programmes.selectors.certificates import (
    FETCHED_WITHIN,
    certificates_to_fetch,
    code_read,
    code_shown,
    has_earned,
)
from programmes.selectors.personal_data import programmes_personal_data
from programmes.services.certificates import certificate_issue
from programmes.services.forgetting import person_forget
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def came(rule: str = "checked_in") -> Registration:
    """Somebody who was checked in at a sprint that is over."""
    now = clock.now()
    sprint = make.SprintFactory.create(
        certificates=rule, starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=1)
    )
    return make.RegistrationFactory.create(sprint=sprint, checked_in_at=sprint.starts_at)


def issue(row: Registration, name: str = "Kim Meyer") -> Certificate:
    return certificate_issue(actor=row.user, registration=row, name=name)


def test_who_was_there_gets_one_under_one_name() -> None:
    row = came()
    first = issue(row, " Kim   Meyer ")
    assert issue(row, "Jemand anders") == first
    assert (first.name, len(first.code)) == ("Kim Meyer", 16)
    assert AuditEntry.objects.filter(action="programmes.certificate_issued").count() == 1


@pytest.mark.parametrize("rule", ["nobody", "handed_in"])
def test_the_rule_of_the_organisers_decides(rule: str) -> None:
    with pytest.raises(Conflict) as error:
        issue(came(rule))
    assert error.value.code == "not_earned"


@pytest.mark.parametrize(("state", "earns"), [(SolutionState.HANDED_IN, True), (SolutionState.DRAFT, False)])
def test_members_of_teams_that_handed_in(state: SolutionState, earns: bool) -> None:
    row = came("handed_in")
    team = make.TeamFactory.create(challenge__sprint=row.sprint, lead=row.user)
    make.SolutionFactory.create(team=team, state=state)
    if earns:
        assert issue(row).name == "Kim Meyer"
    else:
        with pytest.raises(Conflict):
            issue(row)


@pytest.mark.parametrize("rule", ["nobody", "checked_in", "handed_in"])
@pytest.mark.parametrize("is_here", [True, False])
@pytest.mark.parametrize("state", [SolutionState.HANDED_IN, SolutionState.DRAFT])
def test_what_is_to_be_fetched_is_what_was_earned(rule: str, state: SolutionState, *, is_here: bool) -> None:
    row = came(rule)
    if not is_here:
        row.checked_in_at = None
        row.save(update_fields=["checked_in_at"])
    team = make.TeamFactory.create(challenge__sprint=row.sprint, lead=row.user)
    make.SolutionFactory.create(team=team, state=state)
    elsewhere = make.TeamFactory.create(lead=row.user)
    make.SolutionFactory.create(team=elsewhere, state=SolutionState.HANDED_IN)
    assert list(certificates_to_fetch(row.user)) == ([row] if has_earned(row) else [])


def test_who_has_left_the_team_or_the_place_fetches_nothing() -> None:
    row = came("handed_in")
    team = make.TeamFactory.create(challenge__sprint=row.sprint, lead=row.user)
    make.SolutionFactory.create(team=team, state=SolutionState.HANDED_IN)
    assert certificates_to_fetch(row.user).exists()
    member = team.members.get(user=row.user)
    member.left_at = member.created_at
    member.save(update_fields=["left_at"])
    assert not certificates_to_fetch(row.user).exists()


def test_it_is_to_be_fetched_from_the_end_of_the_sprint_for_some_weeks() -> None:
    row = came()
    end, moment = row.sprint.ends_at, timedelta(microseconds=1)
    for at, is_there in (
        (end - moment, False),
        (end, True),
        (end + FETCHED_WITHIN - moment, True),
        (end + FETCHED_WITHIN, False),
    ):
        with clock.at(at):
            assert certificates_to_fetch(row.user).exists() is is_there, at
    issue(row)
    assert not certificates_to_fetch(row.user).exists()


def test_not_before_the_sprint_is_over() -> None:
    row = came()
    with clock.at(row.sprint.ends_at - timedelta(microseconds=1)), pytest.raises(Conflict) as error:
        issue(row)
    assert error.value.code == "sprint_not_over"
    with clock.at(row.sprint.ends_at):
        issue(row)


def test_who_was_not_there_has_none() -> None:
    row = came()
    with pytest.raises(Conflict):
        issue(make.RegistrationFactory.create(sprint=row.sprint))


def test_who_was_in_a_team_with_two_solutions_gets_one() -> None:
    row = came("handed_in")
    team = make.TeamFactory.create(challenge__sprint=row.sprint, lead=row.user)
    make.SolutionFactory.create_batch(2, team=team, handed_in=True)
    assert has_earned(row)
    assert list(certificates_to_fetch(row.user)) == [row]


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_a_name_is_needed(name: str) -> None:
    with pytest.raises(Invalid):
        issue(came(), name)


def test_the_code_is_read_as_people_type_it() -> None:
    certificate = issue(came())
    shown = code_shown(certificate.code)
    for typed in (certificate.code, shown, shown.replace("0", "o"), f" {shown.replace('-', ' ')} "):
        assert access.certificate_to_check(None, typed) == certificate
    for typed in ("", "x", shown[:-1], "äöü"):
        with pytest.raises(NotFound):
            access.certificate_to_check(None, typed)
    assert code_read("O0I1-L") == "00111"


def test_it_is_handed_out_and_forgotten_with_the_person() -> None:
    certificate = issue(came())
    person = certificate.registration.user
    [row] = programmes_personal_data(person).tables["certificates"]
    assert (row["name"], row["code"]) == ("Kim Meyer", certificate.code)
    person_forget(user=person)
    assert not Certificate.objects.exists()
