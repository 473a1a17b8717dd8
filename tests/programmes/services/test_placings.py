from typing import Any

import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, OutboxMessage
from programmes.domain.placing.kinds import Weights
from programmes.enums import Feature, PlacingEmphasis, PlacingRunState, PlacingWishState
from programmes.models import PlacingRun, PlacingSeat, Sprint
from programmes.services.placings import (
    EMPHASES,
    placing_ask,
    placing_object,
    placing_pin,
    placing_run_ask,
    placing_run_discard,
    placing_run_publish,
    placing_withdraw,
)
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def registered(sprint: Sprint) -> User:
    return make.RegistrationFactory.create(sprint=sprint).user


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_asking_again_changes_the_one_wish() -> None:
    team = make.TeamFactory.create()
    person = registered(team.sprint)
    first = placing_ask(actor=person, sprint=team.sprint, wishes=[team.public_id], group="Die Vier")
    placing_withdraw(actor=person, wish=first)
    again = placing_ask(actor=person, sprint=team.sprint, wishes=[team.challenge.public_id], times=["evening"])
    assert again == first
    again.refresh_from_db()
    assert (again.state, again.wishes, again.group) == (
        PlacingWishState.ASKED,
        [team.challenge.public_id],
        "Die Vier",
    )


def test_only_what_the_sprint_offers_can_be_wished() -> None:
    sprint = make.SprintFactory.create()
    elsewhere = make.TeamFactory.create()
    person = registered(sprint)
    refused: list[dict[str, Any]] = [{"wishes": [elsewhere.public_id]}, {"times": ["noon"]}]
    for given in refused:
        with pytest.raises(Invalid) as error:
            placing_ask(actor=person, sprint=sprint, **given)
        assert list(error.value.fields) == list(given)
    teams = [make.TeamFactory.create(challenge__sprint=sprint).public_id for _ in range(6)]
    placing_ask(actor=person, sprint=sprint, wishes=teams[:5])
    for many in (teams, [teams[0], teams[0]]):
        with pytest.raises(Invalid):
            placing_ask(actor=person, sprint=sprint, wishes=many)


def test_who_has_no_place_or_has_a_team_is_not_placed() -> None:
    team = make.TeamFactory.create()
    codes = []
    for person in (UserFactory.create(), make.lead_of(team)):
        with pytest.raises(Conflict) as error:
            placing_ask(actor=person, sprint=team.sprint)
        codes.append(error.value.code)
    assert codes == ["not_registered", "in_team"]


def test_it_is_asked_while_teams_can_be_joined() -> None:
    sprint = make.SprintFactory.create(features=[Feature.BUILD])
    with pytest.raises(Conflict) as error:
        placing_ask(actor=registered(sprint), sprint=sprint)
    assert error.value.code == "phase_closed"


def test_one_run_is_computed_at_a_time() -> None:
    sprint = make.SprintFactory.create(team_size_max=5)
    run = placing_run_ask(actor=UserFactory.create(), sprint=sprint, emphasis="wishes", seed=7, least=5)
    assert (run.weights["wish"], run.seed, run.least) == (900, 7, 5)
    assert topics() == ["programmes.placing_run_asked"]
    with pytest.raises(Conflict) as error:
        placing_run_ask(actor=UserFactory.create(), sprint=sprint)
    assert error.value.code == "placing_computing"


def test_a_run_whose_worker_is_gone_is_put_aside() -> None:
    sprint = make.SprintFactory.create()
    lost = placing_run_ask(actor=UserFactory.create(), sprint=sprint)
    PlacingRun.objects.filter(pk=lost.pk).update(updated_at=make.moment_from_now(-1))
    placing_run_ask(actor=UserFactory.create(), sprint=sprint)
    lost.refresh_from_db()
    assert lost.state == PlacingRunState.DISCARDED


@pytest.mark.parametrize("given", [{"emphasis": "none"}, {"seed": -1}, {"seed": 1_000_001}, {"least": 9}])
def test_a_run_is_asked_within_limits(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as error:
        placing_run_ask(actor=UserFactory.create(), sprint=make.SprintFactory.create(), **given)
    assert list(error.value.fields) == list(given)


def test_no_emphasis_leaves_somebody_out_for_somebody_elses_wish() -> None:
    assert set(EMPHASES) == set(PlacingEmphasis.values)
    for weights in EMPHASES.values():
        others = [getattr(weights, name) for name in Weights.__slots__ if name != "placed"]
        assert sum(others) < weights.placed


def test_a_pin_is_a_team_of_the_sprint() -> None:
    wish = make.PlacingWishFactory.create()
    team = make.TeamFactory.create(challenge__sprint=wish.sprint)
    organiser = UserFactory.create()
    assert placing_pin(actor=organiser, wish=wish, team=team).pinned_team == team
    assert placing_pin(actor=organiser, wish=wish, team=None).pinned_team is None
    with pytest.raises(Invalid):
        placing_pin(actor=organiser, wish=wish, team=make.TeamFactory.create())
    assert AuditEntry.objects.filter(action="programmes.placing_pinned").count() == 2


def test_publishing_tells_everybody_once_and_one_is_open_at_a_time() -> None:
    run = make.PlacingRunFactory.create()
    seats = make.PlacingSeatFactory.create_batch(2, run=run)
    organiser = UserFactory.create()
    placing_run_publish(actor=organiser, run=run, hours=24)
    told = OutboxMessage.objects.values_list("payload__seat_id", flat=True)
    assert sorted(told) == sorted(seat.pk for seat in seats)
    other = make.PlacingRunFactory.create(sprint=run.sprint)
    with pytest.raises(Conflict) as error:
        placing_run_publish(actor=organiser, run=other, hours=24)
    assert error.value.code == "placing_published"
    with pytest.raises(Conflict):
        placing_run_discard(actor=organiser, run=run)


@pytest.mark.parametrize("hours", [0, 337])
def test_there_is_a_time_to_object(hours: int) -> None:
    with pytest.raises(Invalid) as error:
        placing_run_publish(actor=UserFactory.create(), run=make.PlacingRunFactory.create(), hours=hours)
    assert list(error.value.fields) == ["hours"]


def test_objecting_twice_keeps_the_first() -> None:
    seat = make.PlacingSeatFactory.create(run__state=PlacingRunState.PUBLISHED)
    first = placing_object(actor=seat.user, seat=seat, objection="Ich kenne das Team.")
    again = placing_object(actor=seat.user, seat=seat, objection="Doch nicht.")
    assert (again.objection, again.objected_at) == ("Ich kenne das Team.", first.objected_at)


@pytest.mark.parametrize("given", [{"run__state": PlacingRunState.READY}, {"run__objections_until": 0}])
def test_objections_have_their_time(given: dict[str, Any]) -> None:
    known = {"run__state": PlacingRunState.PUBLISHED, **given}
    if "run__objections_until" in known:
        known["run__objections_until"] = make.moment_from_now(0)
    seat = make.PlacingSeatFactory.create(**known)
    with pytest.raises(Conflict) as error:
        placing_object(actor=seat.user, seat=seat)
    assert error.value.code == "objections_closed"
    assert PlacingSeat.objects.get().objected_at is None
