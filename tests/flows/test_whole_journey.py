"""From a challenge to a settled payout, by services alone, with everything that the worker does in between."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail

from backend.core import clock
from backend.core.audit import audit_first_bad, audit_seal
from backend.core.models import OutboxMessage
from funding.enums import CampaignState, PayoutState, ProposalKind
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Campaign, Fund, FundCampaign, Match, PayeeAccount, Payout
from funding.selectors.funds import fund_waterline
from funding.selectors.ledger_checks import ledger_findings
from funding.services import approvals_bulk, campaigns, deposits, funds, payees, payments, payouts, pledges, proposals
from funding.services.rule_sets import rule_set
from programmes.enums import Feature, Licence, PhaseKind, ProgrammeRoleKind, Stage
from programmes.models import Project, Sprint, Team
from programmes.services import (
    challenges,
    join_requests,
    milestones,
    open_roles,
    programmes,
    projects,
    registrations,
    reports,
    reviews,
    rubrics,
    selection,
    solutions,
    sprints,
    teams,
)
from tests.flows.cast import Cast, told, work

RATE_BP, DEPOSIT, FIRST, SECOND = 2_500, 1_000_00, 20_00, 38_01


@pytest.fixture
def gateway() -> Iterator[MemoryGateway]:
    with gateway_override(MemoryGateway()) as made:
        assert isinstance(made, MemoryGateway)
        yield made


@pytest.mark.django_db
def test_from_a_challenge_to_money_on_the_account(gateway: MemoryGateway) -> None:
    cast = Cast()
    sprint = open_sprint(cast)
    team = found_team(cast, sprint)
    project = select_project(cast, sprint, team)
    track(cast, project)
    campaign = start_campaign(cast, project)
    fund = open_fund(cast, campaign)
    back(cast, campaign, gateway)
    approve_matches(cast)
    pay_out(cast, campaign, gateway)
    everything_adds_up(campaign, fund)
    everybody_was_told(cast)


def open_sprint(cast: Cast) -> Sprint:
    programme = programmes.programme_create(
        actor=cast.olivia, slug="auental", name="Auental hilft", summary="Wir lösen es selbst.", organisation=cast.town
    )
    for user, role in (
        (cast.jonas, ProgrammeRoleKind.JUROR),
        (cast.judith, ProgrammeRoleKind.JUROR),
        (cast.karim, ProgrammeRoleKind.COACH),
        (cast.karim, ProgrammeRoleKind.CURATOR),
    ):
        programmes.role_grant(actor=cast.olivia, programme=programme, user=user, role=role)
    starts, ends = clock.now() - timedelta(hours=1), clock.now() + timedelta(days=2)
    sprint = sprints.sprint_create(
        actor=cast.olivia,
        programme=programme,
        slug="auental-2026",
        title="Ein Wochenende fürs Tal",
        summary="48 Stunden.",
        capacity=3,
        starts_at=starts,
        ends_at=ends,
    )
    sprints.phase_set(
        actor=cast.olivia,
        sprint=sprint,
        kind=PhaseKind.BUILD,
        starts_at=starts,
        ends_at=ends,
        features=Feature.values,
    )
    return sprints.sprint_publish(actor=cast.olivia, sprint=sprint)


def found_team(cast: Cast, sprint: Sprint) -> Team:
    """The last place is taken, Clara waits; when Jonas's neighbour gives a place back, she gets it."""
    challenge = challenges.challenge_propose(
        actor=cast.clemens,
        sprint=sprint,
        owner=cast.town,
        title="Nach 17 Uhr fährt kein Bus",
        summary="Wie kommt man heim?",
        body="Viele Autos fahren leer.",
    )
    challenges.challenge_accept(actor=cast.olivia, challenge=challenge)
    given = [registrations.registration_create(actor=one, sprint=sprint) for one in (cast.tarik, cast.mira, cast.felix)]
    waiting = registrations.registration_create(actor=cast.clara, sprint=sprint)
    assert [*(one.state for one in given), waiting.state] == ["registered"] * 3 + ["waiting"]
    registrations.registration_cancel(actor=cast.felix, registration=given[-1])
    waiting.refresh_from_db()
    assert waiting.state == "registered"
    team = teams.team_create(actor=cast.tarik, challenge=challenge, name="Mitfahrbank", pitch="Bänke mit Schild.")
    role = open_roles.open_role_add(actor=cast.tarik, team=team, title="Gestaltung")
    asked = join_requests.join_request_create(actor=cast.mira, team=team, motivation="Ich zeichne gern.", role=role)
    join_requests.join_request_accept(actor=cast.tarik, join_request=asked)
    work()
    return team


def select_project(cast: Cast, sprint: Sprint, team: Team) -> Project:
    criteria = [rubrics.NewCriterion(title="Wirkung", weight=2), rubrics.NewCriterion(title="Machbarkeit")]
    rubric = rubrics.rubric_set(actor=cast.olivia, sprint=sprint, title="Was zählt", criteria=criteria)
    solution = solutions.solution_save_draft(
        actor=cast.mira,
        team=team,
        title="Mitfahrbank",
        summary="Eine Bank.",
        body="Wer sitzt, will mit.",
        licence=Licence.CC_BY,
    )
    solution = solutions.solution_hand_in(actor=cast.tarik, solution=solution)
    points = {criterion.public_id: 4 for criterion in rubric.criteria.all()}
    assigned = reviews.review_assign(
        actor=cast.olivia, sprint=sprint, solutions=[solution], jurors=[cast.jonas, cast.judith]
    )
    for review in assigned:
        reviews.review_submit(actor=review.juror, review=review, points=points, comment="Gut gedacht.")
    (project,) = selection.selection_decide(
        actor=cast.olivia, sprint=sprint, solutions=[solution], cohort_name="Jahrgang 2026"
    )
    work()
    return project


def track(cast: Cast, project: Project) -> None:
    milestone = milestones.milestone_add(
        actor=cast.tarik, project=project, title="Drei Bänke stehen", due_on=date(2027, 3, 1), owner=cast.mira
    )
    milestones.milestone_submit(actor=cast.mira, milestone=milestone, evidence="Fotos vom Aufbau.")
    milestones.milestone_accept(actor=cast.karim, milestone=milestone)
    report = reports.report_save(
        actor=cast.tarik,
        project=project,
        title="Frühjahr",
        body="412 Menschen sind mitgefahren.",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 3, 31),
    )
    reports.report_submit(actor=cast.tarik, report=report)
    reports.report_request_revision(actor=cast.karim, report=report, note="Wie lange wartet man?")
    reports.report_save(
        actor=cast.tarik,
        project=project,
        report=report,
        title="Frühjahr",
        body="412 Menschen, im Schnitt nach sieben Minuten.",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 3, 31),
    )
    reports.report_submit(actor=cast.tarik, report=report)
    reports.report_accept(actor=cast.karim, report=report)
    change = projects.stage_advance(actor=cast.karim, project=project, evidence="Drei Bänke werden benutzt.")
    assert change.to_stage == Stage.TEST
    work()


def start_campaign(cast: Cast, project: Project) -> Campaign:
    project.refresh_from_db()
    campaign = campaigns.campaign_save_draft(
        project=project,
        actor=cast.tarik,
        fields={
            "slug": "mitfahrbank",
            "title": "Zwölf Bänke",
            "summary": "Neun fehlen noch.",
            "story": "Drei stehen schon.",
            "use_of_money": "Holz und Schilder.",
            "goal1_minor": 50_00,
            "starts_at": clock.now() - timedelta(minutes=1),
            "ends_at": clock.now() + timedelta(days=30),
        },
    )
    campaigns.campaign_submit(campaign=campaign, actor=cast.tarik)
    running = campaigns.campaign_approve(campaign=campaign, actor=cast.karim)
    assert running.state == CampaignState.RUNNING
    work()
    return running


def open_fund(cast: Cast, campaign: Campaign) -> Fund:
    names = {"slug": "weitblick", "name": "Fonds Weitblick", "summary": "Legt 25 % dazu."}
    fund = funds.fund_create(organisation=cast.foundation, actor=cast.frieda, fields=names)
    funds.fund_manager_add(fund=fund, user=cast.felix, actor=cast.frieda)
    rule_set(fund=fund, actor=cast.frieda, fields={"rate_bp": RATE_BP})
    deposit = deposits.deposit_record(fund=fund, sponsor=cast.bank, amount_minor=DEPOSIT, actor=cast.sabine)
    deposits.deposit_receive(deposit=deposit, actor=cast.frieda)
    opening = proposals.proposal_make(fund=fund, kind=ProposalKind.OPEN, actor=cast.frieda)
    proposals.proposal_approve(proposal=opening, actor=cast.felix)
    fund.refresh_from_db()
    position = funds.fund_campaign_apply(fund=fund, campaign=campaign, actor=cast.tarik)
    funds.fund_campaign_accept(position=position, actor=cast.frieda)
    work()
    return fund


def back(cast: Cast, campaign: Campaign, gateway: MemoryGateway) -> None:
    """Clara and a guest pay, Judith's page runs out: what was reserved for her is free again."""
    guest = pledges.Backer(name="Gesine Gast", email="gesine@example.org")
    for backer, amount in ((pledges.Backer(user=cast.clara), FIRST), (guest, SECOND)):
        pledge = pledges.pledge_start(campaign=campaign, amount_minor=amount, backer=backer)
        gateway.pay(pledge.payment.checkout_session_id)
        payments.payment_refresh(payment_id=pledge.payment.pk)
    given_up = pledges.pledge_start(campaign=campaign, amount_minor=500, backer=pledges.Backer(user=cast.judith))
    payments.pledge_expire(pledge_id=given_up.pk)
    work()


def approve_matches(cast: Cast) -> None:
    waiting = list(Match.objects.filter(state="confirmed").order_by("id"))
    assert [match.amount_minor for match in waiting] == [FIRST // 4, (FIRST + SECOND) // 4 - FIRST // 4]
    approvals_bulk.match_approve_each(matches=waiting, actor=cast.frieda, note="Geprüft.")
    approvals_bulk.match_approve_each(matches=waiting, actor=cast.felix)
    work()


def pay_out(cast: Cast, campaign: Campaign, gateway: MemoryGateway) -> None:
    payees.payee_onboard(project=campaign.project, actor=cast.tarik)
    payee = PayeeAccount.objects.get()
    gateway.verify(payee.gateway_account_id)
    payees.payee_refresh(payee=payee)
    for payout in payouts.payout_request(campaign=campaign, actor=cast.frieda):
        payouts.payout_approve(payout=payout, actor=cast.felix)
    work()
    assert set(Payout.objects.values_list("state", flat=True)) == {PayoutState.PAID}


def everything_adds_up(campaign: Campaign, fund: Fund) -> None:
    matched = (FIRST + SECOND) * RATE_BP // 10_000
    water = fund_waterline(fund)
    assert (water.paid_in, water.paid, water.free) == (DEPOSIT, matched, DEPOSIT - matched)
    fees = sum(payment.payment.fee_minor for payment in campaign.pledges.select_related("payment"))
    paid = {payout.kind: payout.amount_minor for payout in Payout.objects.all()}
    assert paid == {"crowd": FIRST + SECOND - fees, "match": matched}
    assert FundCampaign.objects.get().matched_minor == matched
    assert [finding.check.name for finding in ledger_findings() if not finding.holds] == []
    assert not OutboxMessage.objects.exclude(handled_at__isnull=False).exists()
    audit_seal()
    assert audit_first_bad() is None


def everybody_was_told(cast: Cast) -> None:
    expected = {
        cast.clara: {"registration_waiting", "registration_promoted", "pledge_confirmed"},
        cast.tarik: {
            "join_requested",
            "project_selected",
            "report_revision_requested",
            "campaign_approved",
            "payout_paid",
        },
        cast.mira: {"join_accepted", "solution_handed_in", "project_selected", "milestone_accepted"},
        cast.jonas: {"review_assigned"},
        cast.judith: {"review_assigned", "pledge_expired"},
        cast.olivia: {"challenge_proposed"},
        cast.karim: {"milestone_submitted", "report_submitted", "campaign_submitted"},
        cast.clemens: {"challenge_published"},
        cast.frieda: {"fund_applied"},
        cast.felix: {"payout_requested"},
        cast.sabine: {"deposit_received", "payout_paid_sponsor"},
    }
    missing = {user.display_name: rest for user, words in expected.items() if (rest := words - told(user))}
    assert missing == {}
    assert any("gesine@example.org" in one.to for one in mail.outbox)
