"""Many decisions at once: ticked ones at once, all that meets a filter by a worker in pieces."""

from typing import Any

import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import OutboxMessage
from programmes.enums import ModerationRunState
from programmes.models import Challenge, ModerationItem, ModerationRun, Sprint
from programmes.selectors.abuse import items_left
from programmes.selectors.moderation import Wanted, challenges_wanted
from programmes.services import moderation_runs as services
from programmes.services.challenges import challenge_accept
from tests.factories import programmes as make
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> User:
    return UserFactory.create()


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


def waiting(sprint: Sprint, count: int, **given: Any) -> list[Challenge]:
    given = {"owner": None, "proposed_by": UserFactory.create(), **given}
    return make.ChallengeFactory.create_batch(count, sprint=sprint, state="proposed", **given)


def start(organiser: User, sprint: Sprint, act: str = "publish", **given: Any) -> ModerationRun:
    return services.moderation_start(actor=organiser, sprint=sprint, act=act, wanted=Wanted(), **given)


def states(sprint: Sprint) -> list[str]:
    return sorted(sprint.challenges.values_list("state", flat=True))


def test_each_that_is_ticked_is_decided_and_told_for_itself(organiser: User, sprint: Sprint) -> None:
    rows = waiting(sprint, 2)
    challenge_accept(actor=organiser, challenge=rows[1])
    results = services.challenges_decide_each(actor=organiser, challenges=rows, act="decline", reason="Zu kurz.")
    assert [one.refusal and one.refusal.code for one in results] == [None, "wrong_state"]
    assert states(sprint) == ["declined", "published"]
    assert OutboxMessage.objects.filter(topic="programmes.challenge_declined").count() == 1
    rows[0].refresh_from_db()
    assert (rows[0].decline_reason, rows[0].decided_by) == ("Zu kurz.", organiser)


def test_nothing_ticked_no_reason_too_many(organiser: User, sprint: Sprint) -> None:
    rows = waiting(sprint, 1)
    for given in ({"challenges": [], "act": "publish"}, {"challenges": rows, "act": "decline"}):
        with pytest.raises(Invalid):
            services.challenges_decide_each(actor=organiser, **given)
    with pytest.raises(Invalid):
        services.challenges_decide_each(actor=organiser, challenges=rows, act="burn")
    with pytest.raises(LimitReached):
        services.challenges_decide_each(actor=organiser, challenges=rows * (services.AT_ONCE + 1), act="publish")
    assert states(sprint) == ["proposed"]


def test_a_filter_chooses(sprint: Sprint) -> None:
    category = make.CategoryFactory.create(programme=sprint.programme)
    [posed] = waiting(sprint, 1, owner=OrganisationFactory.create(), title="Brunnen am Markt")
    [citizens] = waiting(sprint, 1, category=category)
    found = {
        "organisation": Wanted(posed_by="organisation"),
        "citizen": Wanted(posed_by="citizen"),
        "category": Wanted(category=category.slug),
        "words": Wanted(query="Brunnen"),
    }
    shown = {name: list(challenges_wanted(sprint, wanted)) for name, wanted in found.items()}
    assert shown == {"organisation": [posed], "citizen": [citizens], "category": [citizens], "words": [posed]}
    assert challenges_wanted(sprint, Wanted(posed_by="nonsense")).count() == 2


def test_a_worker_decides_piece_by_piece(organiser: User, sprint: Sprint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "PIECE", 2)
    waiting(sprint, 3)
    run = start(organiser, sprint, "decline", reason="Bitte ein Problem.", seen=3)
    services.moderation_piece(run_id=run.pk, piece=1)
    run.refresh_from_db()
    assert (run.state, run.decided, run.pieces, run.progress_percent) == (ModerationRunState.RUNNING, 2, 2, 66)
    services.moderation_piece(run_id=run.pk, piece=1)
    run.refresh_from_db()
    assert run.decided == 2
    services.moderation_piece(run_id=run.pk, piece=2)
    run.refresh_from_db()
    assert (run.state, run.decided, run.left) == (ModerationRunState.DONE, 3, 0)
    assert states(sprint) == ["declined"] * 3
    assert not ModerationItem.objects.exists()


def test_what_somebody_else_has_decided_meanwhile_is_left(organiser: User, sprint: Sprint) -> None:
    rows = waiting(sprint, 2)
    run = start(organiser, sprint, "decline", reason="Nein.")
    challenge_accept(actor=organiser, challenge=rows[0])
    services.moderation_piece(run_id=run.pk, piece=1)
    run.refresh_from_db()
    assert (run.state, run.decided, run.left) == (ModerationRunState.DONE, 1, 1)
    assert [item.challenge for item in items_left(run)] == [rows[0]]
    assert states(sprint) == ["declined", "published"]


def test_one_runs_at_a_time_and_stands_still_when_stopped(organiser: User, sprint: Sprint) -> None:
    waiting(sprint, 2)
    with pytest.raises(Conflict) as error:
        start(organiser, sprint, seen=5)
    assert (error.value.code, error.value.facts["count"]) == ("queue_changed", 2)
    run = start(organiser, sprint)
    with pytest.raises(Conflict) as error:
        start(organiser, sprint)
    assert error.value.code == "moderation_runs"
    services.moderation_stop(actor=organiser, run=run)
    services.moderation_piece(run_id=run.pk, piece=1)
    assert states(sprint) == ["proposed", "proposed"]
    again = services.moderation_resume(actor=organiser, run=run)
    assert services.moderation_resume(actor=organiser, run=run) == again
    services.moderation_piece(run_id=run.pk, piece=2)
    assert states(sprint) == ["published", "published"]
    with pytest.raises(Conflict):
        services.moderation_stop(actor=organiser, run=run)
    with pytest.raises(Invalid):
        start(organiser, sprint)
