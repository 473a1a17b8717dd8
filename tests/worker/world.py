"""One of everything, with people who are known by their first names."""

from dataclasses import dataclass, field
from typing import Any

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.core import clock
from backend.core.evidence.codec import encode
from funding.domain.book_allocation import Line
from funding.enums import (
    ApprovalRunState,
    CaseKind,
    CaseState,
    KitState,
    LeftReason,
    MatchState,
    PayoutKind,
    PledgeState,
    ProposalKind,
)
from funding.models import (
    AllocationRun,
    ApprovalItem,
    ApprovalRun,
    Campaign,
    CaseDecision,
    Deposit,
    Dispute,
    Fund,
    FundAlarm,
    FundCampaign,
    FundDeputy,
    FundKit,
    FundPackage,
    FundProposal,
    Match,
    MatchApproval,
    Payout,
    Pledge,
    PledgeCase,
    Refund,
    RemainderShare,
)
from programmes.enums import (
    IntroductionState,
    JoinRequestState,
    PlacingOutcome,
    PlacingRunState,
    ProgrammeRoleKind,
    RegistrationState,
    ReminderLevel,
    ReportState,
    Stage,
)
from programmes.models import (
    Challenge,
    DeclaredConflict,
    JoinRequest,
    Offer,
    OfferReminder,
    Project,
    Reshaping,
    Review,
    SolutionVersion,
    Sprint,
    StageChange,
    Team,
)
from tests.factories import accounts, building, connecting, funding, mentoring, programmes
from tests.factories.consents import GuardianConsentFactory
from tests.factories.ratings import CommentFactory, CommunityAwardFactory
from tests.factories.votes import went_on


def person(name: str) -> User:
    return accounts.UserFactory.create(email=f"{name}@example.org", display_name=name.title())


@dataclass
class World:
    olivia: User = field(default_factory=lambda: person("olivia"))
    karim: User = field(default_factory=lambda: person("karim"))
    tarik: User = field(default_factory=lambda: person("tarik"))
    mira: User = field(default_factory=lambda: person("mira"))
    jonas: User = field(default_factory=lambda: person("jonas"))
    clara: User = field(default_factory=lambda: person("clara"))
    frieda: User = field(default_factory=lambda: person("frieda"))
    felix: User = field(default_factory=lambda: person("felix"))
    sabine: User = field(default_factory=lambda: person("sabine"))
    clemens: User = field(default_factory=lambda: person("clemens"))

    def __post_init__(self) -> None:
        self._people_and_organisations()
        self._from_challenge_to_project()
        self._moderation()
        self._money()

    def _people_and_organisations(self) -> None:
        self.city: Organisation = accounts.OrganisationFactory.create(name="Stadt")
        self.sponsor: Organisation = accounts.OrganisationFactory.create(name="Stiftung")
        accounts.MembershipFactory.create(organisation=self.city, user=self.clemens, role=OrganisationRole.MANAGER)
        accounts.MembershipFactory.create(organisation=self.sponsor, user=self.sabine, role=OrganisationRole.OWNER)
        self.invitation: Invitation = accounts.InvitationFactory.create(
            organisation=self.city, user=self.clara, invited_by=self.clemens
        )
        # A simple member answers for nothing.
        self.membership: Membership = accounts.MembershipFactory.create(
            organisation=self.sponsor, user=self.clara, role=OrganisationRole.MEMBER
        )

    def _from_challenge_to_project(self) -> None:
        self.sprint: Sprint = programmes.SprintFactory.create()
        for user, role in (
            (self.olivia, ProgrammeRoleKind.ORGANISER),
            (self.karim, ProgrammeRoleKind.CURATOR),
            (self.karim, ProgrammeRoleKind.COACH),
            (self.jonas, ProgrammeRoleKind.JUROR),
        ):
            programmes.ProgrammeRoleFactory.create(programme=self.sprint.programme, user=user, role=role)
        self.challenge: Challenge = programmes.ChallengeFactory.create(
            sprint=self.sprint, owner=self.city, proposed_by=self.clemens
        )
        programmes.ChallengeSupportFactory.create(challenge=self.challenge, user=self.clara)
        self.team: Team = programmes.TeamFactory.create(lead=self.tarik, challenge=self.challenge)
        programmes.TeamMemberFactory.create(team=self.team, user=self.mira)
        self.registration = programmes.RegistrationFactory.create(sprint=self.sprint, user=self.clara)
        self.place_offered = programmes.RegistrationFactory.create(user=self.mira, state=RegistrationState.OFFERED)
        self.consent = GuardianConsentFactory.create(registration__user=self.clara)
        self.join_request: JoinRequest = programmes.JoinRequestFactory.create(team=self.team, user=self.clara)
        self.accepted: JoinRequest = programmes.JoinRequestFactory.create(
            team=self.team, user=self.mira, state=JoinRequestState.ACCEPTED
        )
        self.connector = connecting.ConnectorFactory.create(sprint=self.sprint, user=self.karim)
        mentor = mentoring.MentorFactory.create(sprint=self.sprint, user=self.karim, invited_by=self.olivia)
        slots = mentoring.OfficeHoursFactory.create(mentor=mentor).slots.all()
        self.booking = mentoring.BookingFactory.create(slot=slots[0], team=self.team, booked_by=self.tarik)
        self.guest_booking = mentoring.BookingFactory.create(slot=slots[1], guest=True)
        self.feedback = mentoring.SlotFeedbackFactory.create(booking=self.booking)
        self.introduction = connecting.IntroductionFactory.create(team=self.team, user=self.clara, sent_by=self.karim)
        self.introduced = connecting.IntroductionFactory.create(
            team=self.team, user=self.mira, sent_by=self.karim, state=IntroductionState.ACCEPTED
        )
        connecting.PlaceHoldFactory.create(team=self.team, user=self.clara)
        connecting.TeamWaitFactory.create(challenge=self.challenge, user=self.clara)
        self.placing_wish = programmes.PlacingWishFactory.create(
            sprint=self.sprint, user=self.clara, skills=["Karten lesen"], wishes=[self.team.public_id]
        )
        run = programmes.PlacingRunFactory.create(sprint=self.sprint, state=PlacingRunState.PUBLISHED)
        self.seat = programmes.PlacingSeatFactory.create(run=run, team=self.team, user=self.clara)
        joined = programmes.PlacingRunFactory.create(sprint=self.sprint, state=PlacingRunState.CARRIED_OUT)
        self.joined = programmes.PlacingSeatFactory.create(
            run=joined, team=self.team, user=self.mira, outcome=PlacingOutcome.JOINED
        )
        self.left_out = programmes.PlacingSeatFactory.create(
            run=joined, user=self.clara, outcome=PlacingOutcome.NO_TEAM
        )
        self.solution = programmes.SolutionFactory.create(team=self.team, handed_in=True)
        self.version: SolutionVersion = self.solution.versions.get()
        self.offer: Offer = programmes.OfferFactory.create(solution=self.solution)
        self.went_on = went_on(solution=self.solution)
        self.conflict = DeclaredConflict.objects.create(solution=self.solution, juror=self.jonas, reason="Verwandt.")
        self.comment = CommentFactory.create(solution=self.solution, author=self.clara)
        self.award = CommunityAwardFactory.create(solution=self.solution)
        self.reminders = {
            level: OfferReminder.objects.create(offer=self.offer, level=level) for level in ReminderLevel.values
        }
        self.review: Review = programmes.ReviewFactory.create(solution=self.solution, juror=self.jonas)
        self.project: Project = programmes.ProjectFactory.create(solution=self.solution)
        self.milestone = programmes.MilestoneFactory.create(project=self.project)
        self.report = programmes.ProgressReportFactory.create(project=self.project, state=ReportState.SUBMITTED)
        self.stage_change = StageChange.objects.create(
            project=self.project, from_stage=Stage.PROTOTYPE, to_stage=Stage.TEST, evidence="Läuft."
        )

    def _moderation(self) -> None:
        given = {"sprint": self.sprint, "owner": None, "proposed_by": self.clara}
        merged = programmes.ChallengeFactory.create(
            **given, state="merged", merged_into=self.challenge, was_published=True
        )
        moved = {"teams": [self.team.public_id], "solutions": [], "offers": [], "offers_kept": []}
        self.merge = Reshaping.objects.create(sprint=self.sprint, kind="merge", done_by=self.tarik, reason="Dasselbe.")
        self.merge_part = self.merge.parts.create(source=merged, target=self.challenge, moved=moved)
        self.split = Reshaping.objects.create(sprint=self.sprint, kind="split", done_by=self.tarik, reason="Zwei.")
        new = programmes.ChallengeFactory.create(sprint=self.sprint, owner=self.city)
        self.split.parts.create(source=self.challenge, target=new, moved=moved)
        self.abuse_case = programmes.AbuseCaseFactory.create(challenge=None, team=self.team, sprint=self.sprint)
        self.abuse_report = programmes.AbuseReportFactory.create(case=self.abuse_case)
        decided = {"reason": "Darum.", "decided_at": clock.now(), "sprint": self.sprint}
        self.kept_case = programmes.AbuseCaseFactory.create(
            challenge=programmes.ChallengeFactory.create(**given), state="kept", **decided
        )
        self.removed_case = programmes.AbuseCaseFactory.create(
            challenge=None, solution=self.solution, state="removed", **decided
        )
        hidden = {"hidden_at": clock.now(), "hidden_why": "Es zeigt jemanden.", "is_removed": True}
        self.hidden_entry = building.LogEntryFactory.create(team=self.team, created_by=self.clara, **hidden)
        self.shown_entry = building.LogEntryFactory.create(team=self.team)
        self.block = programmes.SprintBlockFactory.create(sprint=self.sprint, user=self.clara)
        declined = {**given, "state": "declined", "decline_reason": "Zu kurz.", "decided_by": self.karim}
        self.appeal, self.granted = (
            programmes.AppealFactory.create(
                challenge=programmes.ChallengeFactory.create(**declined), made_by=self.clara, **state
            )
            for state in ({}, {"state": "granted", "answer": "Ja."})
        )
        self.rejected = programmes.AppealFactory.create(
            challenge=None,
            block=self.block,
            sprint=self.sprint,
            made_by=self.clara,
            state="rejected",
            answer="Nein.",
        )

    def _money(self) -> None:
        self.campaign: Campaign = funding.CampaignFactory.create(project=self.project)
        self.update = funding.CampaignUpdateFactory.create(campaign=self.campaign)
        self.fund: Fund = funding.FundFactory.create(pool_minor=0)
        for manager in (self.frieda, self.felix):
            funding.FundManagerFactory.create(fund=self.fund, user=manager)
        self.deposit: Deposit = funding.DepositFactory.create(
            fund=self.fund, sponsor=self.sponsor, recorded_by=self.frieda
        )
        self.rule = self.fund.rules.get()
        self.position: FundCampaign = funding.PositionFactory.create(fund=self.fund, campaign=self.campaign)
        self.pledge: Pledge = funding.PledgeFactory.create(
            campaign=self.campaign, backer=self.clara, state=PledgeState.CONFIRMED
        )
        self.match = self._match()
        MatchApproval.objects.create(match=self.match, manager=self.frieda, amount_minor=500)
        self.refund = Refund.objects.create(payment=self.pledge.payment, amount_minor=2_000, reason="Auf Wunsch")
        self.dispute = Dispute.objects.create(payment=self.pledge.payment, gateway_id="dp_1", amount_minor=2_000)
        self.case = PledgeCase.objects.create(
            position=self.position, pledge=self.pledge, kind=CaseKind.BY_HAND, note="Zu klären", opened_by=self.frieda
        )
        self.decision = CaseDecision.objects.create(
            case=self.case, verdict=CaseState.COUNTED, note="Klar", answer_de="Zählt.", answer_en="Counts."
        )
        self._decisions()
        self.payee = funding.PayeeAccountFactory.create(project=self.project)
        self.payout: Payout = Payout.objects.create(
            campaign=self.campaign,
            payee=self.payee,
            kind=PayoutKind.MATCH,
            fund=self.fund,
            amount_minor=500,
            requested_by=self.frieda,
        )
        Match.objects.filter(pk=self.match.pk).update(payout=self.payout, splits={self.deposit.pot: 500})

    def _decisions(self) -> None:
        """As rows: what the services do to get there is their tests' matter."""
        now, today = clock.now(), clock.today()
        self.proposal = self._proposed(ProposalKind.SETTINGS)
        self.approved = self._proposed(ProposalKind.OPEN, decided_by=self.felix, state="approved")
        self.withdrawn = self._proposed(ProposalKind.CLOSE, decided_by=self.frieda, state="withdrawn")
        self.write_off = self._proposed(ProposalKind.WRITE_OFF, subject_ref=self.campaign.public_id, amount_minor=500)
        bear = {"burden": "bear"}
        self.burden = self._proposed(
            ProposalKind.BURDEN, payload=bear, subject_ref=self.match.public_id, amount_minor=500
        )
        self.deputy = FundDeputy.objects.create(
            fund=self.fund, manager=self.frieda, deputy=self.felix, starts_on=today, ends_on=today
        )
        given = {"sponsor": self.sponsor, "amount_minor": 500}
        self.share = RemainderShare.objects.create(proposal=self.proposal, use="returned", **given)
        self.rolled_over = RemainderShare.objects.create(
            proposal=self.approved, use="rolled_over", deposit=self.deposit, **given
        )
        self.alarm = FundAlarm.objects.create(fund=self.fund, percent=80, held_minor=1_000, used_minor=800)
        self.allocation = AllocationRun.objects.create(fund=self.fund)
        line = Line(self.campaign.public_id, 1, 1, 1, 2_000, 500, 500, 500, 0)
        AllocationRun.objects.update(lines=[encode(line)], pool_minor=500, amount_minor=500)
        counts = {"total": 3, "amount_minor": 1_500, "noted": 1, "noted_minor": 500}
        self.approvals = ApprovalRun.objects.create(
            fund=self.fund, requested_by=self.felix, state=ApprovalRunState.DONE, left=2, done_at=now, **counts
        )
        self.approvals_stopped = ApprovalRun.objects.create(
            fund=self.fund, requested_by=self.felix, state=ApprovalRunState.STOPPED, **counts
        )
        ApprovalItem.objects.create(
            run=self.approvals, match=self.match, amount_minor=500, reason=LeftReason.AMOUNT_CHANGED
        )
        self.package = FundPackage.objects.create(
            fund=self.fund,
            requested_by=self.frieda,
            state=KitState.READY,
            archive="packages/x.zip",
            digest="d" * 64,
            sha256="f" * 64,
            ready_at=now,
        )
        self.kit = FundKit.objects.create(
            fund=self.fund, requested_by=self.frieda, state=KitState.READY, archive="kits/x.zip", ready_at=now
        )

    def _proposed(self, kind: ProposalKind, *, decided_by: User | None = None, **fields: Any) -> FundProposal:
        state = fields.pop("state", "proposed")
        row: FundProposal = FundProposal.objects.create(fund=self.fund, kind=kind, proposed_by=self.frieda, **fields)
        if decided_by is not None:
            FundProposal.objects.filter(pk=row.pk).update(state=state, decided_by=decided_by, decided_at=clock.now())
        return row

    def _match(self) -> Match:
        return Match.objects.create(
            position=self.position,
            pledge=self.pledge,
            rule=self.rule,
            sequence=1,
            amount_minor=500,
            base_minor=2_000,
            currency="EUR",
            state=MatchState.CONFIRMED,
            due_before_minor=0,
            due_after_minor=500,
            pool_before_minor=100_000,
            pool_after_minor=99_500,
            granted_at=clock.now(),
        )
