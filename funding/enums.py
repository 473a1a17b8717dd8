"""States and kinds as words that a person would use. What may follow what stands in `transitions.py`."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PayeeState(models.TextChoices):
    NEW = "new", _("not set up yet")
    ONBOARDING = "onboarding", _("details are being asked for")
    VERIFIED = "verified", _("can be paid")
    RESTRICTED = "restricted", _("the payment provider needs more details")


class CampaignMode(models.TextChoices):
    KEEP_IT_ALL = "keep_it_all", _("The project keeps what comes together")
    ALL_OR_NOTHING = "all_or_nothing", _("Everybody gets the money back")


class CampaignOutcome(models.TextChoices):
    """How a campaign ended, once all that was pledged is paid or will not be; the words are those of the book."""

    SUCCESSFUL = "successful", pgettext_lazy("campaign", "reached its goal")
    KEPT = "kept", pgettext_lazy("campaign", "did not reach its goal and keeps what it has")
    FAILED = "failed", pgettext_lazy("campaign", "did not reach its goal and gives everything back")


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    SUBMITTED = "submitted", _("waits for a decision")
    APPROVED = "approved", _("approved, starts soon")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")
    DECLINED = "declined", _("declined")


class PledgeState(models.TextChoices):
    PENDING = "pending", _("waits for the payment")
    CONFIRMED = "confirmed", _("paid")
    EXPIRED = "expired", _("not paid in time")
    FAILED = "failed", _("the payment failed")
    REFUNDED = "refunded", _("paid back")
    PART_REFUNDED = "part_refunded", _("partly paid back")
    DISPUTED = "disputed", _("disputed at the bank")


class PaymentState(models.TextChoices):
    CREATED = "created", _("begun")
    SUBMITTING = "submitting", _("the payment page is being prepared")
    OPEN = "open", _("the payment page is open")
    SUCCEEDED = "succeeded", _("paid")
    FAILED = "failed", _("failed")
    EXPIRED = "expired", _("not paid in time")
    REFUNDED = "refunded", _("paid back")
    PART_REFUNDED = "part_refunded", _("partly paid back")
    DISPUTED = "disputed", _("disputed at the bank")


class RefundState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    SUBMITTED = "submitted", _("on its way")
    SUCCEEDED = "succeeded", _("paid back")
    FAILED = "failed", _("failed")


class RefundReason(StrEnum):
    """Reasons that no person wrote; whoever shows them says them in the reader's language."""

    MADE_ELSEWHERE = "made_elsewhere"
    CAMPAIGN_FAILED = "campaign_failed"


class DisputeState(models.TextChoices):
    OPEN = "open", _("open at the bank")
    WON = "won", _("decided for the project")
    LOST = "lost", _("decided for the backer")


class FundState(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    OPEN = "open", pgettext_lazy("fund", "open")
    CLOSING = "closing", pgettext_lazy("fund", "is being closed")
    CLOSED = "closed", pgettext_lazy("fund", "closed")


class Admission(models.TextChoices):
    """What happens when the campaigns taken in could claim more than a fund has."""

    WARN = "warn", _("warn the manager")
    REFUSE = "refuse", _("refuse the campaign")


class ProposalKind(models.TextChoices):
    """What a manager proposes and another one decides."""

    OPEN = "open", _("Open the fund")
    MANAGER = "manager", _("Take in another manager")
    RULE = "rule", _("A new rule")
    DEPOSIT = "deposit", _("Book a deposit")
    SETTINGS = "settings", _("Change what one person may do alone and how campaigns are taken in")
    CLOSE = "close", _("Close the fund")
    ALLOCATION = "allocation", _("Divide the money among the campaigns")
    REMAINDER = "remainder", _("What becomes of the money that is left")
    WRITE_OFF = "write_off", _("Write off what a campaign owes")
    BURDEN = "burden", _("Who carries a match that lost its pledge")
    REPAYMENT = "repayment", _("Book what a project has paid back")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("waits for a second person")
    APPROVED = "approved", _("agreed to by a second person")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


class RemainderUse(models.TextChoices):
    RETURNED = "returned", _("It goes back to the sponsors")
    ROLLED_OVER = "rolled_over", _("It goes over into another fund")


class KitState(models.TextChoices):
    REQUESTED = "requested", _("is being put together")
    READY = "ready", _("ready to be fetched")
    FAILED = "failed", _("could not be put together")


class SimulationState(models.TextChoices):
    RUNNING = "running", _("is being computed")
    READY = "ready", _("computed")
    FAILED = "failed", _("could not be computed")
    CANCELLED = "cancelled", _("stopped")


class SimulationSource(models.TextChoices):
    """Where the pledges of a simulation come from."""

    PAST = "past", _("Pledges that this fund has seen")
    TABLE = "table", _("A table of pledges (CSV)")
    DRAWN = "drawn", _("A scene that is drawn")


class AllocationState(models.TextChoices):
    """A division of a fund's money in one batch."""

    COMPUTING = "computing", pgettext_lazy("allocation", "is being computed")
    READY = "ready", pgettext_lazy("allocation", "computed, to be decided")
    COMMITTED = "committed", pgettext_lazy("allocation", "carried out")
    DISCARDED = "discarded", pgettext_lazy("allocation", "put aside")
    FAILED = "failed", pgettext_lazy("allocation", "could not be computed")


class ApprovalRunState(models.TextChoices):
    """One manager's approval of many matches, as a worker notes it."""

    RUNNING = "running", pgettext_lazy("approvals", "being noted")
    STOPPED = "stopped", pgettext_lazy("approvals", "stopped")
    DONE = "done", pgettext_lazy("approvals", "done")


class LeftReason(models.TextChoices):
    """Why one of many matches was not approved with the others: the code of the refusal."""

    AMOUNT_CHANGED = "amount_changed", _("its amount has changed meanwhile")
    WRONG_STATE = "wrong_state", _("it does not wait for an approval any more")
    NOT_SUCCESSFUL = "not_successful", _("the campaign is not successful any more")
    FOUR_EYES = "four_eyes", _("you do not manage the fund any more, or you belong to the project now")
    OTHER = "other", _("it could not be approved")


class DepositState(models.TextChoices):
    ANNOUNCED = "announced", _("announced")
    RECEIVED = "received", _("received")
    RETURNED = "returned", _("returned")


class PositionState(models.TextChoices):
    """Where a campaign stands with a fund."""

    APPLIED = "applied", _("waits for a decision")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    SUSPENDED = "suspended", _("suspended")


class MatchState(models.TextChoices):
    RESERVED = "reserved", _("reserved until the payment")
    CONFIRMED = "confirmed", _("waits for approval")
    APPROVED = "approved", _("approved")
    PAID = "paid", _("paid out")
    RELEASED = "released", _("released")
    CLAWED_BACK = "clawed_back", _("claimed back")
    FROZEN = "frozen", _("on hold until a question is settled")


class Stacking(models.TextChoices):
    """How several funds on one campaign stand to each other; the words are those of `domain.allocation`."""

    ADD = "add", _("each adds what its own rule says")
    FIRST = "first", _("only the first in their order that has money adds something")
    BEST = "best", _("only the one that would add most adds something")
    PRIORITY = "priority", _("one after the other, together as much as the largest of them would add")


class Region(models.TextChoices):
    """A state of the federation, by ISO 3166-2; nothing named is the whole country."""

    BB = "DE-BB", _("Brandenburg")
    BE = "DE-BE", _("Berlin")
    BW = "DE-BW", _("Baden-Wuerttemberg")
    BY = "DE-BY", _("Bavaria")
    HB = "DE-HB", _("Bremen")
    HE = "DE-HE", _("Hesse")
    HH = "DE-HH", _("Hamburg")
    MV = "DE-MV", _("Mecklenburg-Western Pomerania")
    NI = "DE-NI", _("Lower Saxony")
    NW = "DE-NW", _("North Rhine-Westphalia")
    RP = "DE-RP", _("Rhineland-Palatinate")
    SH = "DE-SH", _("Schleswig-Holstein")
    SL = "DE-SL", _("Saarland")
    SN = "DE-SN", _("Saxony")
    ST = "DE-ST", _("Saxony-Anhalt")
    TH = "DE-TH", _("Thuringia")


class MatchBound(models.TextChoices):
    """Why a match is not the plain percentage of its pledge."""

    NONE = "", _("the full rate")
    PLEDGE_CAP = "pledge_cap", _("the most for one pledge is reached")
    CAMPAIGN_CAP = "campaign_cap", _("the most for one campaign is reached")
    POOL = "pool", _("the fund has no more free money")
    PLEDGE_BASE = "pledge_base", _("no more of one pledge counts")
    BACKER_CAP = "backer_cap", _("the most for one person is reached")
    BACKER_PLEDGES = "backer_pledges", _("no more pledges of one person count")
    GOAL_SHARE = "goal_share", _("the most for one campaign, a share of its goal, is reached")
    BUDGET = "budget", _("the fund's share of all the money is reached")
    POOL_SHARE = "pool_share", _("the most for one campaign, a share of the fund, is reached")
    EARMARK = "earmark", _("the rest of the money is earmarked for something else")
    SPONSOR = "sponsor", _("no sponsor may give more to this campaign")
    STACKING = "stacking", _("other funds add to this campaign, too")
    CEILING = "ceiling", _("the most that public money may be is reached")
    VERSIONS = "versions", _("the fund has matched this campaign by a later rule already")
    RAISED = "raised", _("the campaign has not raised enough yet")
    BACKERS = "backers", _("the campaign does not have enough backers yet")
    SUCCESSFUL = "successful", _("the campaign has not reached its goal")
    PAYEE = "payee", _("the project's account is not verified yet")
    OWN_TEAM = "own_team", _("a pledge from the project's own team does not count")
    WINDOW = "window", _("outside the dates of the fund")
    SPONSOR_STAFF = "sponsor_staff", _("a pledge from somebody of the fund's sponsors does not count")
    SAME_MEANS = "same_means", _("paid with a card or an account of the project's own team")
    SECOND_ACCOUNT = "second_account", _("a second account of the same person does not count")
    EXCLUDED = "excluded", _("a manager of the fund has decided that it does not count")


EXCLUSIONS = (
    MatchBound.OWN_TEAM,
    MatchBound.SPONSOR_STAFF,
    MatchBound.SAME_MEANS,
    MatchBound.SECOND_ACCOUNT,
    MatchBound.EXCLUDED,
)
"""Reasons for which a pledge does not count for the match, although it stands: they are about who gave it."""


class IdentityKind(models.TextChoices):
    """What a backer is recognised by; the words are those of `domain.identities`."""

    ACCOUNT = "account", _("account")
    EMAIL = "email", _("e-mail address")
    CARD = "card", _("card")
    IBAN = "iban", _("bank account")


class CaseKind(models.TextChoices):
    """Why somebody is to look at a pledge."""

    SAME_MEANS = "same_means", _("same card or bank account as a person of the team")
    SPONSOR_STAFF = "sponsor_staff", _("same person as somebody of the fund's sponsors")
    OWN_TEAM = "own_team", _("same person as somebody of the team")
    MANY_FROM_ONE = "many_from_one", _("many pledges from one card or bank account")
    BURST = "burst", _("unusually many new backers at once")
    BY_HAND = "by_hand", _("opened by a manager")


class CaseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("case", "open")
    COUNTED = "counted", _("counts")
    EXCLUDED = "excluded", _("does not count")


class CauseKind(models.TextChoices):
    """What made a match come into being or change."""

    PLEDGE = "pledge", _("pledge")
    PAYMENT = "payment", _("payment")
    EXPIRY = "expiry", _("payment page ended")
    FAILURE = "failure", _("payment failed")
    REFUND = "refund", _("refund")
    ROUNDING = "rounding", _("recalculation after a refund")
    DISPUTE_OPENED = "dispute_opened", _("dispute opened")
    DISPUTE_WON = "dispute_won", _("dispute won")
    DISPUTE_LOST = "dispute_lost", _("dispute lost")
    APPROVAL = "approval", _("approval")
    PAYOUT = "payout", _("payout")
    DECISION = "decision", _("decision of a person")
    HOLD = "hold", _("on hold while a question is open")
    OFFER = "offer", _("money that had become free was offered")
    ALLOCATION = "allocation", _("division of the fund's money")
    EXCLUSION = "exclusion", _("the payment showed that the pledge does not count")
    OUTCOME = "outcome", _("the campaign has ended")
    HOLD_OVER = "hold_over", _("direct debit can no longer be returned")
    BURDEN = "burden", _("decision who carries it")
    KEPT = "kept", _("kept of a payout")
    REPAID = "repaid", _("paid back by the project")


class PayoutKind(models.TextChoices):
    CROWD = "crowd", _("money of the backers")
    MATCH = "match", _("money of the fund")


class PayoutState(models.TextChoices):
    REQUESTED = "requested", _("waits for approval")
    APPROVED = "approved", _("approved")
    SUBMITTING = "submitting", _("is being sent")
    SUBMITTED = "submitted", _("sent")
    PAID = "paid", _("paid out")
    FAILED = "failed", _("failed")


class PayoutFailure(StrEnum):
    """Why a payout ended, where neither a person nor the provider gave words.

    Whoever shows them says them in the reader's language.
    """

    DECLINED = "declined"
    DISPUTE = "dispute"
    REFUND = "refund"
    PAYEE_NOT_VERIFIED = "payee_not_verified"
    TAKEN_BACK = "taken_back"
    CASE = "case"
    HELD_BACK = "held_back"


LIVE_MATCH_STATES = (
    MatchState.RESERVED,
    MatchState.CONFIRMED,
    MatchState.APPROVED,
    MatchState.PAID,
    MatchState.FROZEN,
)
"""States in which a match holds money of the fund for the campaign."""

COUNTED_PLEDGE_STATES = (PledgeState.CONFIRMED, PledgeState.PART_REFUNDED, PledgeState.DISPUTED)
"""States in which a pledge, less what was paid back, counts as raised."""
