"""Blocking somebody in a sprint, and appeals against it and against a declined challenge."""

import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from programmes import access
from programmes.enums import AppealState, BlockState, ChallengeState
from programmes.models import Appeal, Challenge, Registration, Sprint, SprintBlock, Team
from programmes.selectors.abuse import appeals_waiting_for
from programmes.selectors.personal_data import programmes_personal_data
from programmes.services.abuse import abuse_report_create
from programmes.services.appeals import appeal_decide, block_appeal, challenge_appeal
from programmes.services.blocks import block_create, block_lift
from programmes.services.challenges import (
    challenge_accept,
    challenge_decline,
    challenge_propose,
    challenge_resubmit,
)
from programmes.services.forgetting import person_forget
from programmes.services.ideas import support_give
from programmes.services.join_requests import join_request_accept
from programmes.services.registrations import registration_create
from programmes.services.teams import team_create
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def organiser(sprint: Sprint) -> User:
    return make.ProgrammeRoleFactory.create(programme=sprint.programme).user


@pytest.fixture
def second(sprint: Sprint) -> User:
    return make.ProgrammeRoleFactory.create(programme=sprint.programme).user


def block(organiser: User, sprint: Sprint, person: User, kind: str = "taking_part") -> SprintBlock:
    return block_create(actor=organiser, sprint=sprint, user=person, reason="Beleidigt andere.", kind=kind)


def test_who_is_blocked_loses_place_teams_and_requests(sprint: Sprint, organiser: User) -> None:
    team = make.TeamFactory.create(challenge__sprint=sprint)
    person = make.TeamMemberFactory.create(team=team).user
    asking = make.JoinRequestFactory.create(team__challenge__sprint=sprint, user=person)
    made = block(organiser, sprint, person)
    assert not team.members.filter(user=person, left_at=None).exists()
    assert Registration.objects.get(user=person).state == "cancelled"
    asking.refresh_from_db()
    assert asking.state == "withdrawn"
    assert block(organiser, sprint, person) == made
    topics = list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))
    assert topics == ["programmes.team_member_left", "programmes.sprint_blocked"]
    assert AuditEntry.objects.filter(action="programmes.sprint_blocked").count() == 1


def test_a_lead_is_followed_by_who_has_been_there_longest(sprint: Sprint, organiser: User) -> None:
    team = make.TeamFactory.create(challenge__sprint=sprint)
    heir = make.TeamMemberFactory.create(team=team)
    block(organiser, sprint, make.lead_of(team))
    assert make.lead_of(team) == heir.user


@pytest.mark.parametrize(("handed_in", "state"), [(False, "dissolved"), (True, "forming")])
def test_the_last_one_leaves_a_solution_behind(sprint: Sprint, organiser: User, handed_in: bool, state: str) -> None:
    solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=handed_in)
    block(organiser, sprint, make.lead_of(solution.team))
    team = Team.objects.get(pk=solution.team_id)
    assert (team.state, team.members.filter(left_at=None).count()) == (state, 0)


def test_who_is_blocked_does_nothing_more_there(sprint: Sprint, organiser: User) -> None:
    challenge = make.ChallengeFactory.create(sprint=sprint, owner=None)
    asking = make.JoinRequestFactory.create(team__challenge=challenge)
    person = asking.user
    make.RegistrationFactory.create(sprint=sprint, user=person)
    block(organiser, sprint, person)
    attempts = (
        lambda: registration_create(actor=person, sprint=sprint),
        lambda: challenge_propose(actor=person, sprint=sprint, title="Neu", summary="Neu"),
        lambda: support_give(actor=person, challenge=challenge),
        lambda: abuse_report_create(actor=person, thing=challenge, kind="other"),
    )
    for attempt in attempts:
        with pytest.raises(Conflict) as error:
            attempt()
        assert error.value.code == "blocked"
    for other in (
        lambda: team_create(actor=person, challenge=challenge, name="Neu"),
        lambda: join_request_accept(actor=None, join_request=asking),
    ):
        with pytest.raises(Conflict):
            other()
    registration_create(actor=person, sprint=make.SprintFactory.create(programme=sprint.programme))


def test_organisers_are_not_blocked_and_a_reason_is_needed(sprint: Sprint, organiser: User, second: User) -> None:
    with pytest.raises(Conflict) as error:
        block(organiser, sprint, second)
    assert error.value.code == "organises"
    with pytest.raises(Invalid):
        block_create(actor=organiser, sprint=sprint, user=UserFactory.create(), reason=" ")
    with pytest.raises(Invalid):
        block(organiser, sprint, UserFactory.create(), "breathing")


def test_only_who_reports_in_bad_faith_repeatedly_is_kept_from_it(sprint: Sprint, organiser: User) -> None:
    person = UserFactory.create()
    for _ in range(2):
        with pytest.raises(Conflict) as error:
            block(organiser, sprint, person, "reporting")
        assert error.value.code == "not_repeated"
        case = make.AbuseCaseFactory.create(challenge__sprint=sprint)
        make.AbuseReportFactory.create(case=case, reporter=person, in_bad_faith=True, settled_at=case.opened_at)
    block(organiser, sprint, person, "reporting")
    challenge = make.ChallengeFactory.create(sprint=sprint, owner=None)
    with pytest.raises(Conflict) as error:
        abuse_report_create(actor=person, thing=challenge, kind="other")
    assert error.value.code == "blocked"
    support_give(actor=person, challenge=challenge)


def test_a_lifted_block_lets_one_in_again(sprint: Sprint, organiser: User) -> None:
    person = UserFactory.create()
    made = block(organiser, sprint, person)
    assert block_lift(actor=organiser, block=made).state == BlockState.LIFTED
    block_lift(actor=organiser, block=made)
    assert registration_create(actor=person, sprint=sprint).state == "registered"
    assert OutboxMessage.objects.filter(topic="programmes.sprint_block_lifted").count() == 1
    assert block(organiser, sprint, person) != made


# Appeals.


@pytest.fixture
def declined(sprint: Sprint, organiser: User) -> Challenge:
    row = make.ChallengeFactory.create(sprint=sprint, owner=None, proposed_by=UserFactory.create(), state="proposed")
    return challenge_decline(actor=organiser, challenge=row, reason="Zu allgemein.")


def appeal(challenge: Challenge) -> Appeal:
    assert challenge.proposed_by is not None
    return challenge_appeal(actor=challenge.proposed_by, challenge=challenge, words="Das Problem ist echt.")


def test_another_organiser_grants_and_it_is_public(declined: Challenge, organiser: User, second: User) -> None:
    made = appeal(declined)
    assert appeal(declined) == made
    assert (list(appeals_waiting_for(second)), list(appeals_waiting_for(organiser))) == ([made], [])
    with pytest.raises(NotAllowed):
        access.appeal_to_decide(organiser, made.public_id)
    with pytest.raises(NotAllowed):
        appeal_decide(actor=organiser, appeal=made, grant=True, answer="Doch.")
    decided = appeal_decide(actor=second, appeal=made, grant=True, answer="Sie haben recht.")
    declined.refresh_from_db()
    assert (decided.state, declined.state, declined.decline_reason) == (AppealState.GRANTED, "published", "")
    assert appeal_decide(actor=second, appeal=made, grant=True, answer="Noch einmal.").answer == "Sie haben recht."
    with pytest.raises(Conflict):
        appeal_decide(actor=second, appeal=made, grant=False, answer="Doch nicht.")
    topics = list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))
    assert topics[1:] == [
        "programmes.appeal_made",
        "programmes.challenge_published",
        "programmes.appeal_decided",
    ]


def test_a_rejected_appeal_leaves_it_declined_and_is_the_only_one(declined: Challenge, second: User) -> None:
    made = appeal(declined)
    with pytest.raises(Invalid):
        appeal_decide(actor=second, appeal=made, grant=False, answer="")
    appeal_decide(actor=second, appeal=made, grant=False, answer="Bitte konkreter.")
    declined.refresh_from_db()
    assert declined.state == ChallengeState.DECLINED
    assert declined.proposed_by is not None
    challenge_resubmit(actor=declined.proposed_by, challenge=declined)
    challenge_decline(actor=second, challenge=declined, reason="Immer noch.")
    assert appeal(declined) == made


def test_while_it_is_open_nobody_goes_round_it(declined: Challenge, second: User) -> None:
    appeal(declined)
    with pytest.raises(Conflict) as error:
        challenge_resubmit(actor=declined.proposed_by, challenge=declined)
    assert error.value.code == "appeal_open"
    with pytest.raises(Conflict):
        challenge_accept(actor=second, challenge=declined)


def test_only_what_is_declined_and_only_by_its_proposer(declined: Challenge, organiser: User) -> None:
    for person in (organiser, UserFactory.create()):
        with pytest.raises((NotAllowed, Exception)):
            access.challenge_to_appeal(person, declined.public_id)
    public = make.ChallengeFactory.create(proposed_by=UserFactory.create())
    with pytest.raises(Conflict):
        appeal(public)
    with pytest.raises(Invalid):
        challenge_appeal(actor=organiser, challenge=declined, words=" ")


def test_a_granted_appeal_lifts_a_block(sprint: Sprint, organiser: User, second: User) -> None:
    person = UserFactory.create()
    made = block(organiser, sprint, person)
    asked = block_appeal(actor=person, block=made, words="Das war ich nicht.")
    assert block_appeal(actor=person, block=made, words="Noch einmal.") == asked
    with pytest.raises(NotAllowed):
        appeal_decide(actor=organiser, appeal=asked, grant=True, answer="Doch.")
    appeal_decide(actor=second, appeal=asked, grant=True, answer="Verwechslung.")
    made.refresh_from_db()
    assert made.state == BlockState.LIFTED
    again = block(organiser, sprint, person)
    block_lift(actor=organiser, block=again)
    with pytest.raises(Conflict):
        block_appeal(actor=person, block=again, words="Zu spät.")


def test_what_is_held_about_a_person_is_handed_over_and_forgotten(sprint: Sprint, organiser: User) -> None:
    person = UserFactory.create()
    abuse_report_create(
        actor=person, thing=make.ChallengeFactory.create(sprint=sprint), kind="other", words="Mein Nachbar sagt …"
    )
    made = block(organiser, sprint, person)
    block_appeal(actor=person, block=made, words="Ich heiße Clara.")
    tables = programmes_personal_data(person).tables
    assert [len(tables[name]) for name in ("abuse_reports", "sprint_blocks", "appeals")] == [1, 1, 1]
    person_forget(user=person)
    after = programmes_personal_data(person).tables
    words = [after["abuse_reports"][0]["words"], after["appeals"][0]["words"], after["sprint_blocks"][0]["reason"]]
    assert "Clara" not in str(words)
    assert "Nachbar" not in str(words)
    assert "Beleidigt" not in str(words)
