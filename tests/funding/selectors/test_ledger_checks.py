"""Every truth is seen to hold, and seen to break when somebody goes behind the ledger's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from backend.accounts.models import Membership
from backend.core import clock
from funding.enums import CaseState, MatchBound, ProposalKind, RemainderUse
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.selectors.ledger_checks import CHECKS, ledger_findings
from funding.services.cases import case_decide, case_open
from funding.services.refunds import refund_request
from programmes.models import TeamMember
from tests.architecture.things import undone
from tests.factories.accounts import MembershipFactory
from tests.factories.funding import FundFactory
from tests.funding.batches import SHARED, batch_make
from tests.funding.deciding import decided
from tests.funding.scenes import Scene, broken, scene_make


@contextmanager
def behind_the_back(*statements: str) -> Iterator[None]:
    """With triggers and foreign keys asleep, as for someone with the keys to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")


CHECK_OFF = "ALTER TABLE {} DROP CONSTRAINT {}"
PLANTED: dict[str, tuple[str, ...]] = {
    "balances": ("UPDATE ledger_balance SET credits_posted = credits_posted + 1",),
    "limits": (
        CHECK_OFF.format("ledger_balance", "ledger_balance_covered"),
        "UPDATE ledger_balance SET debits_posted = credits_posted + 1",
    ),
    "settled_once": ("UPDATE ledger_transfer SET amount_minor = amount_minor + 1 WHERE pending_of_id IS NOT NULL",),
    "currencies": ("UPDATE ledger_transfer SET currency = 'CHF'",),
    "postings": (
        "INSERT INTO ledger_posting (kind, idempotency_key, reference, digest, at) VALUES ('x', 'x', 'x', 'x', now())",
    ),
    "deposits": ("UPDATE funding_deposit SET amount_minor = amount_minor + 1",),
    "fund_adds_up": ("UPDATE ledger_account SET owner_ref = 'x' || id WHERE kind = 'fund_source'",),
    "reservations": ("UPDATE funding_match SET amount_minor = amount_minor + 1 WHERE state = 'reserved'",),
    "approved": ("UPDATE funding_match SET amount_minor = amount_minor + 1 WHERE state = 'approved'",),
    "four_eyes": ("DELETE FROM funding_matchapproval WHERE id = (SELECT min(id) FROM funding_matchapproval)",),
    "causes": ("UPDATE funding_matchcause SET amount_after_minor = amount_after_minor + 1",),
    "book_pool": ("UPDATE funding_fundbook SET given_minor = given_minor - 1 WHERE given_minor > 0",),
    "journal_gaps": ("DELETE FROM funding_fundevent WHERE sequence = 2",),
    "caps": ("UPDATE funding_matchingrule SET definition = jsonb_set(definition, '{caps,pledge_match_minor}', '1')",),
    "bases": ("UPDATE funding_pledge SET state = 'expired'",),
    "running_sums": ("UPDATE funding_fundcampaign SET matched_minor = matched_minor + 1",),
    "payments": ("UPDATE funding_payment SET paid_at = NULL",),
    "campaign_money": ("UPDATE funding_payment SET fee_minor = fee_minor + 1",),
    "payouts": ("UPDATE funding_payout SET state = 'failed' WHERE kind = 'crowd'",),
    "match_payouts": ("UPDATE funding_payout SET amount_minor = amount_minor + 1 WHERE kind = 'match'",),
    "remainders": ("UPDATE funding_remaindershare SET amount_minor = amount_minor + 1",),
    "rolled_over": ("UPDATE funding_deposit SET rolled_over_by_id = NULL",),
    "stacking": ("UPDATE funding_bookpledge SET at_most_minor = 0, limited_by = 'stacking'",),
    "closed": ("UPDATE funding_fund SET state = 'closed'",),
    "write_offs": ("UPDATE ledger_posting SET reference = 'x' WHERE kind = 'debt_written_off'",),
    "decisions": ("UPDATE funding_fundproposal SET decided_for_id = proposed_by_id",),
    "refunds": ("UPDATE funding_refund SET amount_minor = 100000",),
    "paid": ("UPDATE funding_match SET borne_minor = 1 WHERE state = 'paid'",),
    "frozen": ("UPDATE funding_match SET state = 'frozen' WHERE state = 'confirmed'",),
    "money_back": ("UPDATE funding_refund SET state = 'failed'",),
    "cases": ("UPDATE funding_pledgecase SET state = 'excluded' WHERE state = 'open'",),
    "people": ("UPDATE funding_pledge SET person = sequence",),
    "divisions": ("UPDATE funding_allocationrun SET amount_minor = amount_minor - 1",),
    "wholes": ("UPDATE funding_match SET state = 'frozen' WHERE pledge_id IS NULL",),
}
# What a truth with several sides would miss if only one of them were looked at.
OTHER_SIDES: list[tuple[str, str]] = [
    ("refunds", "UPDATE funding_payment SET refunded_minor = refunded_minor + 1 WHERE paid_at IS NOT NULL"),
    ("money_back", "UPDATE funding_refund SET state = 'succeeded'"),
    ("money_back", "UPDATE funding_dispute SET state = 'won'"),
    ("frozen", "UPDATE funding_match SET state = 'approved' WHERE state = 'frozen'"),
    ("paid", "UPDATE funding_match SET state = 'approved' WHERE state = 'paid'"),
    ("frozen", "UPDATE funding_pledgecase SET state = 'counted' WHERE state = 'open'"),
    ("cases", "UPDATE funding_match SET state = 'approved' WHERE state = 'frozen'"),
    ("cases", "UPDATE funding_pledgecase SET state = 'counted' WHERE state = 'excluded'"),
    ("causes", "UPDATE funding_match SET base_minor = base_minor - 1 WHERE state = 'confirmed'"),
    ("causes", "DELETE FROM funding_matchcause WHERE id = (SELECT min(id) FROM funding_matchcause)"),
    ("payouts", "UPDATE funding_payout SET hold_id = NULL"),
    ("bases", "UPDATE funding_match SET base_minor = base_minor + 1 WHERE state = 'confirmed'"),
    ("caps", "UPDATE funding_matchingrule SET definition = jsonb_set(definition, '{caps,campaign_minor}', '1')"),
    ("book_pool", "UPDATE funding_match SET splits = '{}' WHERE amount_minor > 0"),
    ("journal_gaps", "UPDATE funding_match SET sequence = sequence + 1000"),
    ("settled_once", "UPDATE ledger_transfer SET kind = 'single' WHERE kind = 'pending'"),
    ("divisions", "UPDATE funding_fundproposal SET amount_minor = 1 WHERE kind = 'allocation'"),
    ("divisions", "UPDATE funding_allocationrun SET state = 'discarded'"),
]


@pytest.fixture(scope="module")
def built_scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    gateway = MemoryGateway()
    with django_db_blocker.unblock(), undone(), gateway_override(gateway):
        yield everything(gateway)


@pytest.fixture
def full(built_scene: Scene, db: None) -> Scene:
    """Something of everything: made once, and left as it was by every test."""
    return built_scene


def everything(gateway: MemoryGateway) -> Scene:
    scene = scene_make(gateway)
    scene.approved(2_000)
    scene.payee()
    scene.paid_out()
    scene.approved(4_000)
    paid = scene.paid(8_000)
    scene.pledge(16_000)
    refund_request(payment=paid.payment, amount_minor=100, reason="x", actor=scene.managers[0])
    disputed = scene.approved(1_000)
    gateway.dispute(disputed.payment.checkout_session_id)
    scene.refresh(disputed)
    in_question, excluded = scene.approved(600), scene.paid(500)
    case_open(pledge=in_question, position=scene.position, actor=scene.managers[0], note="?")
    case = case_open(pledge=excluded, position=scene.position, actor=scene.managers[0], note="?")
    case_decide(
        case=case,
        actor=scene.managers[0],
        verdict=CaseState.EXCLUDED,
        reason=MatchBound.EXCLUDED,
        note="x",
        answer_de="x",
        answer_en="x",
    )
    wound_up(gateway)
    divided(gateway)
    return scene


def divided(gateway: MemoryGateway) -> None:
    """A third fund shared what it had among its campaigns."""
    batch = batch_make(gateway, SHARED, [[300], [100]], pool_minor=200)
    batch.close()
    batch.divided()


def wound_up(gateway: MemoryGateway) -> None:
    """Another fund, whose campaign will not bring what it owes, and whose rest goes over into a third one."""
    other, third = scene_make(gateway), FundFactory.create(pool_minor=0)
    pledge = other.approved(4_000)
    other.payee()
    other.paid_out()
    other.lost(pledge)
    decided(other.fund, ProposalKind.WRITE_OFF, campaign=other.campaign.public_id, amount_minor=1_500)
    decided(other.fund, ProposalKind.CLOSE)
    decided(other.fund, ProposalKind.REMAINDER, use=RemainderUse.ROLLED_OVER, to_fund=third.public_id)


def test_every_truth_has_its_planted_lie() -> None:
    assert set(PLANTED) == {check.name for check in CHECKS}


def test_all_hold(full: Scene) -> None:
    assert broken() == []
    assert len(ledger_findings()) == len(CHECKS)


@pytest.mark.parametrize("name", list(PLANTED))
def test_a_lie_is_found(full: Scene, name: str) -> None:
    with behind_the_back(*PLANTED[name]):
        assert name in broken()


@pytest.mark.parametrize(("name", "statement"), OTHER_SIDES)
def test_a_lie_on_another_side_is_found(full: Scene, name: str, statement: str) -> None:
    with behind_the_back(statement):
        assert name in broken()


def test_approvals_from_within_the_project_are_found(full: Scene) -> None:
    long_ago = clock.now() - timedelta(days=1)
    manager, member = full.managers[0], full.campaign.project.team.members.get().user
    memberships = [MembershipFactory.create(user=user) for user in (manager, member)]
    Membership.objects.update(created_at=long_ago)
    TeamMember.objects.update(created_at=long_ago)
    assert broken() == []
    Membership.objects.filter(pk=memberships[1].pk).update(organisation=memberships[0].organisation)
    assert broken() == ["four_eyes"]
    Membership.objects.all().delete()
    TeamMember.objects.update(user=manager)
    assert broken() == ["four_eyes"]


def test_the_command_prints_a_line_a_truth(full: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ledger", "check")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CHECKS)
    assert all("holds" in line for line in lines)


def test_the_command_ends_with_1_and_names_what_broke(full: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    with behind_the_back(*PLANTED["deposits"]), pytest.raises(SystemExit) as ended:
        call_command("ledger", "check")
    assert ended.value.code == 1
    assert full.fund.deposits.get().public_id in capsys.readouterr().out


def test_many_findings_are_shortened(full: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    with behind_the_back(*PLANTED["currencies"]), pytest.raises(SystemExit):
        call_command("ledger", "check")
    assert "more" in capsys.readouterr().out
