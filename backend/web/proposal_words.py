"""What a proposal is about, in one sentence that a second manager can agree to or not."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.web import formats
from backend.web.rule_sentences import rule_sentence
from funding.domain.book_events import Burden
from funding.enums import Admission, ProposalKind, RemainderUse
from funding.selectors.earmark_words import purpose_sentence
from funding.selectors.rules import rule_proposed

PLAIN = {
    ProposalKind.OPEN: gettext_lazy("Everybody sees the fund, and it tops up the campaigns that are taken in."),
    ProposalKind.CLOSE: gettext_lazy(
        "New pledges get nothing more. What is reserved or approved stays promised and is paid out."
    ),
    ProposalKind.MANAGER: gettext_lazy("%(name)s manages the fund from now on, with the same rights as you."),
    ProposalKind.ALLOCATION: gettext_lazy("%(amount)s are divided among the campaigns, as it was computed."),
    ProposalKind.WRITE_OFF: gettext_lazy("“%(name)s” no longer owes %(amount)s; the platform bears it."),
    ProposalKind.REPAYMENT: gettext_lazy("“%(name)s” has paid %(amount)s back. The fund can promise that again."),
}


def proposal_sentence(proposal: Any, subjects: Mapping[str, str]) -> str:
    """Say it with its sums; `subjects` has the names of what is referred to."""
    currency, payload = proposal.fund.currency, proposal.payload
    words = {
        "amount": formats.money(proposal.amount_minor, currency),
        "name": subjects.get(proposal.subject_ref, ""),
    }
    kind = ProposalKind(proposal.kind)
    if kind in PLAIN:
        return str(PLAIN[kind]) % words
    match kind:
        case ProposalKind.RULE:
            text = rule_sentence(rule_proposed(proposal).rule_set, currency)
        case ProposalKind.DEPOSIT:
            text = _deposit(payload, words)
        case ProposalKind.SETTINGS:
            text = _settings(payload, currency)
        case ProposalKind.REMAINDER:
            text = _remainder(payload, words["amount"], subjects)
        case ProposalKind.BURDEN:
            text = _burden(payload) % words
        case _:
            raise AssertionError(kind)
    return text


def _burden(payload: Mapping[str, Any]) -> str:
    if payload["burden"] == Burden.BEAR:
        return _("The fund bears %(amount)s that were paid out to “%(name)s” and have lost their pledge.")
    return _("The fund claims %(amount)s back from “%(name)s”, from its next payouts.")


def _deposit(payload: Mapping[str, Any], words: Mapping[str, str]) -> str:
    text = _("%(amount)s of %(name)s have arrived and can be promised.") % words
    purpose = purpose_sentence(payload.get("earmark", {}), payload.get("priority", 0))
    return f"{text} {purpose}" if purpose else text


def _remainder(payload: Mapping[str, Any], amount: str, subjects: Mapping[str, str]) -> str:
    if payload["use"] == RemainderUse.RETURNED:
        return _("%(amount)s go back to the sponsors, each in proportion to what they gave.") % {"amount": amount}
    words = {"amount": amount, "fund": subjects.get(payload["to_fund"], "")}
    return _("%(amount)s go over into “%(fund)s”, in the names of their sponsors.") % words


def _settings(payload: Mapping[str, Any], currency: str) -> str:
    words = []
    if "solo_below_minor" in payload:
        words.append(solo_sentence(payload["solo_below_minor"], currency))
    if "admission" in payload:
        words.append(admission_sentence(payload["admission"]))
    if payload.get("public_money") is not None:
        words.append(_("Its money is public money.") if payload["public_money"] else _("Its money is private money."))
    if "rank" in payload:
        words.append(_("Beside other funds it has place %(rank)s.") % {"rank": payload["rank"]})
    return " ".join(words)


def solo_sentence(below_minor: int, currency: str) -> str:
    if below_minor == 0:
        return _("Every deposit and every write-off takes two people.")
    amount = formats.money(below_minor, currency)
    return _("Deposits and write-offs below %(amount)s take one person.") % {"amount": amount}


def admission_sentence(admission: str) -> str:
    if admission == Admission.REFUSE:
        return _("Campaigns that could claim more than is free are refused.")
    return _("Before a campaign is taken in that could claim more than is free, you are warned.")
