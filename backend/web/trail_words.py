"""The audit trail in words that people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.core.errors import Text
from backend.core.models import AuditEntry

WORDS: Mapping[str, Text] = {
    "funding.fund_created": gettext_lazy("Fund created"),
    "funding.fund.open": gettext_lazy("Fund opened"),
    "funding.fund.closing": gettext_lazy("Fund is being closed"),
    "funding.fund_settings_changed": gettext_lazy("Settings changed"),
    "funding.proposal_made": gettext_lazy("Proposed"),
    "funding.fundproposal.approved": gettext_lazy("Proposal agreed to"),
    "funding.fundproposal.declined": gettext_lazy("Proposal declined"),
    "funding.fundproposal.withdrawn": gettext_lazy("Proposal withdrawn"),
    "funding.deputy_named": gettext_lazy("Deputy named"),
    "funding.deputy_ended": gettext_lazy("Deputy ended"),
    "funding.stacking_declared": gettext_lazy("How several funds add to a campaign declared"),
    "funding.remainder_returned": gettext_lazy("Rest given back to a sponsor"),
    "funding.remainder_rolled_over": gettext_lazy("Rest moved to another fund"),
    "funding.campaign_settled": gettext_lazy("Known how the campaign ended"),
    "funding.burden_decided": gettext_lazy("Decided who carries what lost its pledge"),
    "funding.claim_set_off": gettext_lazy("Claim taken from the backers' money"),
    "funding.claim_repaid": gettext_lazy("Claim paid back by the project"),
    "funding.debt_written_off": gettext_lazy("Debt written off"),
    "funding.fund_alarm_raised": gettext_lazy("Alarm: the fund is being used up"),
    "funding.simulation_asked": gettext_lazy("Simulation asked for"),
    "funding.simulation_deleted": gettext_lazy("Simulation deleted"),
    "funding.simulation_shared": gettext_lazy("Simulation shared by an address"),
    "funding.simulation_unshared": gettext_lazy("Simulation not shared any more"),
    "funding.simulation.ready": gettext_lazy("Simulation computed"),
    "funding.simulation.failed": gettext_lazy("Simulation failed"),
    "funding.simulation.cancelled": gettext_lazy("Simulation stopped"),
    "funding.package_requested": gettext_lazy("Package for checking asked for"),
    "funding.fundpackage.ready": gettext_lazy("Package for checking published"),
    "funding.fundpackage.failed": gettext_lazy("Package for checking not published"),
    "funding.kit_requested": gettext_lazy("Closing kit asked for"),
    "funding.fundkit.ready": gettext_lazy("Closing kit put together"),
    "funding.fundkit.failed": gettext_lazy("Closing kit failed"),
    "funding.fund.closed": gettext_lazy("Fund closed"),
    "funding.fund_manager_added": gettext_lazy("Manager added"),
    "funding.rule_set": gettext_lazy("New rule"),
    "funding.deposit_recorded": gettext_lazy("Deposit announced"),
    "funding.deposit.received": gettext_lazy("Deposit received"),
    "funding.deposit.returned": gettext_lazy("Deposit returned"),
    "funding.fund_applied": gettext_lazy("Campaign asks to be topped up"),
    "funding.fundcampaign.applied": gettext_lazy("Campaign asks again"),
    "funding.fundcampaign.accepted": gettext_lazy("Campaign taken in"),
    "funding.fundcampaign.rejected": gettext_lazy("Campaign not taken in"),
    "funding.fundcampaign.suspended": gettext_lazy("Campaign put on hold"),
    "funding.match.confirmed": gettext_lazy("Match: the payment has arrived"),
    "funding.match_approval_given": gettext_lazy("Match: approval given"),
    "funding.match.approved": gettext_lazy("Match approved by two people"),
    "funding.match.paid": gettext_lazy("Match paid out"),
    "funding.match.released": gettext_lazy("Match released"),
    "funding.match.frozen": gettext_lazy("Match on hold"),
    "funding.match.clawed_back": gettext_lazy("Match claimed back"),
    "funding.case_opened": gettext_lazy("Case opened: does this pledge count?"),
    "funding.pledgecase.open": gettext_lazy("Case opened again"),
    "funding.pledgecase.counted": gettext_lazy("Case decided: the pledge counts"),
    "funding.pledgecase.excluded": gettext_lazy("Case decided: the pledge does not count"),
    "funding.payout_requested": gettext_lazy("Payout asked for"),
    "funding.payout.approved": gettext_lazy("Payout approved by a second person"),
    "funding.payout.submitting": gettext_lazy("Payout is being sent"),
    "funding.payout.submitted": gettext_lazy("Payout sent"),
    "funding.payout.paid": gettext_lazy("Payout has arrived"),
    "funding.payout.failed": gettext_lazy("Payout failed or declined"),
    "funding.refund_requested": gettext_lazy("Refund asked for"),
    "funding.refund.submitted": gettext_lazy("Refund on its way"),
    "funding.refund.succeeded": gettext_lazy("Refund done"),
    "funding.refund.failed": gettext_lazy("Refund failed"),
}


@dataclass(frozen=True)
class TrailLine:
    at: datetime
    who: str
    what: str
    ref: str
    reason: str
    sealed: bool


def trail_line(entry: AuditEntry, names: Mapping[str, str], reason: str | None) -> TrailLine:
    who = _("the system") if entry.actor_ref == "system" else names.get(entry.actor_ref, _("someone who has left"))
    return TrailLine(
        at=entry.at,
        who=who,
        what=str(WORDS.get(entry.action, entry.action)),
        ref=entry.object_ref,
        reason=_("erased") if reason is None else reason,
        sealed=entry.position is not None,
    )
