"""One approval for all that waits: in pieces, each match by itself, never twice; what has changed is left, with why."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.core.errors import Conflict, Invalid, LimitReached, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from funding.enums import ApprovalRunState, LeftReason, MatchState
from funding.events import ApprovalsDue, MatchApproved
from funding.events_of_funds import ApprovalsEnded
from funding.models import ApprovalItem, ApprovalRun, FundManager, Match, MatchApproval
from funding.selectors.approvals import Waiting, Wanted, approvals_waiting, approvals_wanted, items_left, reasons_left
from funding.services import approval_runs
from funding.services.approval_runs import approvals_piece, approvals_resume, approvals_start, approvals_stop
from funding.services.approvals import match_approve
from funding.services.refunds import refund_request, refund_submit
from tests.factories.accounts import UserFactory
from tests.factories.funding import CampaignFactory, PositionFactory
from tests.factories.programmes import TeamMemberFactory
from tests.funding.scenes import Scene, backer


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approval_runs, "PIECE", 2)


def waiting(scene: Scene, count: int) -> list[Match]:
    return [
        scene.match(scene.paid(1_000 * number, backer=backer(email=f"b{number}@example.org")))
        for number in range(1, count + 1)
    ]


def start(scene: Scene, manager: int = 0, **changes: Any) -> ApprovalRun:
    given = {"wanted": Wanted(), "note": "Geprüft.", **changes}
    return approvals_start(fund=scene.fund, actor=scene.managers[manager], **given)


def told() -> list[dict[str, Any]]:
    return list(OutboxMessage.objects.filter(topic=ApprovalsDue.topic).order_by("id").values_list("payload", flat=True))


def run_all(run: ApprovalRun) -> ApprovalRun:
    """Handle its messages until no more come."""
    done = 0
    while done < len(told()):
        approvals_piece(**told()[done])
        done += 1
    return ApprovalRun.objects.get(pk=run.pk)


def test_two_people_approve_all_and_the_books_hold(scene: Scene) -> None:
    matches = waiting(scene, 5)
    run = start(scene)
    assert (run.total, run.amount_minor) == (5, 250 + 500 + 750 + 1_000 + 1_250)
    assert not MatchApproval.objects.exists()
    done = run_all(run)
    assert (done.state, done.noted, done.noted_minor, done.left) == (ApprovalRunState.DONE, 5, 3_750, 0)
    assert told() == [{"run_id": run.pk, "piece": piece} for piece in (1, 2, 3)]
    assert set(MatchApproval.objects.values_list("note", flat=True)) == {"Geprüft."}
    given = AuditEntry.objects.filter(action="funding.match_approval_given")
    assert sorted(given.values_list("object_ref", flat=True)) == sorted(match.public_id for match in matches)
    assert set(Match.objects.values_list("state", flat=True)) == {MatchState.CONFIRMED}
    assert not ApprovalItem.objects.exists()
    run_all(start(scene, 1))
    assert set(Match.objects.values_list("state", flat=True)) == {MatchState.APPROVED}


def ended() -> int:
    return OutboxMessage.objects.filter(topic=ApprovalsEnded.topic).count()


def test_each_team_is_told_of_each_match_and_the_manager_once_of_all(scene: Scene) -> None:
    waiting(scene, 3)
    run_all(start(scene))
    assert ended() == 1
    second = start(scene, 1)
    approvals_piece(run_id=second.pk, piece=1)
    assert ended() == 1, "not before it has ended"
    run_all(second)
    assert ended() == 2
    approvals_piece(run_id=second.pk, piece=second.pieces)
    assert ended() == 2
    assert OutboxMessage.objects.filter(topic=MatchApproved.topic).count() == 3


@pytest.mark.parametrize(("manager", "tells"), [(0, 0), (1, 1)])
def test_a_stop_is_told_to_whose_approvals_they_are(scene: Scene, manager: int, tells: int) -> None:
    waiting(scene, 3)
    run = start(scene)
    for _ in range(2):
        approvals_stop(run=run, actor=scene.managers[manager])
    assert ended() == tells
    approvals_resume(run=run, actor=scene.managers[0])
    run_all(run)
    assert ended() == tells + 1


def test_reasons_are_counted(scene: Scene) -> None:
    smaller, gone, other = waiting(scene, 3)
    run = start(scene)
    give_back(scene, smaller, 400)
    give_back(scene, other, 400)
    give_back(scene, gone, 2_000)
    assert reasons_left(run_all(run)) == [(LeftReason.AMOUNT_CHANGED, 2), (LeftReason.WRONG_STATE, 1)]


def test_a_message_that_comes_again_does_nothing(scene: Scene) -> None:
    waiting(scene, 5)
    run = start(scene)
    for _ in range(3):
        approvals_piece(run_id=run.pk, piece=1)
    run.refresh_from_db()
    assert (run.noted, run.pieces) == (2, 2)
    assert len(told()) == 2
    done = run_all(run)
    assert done.noted == MatchApproval.objects.count() == 5
    approvals_piece(run_id=run.pk, piece=3)
    done.refresh_from_db()
    assert (done.noted, len(told())) == (5, 3)


def test_what_is_interrupted_was_not_begun(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(scene, 3)
    run = start(scene)

    def die(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(approval_runs, "failpoint", die)
    with pytest.raises(KeyboardInterrupt):
        approvals_piece(run_id=run.pk, piece=1)
    monkeypatch.undo()
    run.refresh_from_db()
    assert (run.noted, run.pieces, MatchApproval.objects.count()) == (0, 1, 0)
    assert run_all(run).noted == 3


def test_what_has_changed_meanwhile_is_left_with_its_reason(scene: Scene) -> None:
    smaller, gone, stays = waiting(scene, 3)
    run = start(scene)
    give_back(scene, smaller, 400)
    give_back(scene, gone, 2_000)
    done = run_all(run)
    assert (done.state, done.noted, done.left) == (ApprovalRunState.DONE, 1, 2)
    reasons = {item.match_id: item.reason for item in items_left(done)}
    assert reasons == {smaller.pk: LeftReason.AMOUNT_CHANGED, gone.pk: LeftReason.WRONG_STATE}
    assert [one.match_id for one in MatchApproval.objects.all()] == [stays.pk]


def give_back(scene: Scene, match: Match, amount_minor: int) -> None:
    pledge = match.pledge
    assert pledge is not None
    actor = scene.managers[0]
    refund = refund_request(payment=pledge.payment, amount_minor=amount_minor, reason="Auf Wunsch.", actor=actor)
    refund_submit(refund_id=refund.pk)
    scene.refresh(pledge)


def test_whoever_joins_the_team_or_leaves_the_fund_meanwhile_approves_nothing_more(scene: Scene) -> None:
    waiting(scene, 3)
    run = start(scene)
    TeamMemberFactory.create(team=scene.campaign.project.team, user=scene.managers[0])
    approvals_piece(run_id=run.pk, piece=1)
    FundManager.objects.filter(user=scene.managers[0]).delete()
    done = run_all(run)
    assert (done.noted, done.left) == (0, 3)
    assert {item.reason for item in items_left(done)} == {LeftReason.FOUR_EYES}


def test_one_that_was_ticked_meanwhile_counts_as_noted(scene: Scene) -> None:
    first, _second = waiting(scene, 2)
    run = start(scene)
    match_approve(match=first, actor=scene.managers[0])
    assert run_all(run).noted == 2
    assert MatchApproval.objects.count() == 2


def test_two_managers_at_the_same_time(scene: Scene) -> None:
    matches = waiting(scene, 3)
    one, other = start(scene), start(scene, 1)
    run_all(one)
    assert {run.state for run in ApprovalRun.objects.all()} == {ApprovalRunState.DONE}
    assert (one.total, other.total, MatchApproval.objects.count()) == (3, 3, 6)
    assert {match.state for match in Match.objects.filter(pk__in=[match.pk for match in matches])} == {
        MatchState.APPROVED
    }


def test_the_filter_chooses(scene: Scene) -> None:
    waiting(scene, 3)
    other = PositionFactory.create(fund=scene.fund, campaign=CampaignFactory.create())
    there = Scene(other.campaign, scene.fund, other, scene.gateway, scene.managers)
    elsewhere = there.match(there.paid(8_000))
    match_approve(match=elsewhere, actor=scene.managers[1])

    def count(**wanted: Any) -> int:
        rows = approvals_wanted(scene.managers[0], scene.fund, Wanted(**wanted))
        return approvals_waiting(rows).count

    assert count() == 4
    assert count(campaign=scene.campaign.public_id) == 3
    assert (count(given=0), count(given=1)) == (3, 1)
    assert [count(most_minor=most) for most in (249, 250, 500, 2_000)] == [0, 1, 2, 4]
    run = start(scene, wanted=Wanted(campaign=other.campaign.public_id, given=1))
    assert run.wanted == {"campaign": other.campaign.public_id, "given": 1}
    assert run_all(run).noted == 1
    assert MatchApproval.objects.exclude(match=elsewhere).count() == 0


def test_what_was_seen_is_what_is_approved(scene: Scene) -> None:
    waiting(scene, 2)
    seen = Waiting(2, 750)
    waiting(scene, 1)
    with pytest.raises(Conflict) as caught:
        start(scene, seen=seen)
    assert (caught.value.code, caught.value.facts) == ("queue_changed", {"count": 3, "amount_minor": 1_000})
    assert start(scene, seen=Waiting(3, 1_000)).total == 3


def test_it_is_stopped_and_goes_on_and_doubles_nothing(scene: Scene) -> None:
    waiting(scene, 5)
    run = start(scene)
    approvals_piece(run_id=run.pk, piece=1)
    approvals_stop(run=run, actor=scene.managers[1])
    approvals_piece(run_id=run.pk, piece=2)
    run.refresh_from_db()
    assert (run.state, run.noted) == (ApprovalRunState.STOPPED, 2)
    with pytest.raises(NotAllowed):
        approvals_resume(run=run, actor=scene.managers[1])
    approvals_resume(run=run, actor=scene.managers[0])
    approvals_resume(run=run, actor=scene.managers[0])
    approvals_piece(run_id=run.pk, piece=2)
    run.refresh_from_db()
    assert (run.noted, told()[-1]["piece"]) == (2, 3)
    done = run_all(run)
    assert (done.state, done.noted, MatchApproval.objects.count()) == (ApprovalRunState.DONE, 5, 5)
    for again in (approvals_stop, approvals_resume):
        with pytest.raises(Conflict):
            again(run=done, actor=scene.managers[0])


def test_one_at_a_time_for_each_person(scene: Scene) -> None:
    waiting(scene, 2)
    run = start(scene)
    with pytest.raises(Conflict) as caught:
        start(scene)
    assert caught.value.code == "approvals_running"
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRun.objects.create(fund=scene.fund, requested_by=scene.managers[0], total=1, amount_minor=1)
    approvals_stop(run=run, actor=scene.managers[0])
    other = start(scene)
    with pytest.raises(Conflict):
        approvals_resume(run=run, actor=scene.managers[0])
    assert run_all(other).noted == 2


def test_who_may_not_and_what_is_not_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid):
        start(scene)
    waiting(scene, 2)
    with pytest.raises(NotAllowed):
        approvals_start(fund=scene.fund, actor=UserFactory.create(), wanted=Wanted())
    monkeypatch.setattr(approval_runs, "MATCHES_MAX", 1)
    with pytest.raises(LimitReached):
        start(scene)
    monkeypatch.setattr(approval_runs, "MATCHES_MAX", 2)
    assert start(scene).total == 2


def test_the_database_holds_the_counts(scene: Scene) -> None:
    waiting(scene, 2)
    run = start(scene)
    rows = ApprovalRun.objects.filter(pk=run.pk)
    for changes in ({"noted": 3}, {"noted_minor": 751}, {"state": "done"}, {"total": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalItem.objects.filter(run=run).update(reason="soso")


def test_a_piece_takes_the_same_statements_for_the_bookkeeping_of_the_run(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    waiting(scene, 3)
    monkeypatch.setattr(approval_runs, "PIECE", 3)
    run = start(scene)
    monkeypatch.setattr(approval_runs, "match_approve_each", lambda *, matches, **_rest: [Noted() for _ in matches])
    with django_assert_max_num_queries(9):
        approvals_piece(run_id=run.pk, piece=1)


class Noted:
    refusal = None
