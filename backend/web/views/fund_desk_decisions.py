"""What two managers decide about a fund: proposals, settings, who stands in for whom."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid
from backend.core.money import Money
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.fund_desk import DeputyForm, ProposalDeclineForm, SettingsForm, SigningForm
from backend.web.paging import page_of
from backend.web.proposal_words import admission_sentence, proposal_sentence, solo_sentence
from backend.web.rule_changes import rule_changes
from backend.web.rule_sentences import rule_words
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.enums import ProposalKind, ProposalState
from funding.selectors.deputies import acting_now, deputies_of
from funding.selectors.fund_desk import FundDesk
from funding.selectors.proposals import proposals_of_fund, subjects_of
from funding.selectors.rules import rule_before, rule_proposed
from funding.services.deputies import deputy_end as end_deputy
from funding.services.deputies import deputy_name
from funding.services.proposals import proposal_approve, proposal_decline, proposal_make

PER_PAGE = 50


def acting_choices(request: SignedInRequest, fund: Any) -> list[tuple[str, str]]:
    """Whom the person stands in for today."""
    return [(row.manager.public_id, row.manager.shown_name) for row in acting_now(fund, request.user)]


def acting_for(request: SignedInRequest, fund: Any, clean: Mapping[str, Any]) -> User | None:
    """The person in whose name the form was signed; the service asks again whether that is so."""
    wanted = clean.get("acting_for")
    found = next((row.manager for row in acting_now(fund, request.user) if row.manager.public_id == wanted), None)
    if wanted and found is None:
        raise Conflict(_("This person has not named you as deputy for today."), code="no_deputy")
    return found


def propose(
    request: SignedInRequest, fund: Any, kind: ProposalKind, data: Callable[[dict[str, Any]], dict[str, Any]]
) -> Callable[[dict[str, Any]], str]:
    """What a form does that proposes something: it leads to the page of the proposal, which says what happens next."""

    def act(clean: dict[str, Any]) -> str:
        proposal = proposal_make(
            fund=fund,
            kind=kind,
            actor=request.user,
            data=data(clean),
            note=clean.get("note", ""),
            acting_for=acting_for(request, fund, clean),
        )
        return reverse("web:proposal", args=[proposal.public_id])

    return act


def signing_form(request: SignedInRequest, fund: Any) -> SigningForm:
    return SigningForm(**sent(request), acting=acting_choices(request, fund))


@signed_in
def decisions(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    rows = page_of(request, proposals_of_fund(fund), per_page=PER_PAGE)
    subjects = subjects_of(rows.object_list)
    lines = [(row, proposal_sentence(row, subjects)) for row in rows.object_list]
    context = {
        "fund": fund,
        "page": rows,
        "waiting": [line for line in lines if line[0].state == ProposalState.PROPOSED],
        "decided": [line for line in lines if line[0].state != ProposalState.PROPOSED],
        "solo": solo_sentence(fund.solo_below_minor, fund.currency),
        "admission": admission_sentence(fund.admission),
        "here": "decisions",
    }
    return render(request, "web/fund_desk/decisions.html", context)


@signed_in
def proposal(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Look at one proposal, and agree to it where it is another person's."""
    row = access.proposal_to_view(request.user, public_id)
    mine = request.user in {row.proposed_by, row.proposed_for}
    question = Question(
        title=str(row.get_kind_display()),
        text=proposal_sentence(row, subjects_of([row])),
        button=_("Agree"),
        stay=_("Back"),
        back=reverse("web:fund-decisions", args=[row.fund.slug]),
        done=_("Agreed, and carried out."),
    )

    def act(clean: dict[str, Any]) -> None:
        decided = access.proposal_to_decide(request.user, public_id)
        absent = acting_for(request, row.fund, clean)
        proposal_approve(proposal=decided, actor=request.user, note=clean["note"], acting_for=absent)

    context = {"proposal": row, "mine": mine, "fund": row.fund, "here": "decisions", **_rule_facts(row)}
    if row.kind == ProposalKind.ALLOCATION:
        context["figures"] = reverse("web:allocation", args=[row.subject_ref])
    form = signing_form(request, row.fund)
    return ask_once(request, question, act, form, template="web/fund_desk/proposal.html", context=context)


def _rule_facts(row: Any) -> dict[str, Any]:
    """Of a proposed rule: all that it says, and what it changes."""
    if row.kind != ProposalKind.RULE:
        return {}
    currency, proposed, before = row.fund.currency, rule_proposed(row).rule_set, rule_before(row)
    changes = rule_changes(before.rule_set, proposed, currency) if before else []
    return {"words": rule_words(proposed, currency), "is_first": before is None, "changes": changes}


@signed_in
def decline(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.proposal_to_decide(request.user, public_id)
    mine = request.user in {row.proposed_by, row.proposed_for}
    question = Question(
        title=_("Withdraw your proposal?") if mine else _("Decline this proposal?"),
        text=proposal_sentence(row, subjects_of([row])),
        button=_("Withdraw it") if mine else _("Decline it"),
        stay=_("Back"),
        back=reverse("web:proposal", args=[row.public_id]),
        done=_("The proposal is withdrawn.") if mine else _("The proposal is declined."),
        to=reverse("web:fund-decisions", args=[row.fund.slug]),
    )
    form = ProposalDeclineForm(**sent(request), acting=acting_choices(request, row.fund))

    def act(clean: dict[str, Any]) -> None:
        absent = acting_for(request, row.fund, clean)
        _decline(row, request.user, clean["note"], absent)

    return ask_once(request, question, act, form)


def _decline(row: Any, actor: User, reason: str, absent: User | None) -> None:
    try:
        proposal_decline(proposal=row, actor=actor, reason=reason, acting_for=absent)
    except Invalid as error:
        # The form calls it a note, as everywhere here.
        raise Invalid({"note": error.fields.get("reason", [error.message])}) from error


@signed_in
def settings(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    below = Money(fund.solo_below_minor, fund.currency) if fund.solo_below_minor else None
    form = SettingsForm(
        **sent(request),
        acting=acting_choices(request, fund),
        initial={
            "solo_below": below,
            "admission": fund.admission,
            "public_money": fund.public_money,
            "rank": fund.rank,
        },
    )
    sheet = _sheet(fund, _("Settings of the fund"), _("Once the fund is open, a second manager has to agree."))

    def data(clean: dict[str, Any]) -> dict[str, Any]:
        below = clean["solo_below"]
        return {
            "solo_below_minor": below.amount_minor if below else 0,
            "admission": clean["admission"],
            "public_money": clean["public_money"],
            "rank": clean["rank"] or 0,
        }

    return fill_in(request, sheet, form, propose(request, fund, ProposalKind.SETTINGS, data))


def _sheet(fund: Any, title: str, lead: str) -> Sheet:
    return Sheet(
        title=title,
        lead=lead,
        button=_("Propose it"),
        back=reverse("web:fund-decisions", args=[fund.slug]),
        done=_("Your proposal is there."),
        above=[
            (_("Your funds"), reverse("web:fund-desks")),
            (fund.name, reverse("web:fund-desk", args=[fund.slug])),
            (_("Decisions"), reverse("web:fund-decisions", args=[fund.slug])),
        ],
    )


@signed_in
def deputies(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    others = {row.user.public_id: row.user for row in FundDesk(fund, request.user).managers if row.user != request.user}
    form = DeputyForm(**sent(request), managers=[(key, user.shown_name) for key, user in others.items()])

    def act() -> None:
        clean = form.cleaned_data
        days = {name: clean[name] for name in ("starts_on", "ends_on")}
        deputy_name(fund=fund, actor=request.user, deputy=others[clean["deputy"]], **days)

    if request.method == "POST" and carried_out(form, act):
        return done(request, _("This person may act for you on these days."), "web:fund-deputies", fund.slug)
    context = {"fund": fund, "form": form, "rows": deputies_of(fund), "here": "managers"}
    return page(request, "web/fund_desk/deputies.html", context, form)


@signed_in
def deputy_end(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.deputy_to_end(request.user, public_id)
    names = {"deputy": row.deputy.shown_name, "manager": row.manager.shown_name}
    question = Question(
        title=_("Shall %(deputy)s no longer act for %(manager)s?") % names,
        text=_("What %(deputy)s has proposed and approved so far stays.") % names,
        button=_("End it now"),
        stay=_("Leave it"),
        back=reverse("web:fund-deputies", args=[row.fund.slug]),
        done=_("It has ended."),
    )
    return ask_once(request, question, lambda _clean: end_deputy(deputy=row, actor=request.user))
