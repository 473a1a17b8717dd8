"""What waits for a person, in words: each kind of `NextItem` with its sentence, its button and its page."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from backend.core.errors import Text


@dataclass(frozen=True, slots=True)
class Words:
    title: Text
    """May name `%(title)s` and `%(about)s`."""
    button: Text
    route: str
    """Takes the item's reference."""
    about: Text = ""
    """Instead of the item's own `about`."""


PROPOSALS: Final[dict[str, Text]] = {
    "open": _("%(about)s wants to open “%(title)s”"),
    "manager": _("%(about)s proposes another manager for “%(title)s”"),
    "rule": _("%(about)s proposes a new rule for “%(title)s”"),
    "deposit": _("%(about)s wants to book a deposit of “%(title)s”"),
    "settings": _("%(about)s wants to change the settings of “%(title)s”"),
    "close": _("%(about)s wants to close “%(title)s”"),
    "allocation": _("%(about)s proposes how the money of “%(title)s” is divided"),
    "remainder": _("%(about)s proposes what becomes of the rest of “%(title)s”"),
    "write_off": _("%(about)s wants to write off what a campaign of “%(title)s” owes"),
    "burden": _("%(about)s proposes who carries a match of “%(title)s” that lost its pledge"),
    "repayment": _("%(about)s wants to book what a project has paid back to “%(title)s”"),
}
WORDS: Final[dict[str, Words]] = {
    "accounts.invitation_answer": Words(
        _("Answer the invitation to “%(title)s”"),
        _("Read and answer"),
        "web:invitation",
        _("%(about)s invites you"),
    ),
    "programmes.place_accept": Words(
        _("A place in “%(title)s” is free for you"), _("Take the place"), "web:place-accept"
    ),
    "programmes.team_find": Words(_("Find your team for “%(title)s”"), _("Find a team"), "web:team-find"),
    "programmes.join_request_answer": Words(
        _("%(title)s would like to join your team"), _("Read the request"), "web:team-room"
    ),
    "programmes.introduction_answer": Words(
        _("You were introduced to each other: “%(title)s”"), _("Read and answer"), "web:introduction"
    ),
    "programmes.mentor_answer": Words(
        _("Will you help teams of “%(title)s” as a mentor?"), _("Read and answer"), "web:mentor-offer"
    ),
    "programmes.solution_hand_in": Words(
        _("Hand in the solution of “%(title)s”"), _("Open the solution"), "web:hand-in"
    ),
    "programmes.solution_hand_in_further": Words(
        _("Hand in another solution of “%(title)s”"), _("Open the solution"), "web:solution-hand-in"
    ),
    "programmes.review_write": Words(_("Review “%(title)s”"), _("Review"), "web:review"),
    "programmes.offer_answer": Words(_("Answer the solution “%(title)s”"), _("Read and answer"), "web:offer-answer"),
    "programmes.challenge_moderate": Words(
        _("Decide on the challenge “%(title)s”"), _("Read and decide"), "web:challenge-moderate"
    ),
    "programmes.abuse_case_decide": Words(
        _("Decide on the reported text “%(title)s”"), _("Read and decide"), "web:abuse-case"
    ),
    "programmes.appeal_decide": Words(
        _("Decide on the appeal against a decision: “%(title)s”"), _("Read and decide"), "web:appeal"
    ),
    "programmes.selection_decide": Words(
        _("Select the projects of “%(title)s”"), _("Go to the selection"), "web:organiser-selection"
    ),
    "programmes.milestone_submit": Words(
        _("Reach the milestone “%(title)s”"), _("Open the milestone"), "web:milestone"
    ),
    "programmes.milestone_check": Words(_("Check the milestone “%(title)s”"), _("Check"), "web:milestone"),
    "programmes.report_submit": Words(_("Send the report “%(title)s”"), _("Open the report"), "web:report"),
    "programmes.report_revise": Words(_("Revise the report “%(title)s”"), _("Read what is missing"), "web:report"),
    "programmes.report_check": Words(_("Read the report “%(title)s”"), _("Read and answer"), "web:report"),
    "programmes.certificate_fetch": Words(
        _("Your certificate of attendance at “%(title)s” is there"), _("Get the certificate"), "web:certificate-own"
    ),
    "funding.campaign_submit": Words(_("Finish the campaign “%(title)s”"), _("Go on"), "web:campaign-desk"),
    "funding.campaign_revise": Words(
        _("Revise the campaign “%(title)s”"), _("Read what is missing"), "web:campaign-desk"
    ),
    "funding.campaign_curate": Words(
        _("Decide on the campaign “%(title)s”"), _("Read and decide"), "web:campaign-curate"
    ),
    "funding.payee_set_up": Words(
        _("Set up the account of “%(title)s”, so that money can be paid out"), _("Set up the account"), "web:payee"
    ),
    "funding.pledge_pay": Words(_("Pay for your pledge to “%(title)s”"), _("Go to the payment"), "web:pledge"),
    "funding.position_decide": Words(
        _("Decide whether the fund tops “%(title)s” up"), _("Read and decide"), "web:position-decide"
    ),
    "funding.matches_approve": Words(
        _("Approve matches of “%(title)s”"),
        _("Go to the approvals"),
        "web:fund-approvals",
        _("%(about)s wait for you"),
    ),
    "funding.cases_decide": Words(
        _("Decide which pledges count for “%(title)s”"),
        _("Look at the cases"),
        "web:fund-cases",
        _("%(about)s wait for you"),
    ),
    "funding.burdens_decide": Words(
        _("Decide who carries what “%(title)s” has paid out without a pledge"),
        _("Look at the claims"),
        "web:fund-claims",
        _("%(about)s wait for you"),
    ),
    "funding.payout_approve": Words(_("Approve a payout to “%(title)s”"), _("Read and decide"), "web:payout"),
    **{
        f"funding.proposal_{kind}": Words(text, _("Read and decide"), "web:proposal")
        for kind, text in PROPOSALS.items()
    },
    "funding.allocation_due": Words(
        _("Divide the money of “%(title)s”"), _("Look at what waits"), "web:fund-allocations"
    ),
    "funding.deposit_receive": Words(
        _("Has the money of %(title)s arrived?"), _("Look at the deposits"), "web:fund-deposits"
    ),
}
