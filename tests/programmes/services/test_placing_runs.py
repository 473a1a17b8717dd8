from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.core.errors import Unavailable
from backend.core.models import OutboxMessage
from programmes.domain.placing.digest import digest
from programmes.domain.placing.kinds import Person, Question, Team
from programmes.enums import PlacingOutcome, PlacingRunState, PlacingWishState, RegistrationState
from programmes.events import PlacingRunAsked
from programmes.models import PlacingRun, PlacingSeat, PlacingWish
from programmes.models import Team as TeamRow
from programmes.selectors.placings import moves_between, placing_question
from programmes.services import placing_runs
from programmes.services.placing_runs import placing_run_compute, placing_run_fail, placings_carry_out_due
from programmes.services.placings import placing_pin, placing_run_ask, placing_run_publish, placing_withdraw
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from worker.placing import placing_compute

pytestmark = pytest.mark.django_db
Change = Callable[[PlacingSeat], object]


def wished(team: TeamRow, **given: Any) -> PlacingWish:
    user = make.RegistrationFactory.create(sprint=team.sprint).user
    return make.PlacingWishFactory.create(sprint=team.sprint, user=user, wishes=[team.public_id], **given)


def computed(team: TeamRow, **given: Any) -> PlacingRun:
    run = placing_run_ask(actor=UserFactory.create(), sprint=team.sprint, **given)
    placing_run_compute(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_what_is_asked_is_what_people_and_teams_say() -> None:
    team = make.TeamFactory.create(size_limit=5, language="de", times=["evening"])
    make.OpenRoleFactory.create(team=team, skills=["Design", "UX"], places=2)
    make.OpenRoleFactory.create(team=team, title="Recht", skills=[], places=1)
    wish = wished(team, skills=["DESIGN"], languages=["de"], times=["night"], group="Vier", pinned_team=team)
    make.PlacingWishFactory.create(sprint=team.sprint)  # has no place in the sprint
    withdrawn = make.PlacingWishFactory.create(sprint=team.sprint, state=PlacingWishState.WITHDRAWN)
    run = make.PlacingRunFactory.create(sprint=team.sprint, least=3, seed=4)
    question = placing_question(run)
    assert set(question.people) == {
        Person(
            key=wish.user.public_id,
            wishes=(team.public_id,),
            skills=frozenset({"design"}),
            languages=frozenset({"de"}),
            times=frozenset({"night"}),
            group="vier",
        ),
        Person(key=withdrawn.user.public_id, opted_out=True),
    }
    assert question.teams == (
        Team(
            key=team.public_id,
            challenge=team.challenge.public_id,
            free=4,
            present=1,
            least=3,
            skills={"design": 2, "ux": 2, "recht": 1},
            languages=frozenset({"de"}),
            times=frozenset({"evening"}),
        ),
    )
    assert (dict(question.pins), question.seed) == ({wish.user.public_id: team.public_id}, 4)


@pytest.mark.parametrize("count", [1, 3])
def test_asking_takes_four_queries_however_many_there_are(count: int) -> None:
    team = make.TeamFactory.create()
    for _ in range(count):
        wished(team)
        make.TeamFactory.create(challenge=team.challenge)
    run = make.PlacingRunFactory.create(sprint=team.sprint)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        placing_question(run)
    assert len(queries) == 4


def test_a_run_is_kept_with_reasons_figures_and_what_could_not_be_met() -> None:
    team = make.TeamFactory.create(size_limit=2)
    make.OpenRoleFactory.create(team=team, skills=["Recht"])
    first, _second = wished(team), wished(team)
    placing_pin(actor=UserFactory.create(), wish=first, team=team)
    run = computed(team)
    assert (run.state, run.progress_percent, len(run.input_hash)) == (PlacingRunState.READY, 100, 64)
    seats = {seat.user_id: seat for seat in run.seats.all()}
    assert seats[first.user_id].team == team
    assert seats[first.user_id].reasons == [{"code": "pinned"}, {"code": "wish", "rank": 1, "of": 1}]
    assert {seat.team_id for seat in seats.values()} == {team.pk, None}
    assert run.unmet[1]["skill"] == "Recht"
    assert (run.figures["placed"], run.figures["seats"], run.figures["people"]) == (1, 1, 2)
    assert [row["code"] for row in run.unmet] == ["seats_short", "skill_nobody_has"]


def test_the_same_again_is_the_same_and_compared_runs_differ_by_a_pin() -> None:
    team = make.TeamFactory.create()
    other = make.TeamFactory.create(challenge=team.challenge)
    wish = wished(team)
    one, two = computed(team), computed(team)
    assert one.input_hash == two.input_hash
    assert moves_between(one, two) == []
    placing_pin(actor=UserFactory.create(), wish=wish, team=other)
    three = computed(team)
    assert three.input_hash != one.input_hash
    [move] = moves_between(one, three)
    assert (move.user, move.here, move.there) == (wish.user, team.name, other.name)


def test_the_order_of_people_does_not_change_the_fingerprint() -> None:
    people = tuple(Person(key=key, skills=frozenset({"b", "a"})) for key in "xy")
    assert digest(Question(people=people, teams=())) == digest(Question(people=people[::-1], teams=()))
    assert digest(Question(people=people, teams=())) != digest(Question(people=people[:1], teams=()))


def test_computing_twice_keeps_the_first_and_failing_is_told_once() -> None:
    team = make.TeamFactory.create()
    wished(team)
    run = computed(team)
    placing_run_compute(run_id=run.pk)
    placing_run_fail(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.seats.count()) == (PlacingRunState.READY, 1)
    lost = placing_run_ask(actor=UserFactory.create(), sprint=team.sprint)
    placing_run_fail(run_id=lost.pk)
    lost.refresh_from_db()
    assert lost.state == PlacingRunState.FAILED


def test_one_worker_computes_at_a_time_and_another_goes_on_when_it_is_gone() -> None:
    team = make.TeamFactory.create()
    wished(team)
    run = placing_run_ask(actor=UserFactory.create(), sprint=team.sprint)
    PlacingRun.objects.filter(pk=run.pk).update(claimed_until=make.moment_from_now(1))
    with pytest.raises(Unavailable):
        placing_compute(PlacingRunAsked(run_id=run.pk))
    PlacingRun.objects.filter(pk=run.pk).update(claimed_until=make.moment_from_now(0))
    placing_compute(PlacingRunAsked(run_id=run.pk))
    run.refresh_from_db()
    assert run.state == PlacingRunState.READY


def test_what_goes_wrong_in_the_arithmetic_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make.TeamFactory.create()
    run = placing_run_ask(actor=UserFactory.create(), sprint=team.sprint)

    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(placing_runs, "place", broken)
    placing_compute(PlacingRunAsked(run_id=run.pk))
    run.refresh_from_db()
    assert run.state == PlacingRunState.FAILED


def published(team: TeamRow) -> PlacingRun:
    run = computed(team)
    placing_run_publish(actor=UserFactory.create(), run=run, hours=1)
    OutboxMessage.objects.all().delete()
    return run


def over(run: PlacingRun) -> None:
    PlacingRun.objects.filter(pk=run.pk).update(objections_until=make.moment_from_now(0))


def test_nothing_is_carried_out_before_the_time_is_over() -> None:
    team = make.TeamFactory.create()
    wished(team)
    run = published(team)
    assert placings_carry_out_due() == 0
    over(run)
    assert placings_carry_out_due() == 1
    assert placings_carry_out_due() == 0


def test_who_does_not_object_joins_and_is_told_once() -> None:
    team = make.TeamFactory.create(size_limit=2)
    wish = wished(team)
    run = published(team)
    over(run)
    placings_carry_out_due()
    run.refresh_from_db()
    wish.refresh_from_db()
    team.refresh_from_db()
    assert team.members.filter(user=wish.user, left_at=None).exists()
    assert (run.state, wish.state, team.state) == ("carried_out", "placed", "complete")
    seat = run.seats.get()
    assert seat.outcome == PlacingOutcome.JOINED
    topics = OutboxMessage.objects.values_list("topic", "payload__seat_id")
    assert list(topics) == [("programmes.placing_seat_settled", seat.pk)]


def object_(seat: PlacingSeat) -> object:
    return PlacingSeat.objects.filter(pk=seat.pk).update(objected_at=make.moment_from_now(0))


def withdraw(seat: PlacingSeat) -> object:
    return placing_withdraw(actor=seat.user, wish=PlacingWish.objects.get(user=seat.user))


def fill(seat: PlacingSeat) -> object:
    return make.TeamMemberFactory.create(team=seat.team)


def leave_sprint(seat: PlacingSeat) -> object:
    return seat.user.registrations.update(state=RegistrationState.CANCELLED)


def join_other(seat: PlacingSeat) -> object:
    assert seat.team
    return make.TeamMemberFactory.create(team=make.TeamFactory.create(challenge=seat.team.challenge), user=seat.user)


def dissolve(seat: PlacingSeat) -> object:
    return TeamRow.objects.filter(placing_seats=seat).update(state="dissolved")


@pytest.mark.parametrize(
    ("change", "outcome", "told"),
    [
        (object_, PlacingOutcome.OBJECTED, 0),
        (withdraw, PlacingOutcome.WITHDRAWN, 0),
        (fill, PlacingOutcome.TEAM_FULL, 1),
        (leave_sprint, PlacingOutcome.NOT_REGISTERED, 1),
        (join_other, PlacingOutcome.IN_OTHER_TEAM, 1),
        (dissolve, PlacingOutcome.TEAM_GONE, 1),
    ],
)
def test_what_has_changed_meanwhile_is_respected(change: Change, outcome: str, told: int) -> None:
    team = make.TeamFactory.create(size_limit=2)
    wish = wished(team)
    run = published(team)
    seat = run.seats.get()
    change(seat)
    over(run)
    placings_carry_out_due()
    seat.refresh_from_db()
    assert seat.outcome == outcome
    assert not team.members.filter(user=wish.user, left_at=None).exists()
    assert OutboxMessage.objects.filter(topic="programmes.placing_seat_settled").count() == told


def test_many_are_settled_in_several_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make.TeamFactory.create()
    for _ in range(3):
        wished(team)
    run = published(team)
    over(run)
    monkeypatch.setattr(placing_runs, "SWEEP", 2)
    assert placings_carry_out_due() == 1
    assert run.seats.filter(outcome="").count() == 1
    assert placings_carry_out_due() == 1
    assert placings_carry_out_due() == 0
    assert OutboxMessage.objects.filter(topic="programmes.placing_seat_settled").count() == 3


def test_who_found_no_place_is_told_so() -> None:
    team = make.TeamFactory.create(size_limit=1)
    wished(team)
    run = published(team)
    over(run)
    placings_carry_out_due()
    assert run.seats.get().outcome == PlacingOutcome.NO_TEAM
