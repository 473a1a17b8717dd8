"""Who belongs to which group of an announcement, and who does not."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import User
from backend.core import clock
from programmes.enums import (
    AT_DOOR,
    CertificateRule,
    ChallengeState,
    JoinRequestState,
    MemberRole,
    OfferState,
    ProgrammeRoleKind,
    RegistrationState,
    Segment,
    TeamState,
)
from programmes.models import Sprint, Team
from programmes.selectors.segments import people_in, segments_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


def team_in(sprint: Sprint, **given: Any) -> Team:
    challenge = given.pop("challenge", None) or make.ChallengeFactory.create(sprint=sprint)
    return make.TeamFactory.create(challenge=challenge, **given)


def found(sprint: Sprint, *segments: Segment, **more: Any) -> set[User]:
    people = list(people_in(sprint, segments, **more))
    assert len(people) == len(set(people)), "each once"
    return set(people)


def registered(sprint: Sprint, state: str = RegistrationState.REGISTERED) -> User:
    return make.RegistrationFactory.create(sprint=sprint, state=state).user


def test_places_and_the_waiting_list_are_of_this_sprint(sprint: Sprint) -> None:
    placed, waiting = registered(sprint), registered(sprint, RegistrationState.WAITING)
    registered(sprint, RegistrationState.CANCELLED)
    registered(make.SprintFactory.create(programme=sprint.programme))
    assert found(sprint, Segment.WITH_PLACE) == {placed}
    assert found(sprint, Segment.WAITING) == {waiting}
    assert found(sprint, Segment.WITH_PLACE, Segment.WAITING) == {placed, waiting}
    assert found(sprint) == set()


def test_who_has_left_for_good_is_nobody(sprint: Sprint) -> None:
    person = registered(sprint)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert found(sprint, Segment.WITH_PLACE) == set()


def test_who_has_come_and_who_has_not(sprint: Sprint) -> None:
    expected, here = registered(sprint), registered(sprint)
    for state in (RegistrationState.WAITING, RegistrationState.CANCELLED):
        registered(sprint, state)
    sprint.registrations.filter(user=here).update(checked_in_at=clock.now())
    elsewhere = make.RegistrationFactory.create(sprint__programme=sprint.programme, user=here)
    assert found(sprint, Segment.NOT_CHECKED_IN) == {expected}
    assert found(sprint, Segment.CHECKED_IN) == {here}
    assert found(elsewhere.sprint, Segment.NOT_CHECKED_IN) == {here}
    assert found(sprint, Segment.NOT_CHECKED_IN, Segment.CHECKED_IN) == found(sprint, Segment.WITH_PLACE)


def door_of_helpers(sprint: Sprint) -> None:
    make.ProgrammeRoleFactory.create(programme=sprint.programme, role=ProgrammeRoleKind.HELPER)


def door_of_someone_who_came(sprint: Sprint) -> None:
    make.RegistrationFactory.create(sprint=sprint, checked_in_at=clock.now())


def door_of_certificates(sprint: Sprint) -> None:
    sprint.certificates = CertificateRule.CHECKED_IN


def door_beyond_places(sprint: Sprint) -> None:
    sprint.walk_ins_beyond = True


@pytest.mark.parametrize("door", [door_of_helpers, door_of_someone_who_came, door_of_certificates, door_beyond_places])
def test_groups_of_the_door_are_offered_where_there_is_one(sprint: Sprint, door: Callable[[Sprint], None]) -> None:
    make.ProgrammeRoleFactory.create(programme=sprint.programme, role=ProgrammeRoleKind.ORGANISER)
    make.ProgrammeRoleFactory.create(role=ProgrammeRoleKind.HELPER)
    registered(sprint)
    sprint.certificates = CertificateRule.HANDED_IN
    assert segments_of(sprint) == [segment for segment in Segment if segment not in AT_DOOR]
    assert segments_of(sprint, ["checked_in"]) == [one for one in Segment if one != Segment.NOT_CHECKED_IN]
    door(sprint)
    assert segments_of(sprint) == list(Segment)


def test_people_in_teams_and_without(sprint: Sprint) -> None:
    alone, lead, member = registered(sprint), UserFactory.create(), UserFactory.create()
    team = team_in(sprint, lead=lead)
    make.TeamMemberFactory.create(team=team, user=member)
    left = make.TeamMemberFactory.create(team=team)
    left.left_at = left.created_at
    left.save(update_fields=["left_at"])
    dissolved = team_in(sprint)
    dissolved.state = TeamState.DISSOLVED
    dissolved.save(update_fields=["state"])
    assert {lead} == found(sprint, Segment.LEADS)
    assert {lead, member} == found(sprint, Segment.NOT_HANDED_IN)
    assert {alone, lead, member} <= found(sprint, Segment.WITHOUT_TEAM, Segment.NOT_HANDED_IN)
    assert not {lead, member} & found(sprint, Segment.WITHOUT_TEAM)
    make.SolutionFactory.create(team=team, handed_in=True)
    assert found(sprint, Segment.NOT_HANDED_IN) == set()


def test_a_draft_is_no_hand_in(sprint: Sprint) -> None:
    team = team_in(sprint)
    make.SolutionFactory.create(team=team)
    assert found(sprint, Segment.NOT_HANDED_IN) == {make.lead_of(team)}


def test_leads_who_owe_an_answer(sprint: Sprint) -> None:
    asked, quiet = team_in(sprint), team_in(sprint)
    make.JoinRequestFactory.create(team=asked)
    make.JoinRequestFactory.create(team=quiet, state=JoinRequestState.DECLINED)
    assert found(sprint, Segment.REQUESTS_OPEN) == {make.lead_of(asked)}


def test_teams_of_one_category(sprint: Sprint) -> None:
    category = make.CategoryFactory.create(programme=sprint.programme)
    inside = team_in(sprint, challenge=make.ChallengeFactory.create(sprint=sprint, category=category))
    team_in(sprint)
    team_in(make.SprintFactory.create(programme=sprint.programme), challenge=None)
    assert found(sprint, Segment.CATEGORY, category=category) == {make.lead_of(inside)}
    assert found(sprint, Segment.CATEGORY) == set()


def test_owners_are_those_who_answer_for_a_published_challenge(sprint: Sprint) -> None:
    organisation = OrganisationFactory.create()
    owner = MembershipFactory.create(organisation=organisation, role=OrganisationRole.OWNER).user
    MembershipFactory.create(organisation=organisation, role=OrganisationRole.MEMBER)
    contact, citizen, hidden = UserFactory.create(), UserFactory.create(), UserFactory.create()
    make.ChallengeFactory.create(sprint=sprint, owner=organisation, contact=contact)
    make.ChallengeFactory.create(sprint=sprint, owner=None, proposed_by=citizen)
    make.ChallengeFactory.create(sprint=sprint, owner=None, proposed_by=hidden, state=ChallengeState.PROPOSED)
    assert found(sprint, Segment.OWNERS) == {owner, contact, citizen}


def test_who_has_to_answer_a_solution(sprint: Sprint) -> None:
    speaker = MembershipFactory.create(role=OrganisationRole.MANAGER)
    named = MembershipFactory.create(role=OrganisationRole.MEMBER)
    boss = MembershipFactory.create(organisation=named.organisation, role=OrganisationRole.OWNER)
    done = MembershipFactory.create(role=OrganisationRole.OWNER)
    for membership, contact, state in (
        (speaker, None, OfferState.OFFERED),
        (named, named.user, OfferState.OFFERED),
        (done, None, OfferState.WITHDRAWN),
    ):
        asking = make.ChallengeFactory.create(sprint=sprint, owner=membership.organisation, contact=contact)
        solution = make.SolutionFactory.create(team=team_in(sprint), handed_in=True)
        make.OfferFactory.create(solution=solution, challenge=asking, organisation=membership.organisation, state=state)
    people = found(sprint, Segment.ANSWER_DUE)
    assert {speaker.user, named.user} <= people
    assert not {boss.user, done.user} & people


def test_jurors_and_coaches_of_the_programme(sprint: Sprint) -> None:
    kinds = (ProgrammeRoleKind.JUROR, ProgrammeRoleKind.COACH)
    helpers = {make.ProgrammeRoleFactory.create(programme=sprint.programme, role=kind).user for kind in kinds}
    make.ProgrammeRoleFactory.create(programme=sprint.programme, role=ProgrammeRoleKind.CURATOR)
    make.ProgrammeRoleFactory.create(role=ProgrammeRoleKind.JUROR)
    assert found(sprint, Segment.JURY) == helpers


def test_who_belongs_to_all_is_there_once(sprint: Sprint) -> None:
    team = team_in(sprint)
    lead = make.lead_of(team)
    make.ProgrammeRoleFactory.create(programme=sprint.programme, user=lead, role=ProgrammeRoleKind.JUROR)
    make.TeamMemberFactory.create(team=team, role=MemberRole.MEMBER)
    everything = [segment for segment in Segment if segment != Segment.CATEGORY]
    assert lead in found(sprint, *everything)
