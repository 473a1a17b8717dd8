"""The fund manager's desk: where the money is, what waits, the rule, who decides, what was decided."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.organisations import organisations_spoken_for
from backend.accounts.selectors.people import person_to_add
from backend.core.audit import audit_reasons
from backend.core.models import AuditEntry
from backend.web.answers import Question, Sheet, ask_once, carried_out, fill_in, page, sent
from backend.web.forms.fund_desk import FundForm, ManagerForm
from backend.web.fund_charts import forecast_sentence, waterline_chart
from backend.web.paging import page_of
from backend.web.pictures import Layer, Waterline
from backend.web.rule_sentences import rule_sentence
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.trail_words import TrailLine, trail_line
from backend.web.views.fund_desk_decisions import acting_choices, propose, signing_form
from funding import access
from funding.enums import FundState, ProposalKind
from funding.selectors import fund_desk as selectors
from funding.selectors.earmark_words import purpose_words
from funding.selectors.fund_desk import FundDesk
from funding.selectors.funds import Waterline as Sums
from funding.selectors.funds import funds_managed_by
from funding.selectors.shortage_words import shortage_sentences
from funding.services import funds as services


def waterline_picture(sums: Sums, *, to: str = "") -> Waterline:
    """The fund as layers of water: what has left at the bottom, what is free on top."""
    return Waterline(
        (
            Layer("paid", _("Paid out"), sums.paid, to),
            Layer("approved", _("Approved"), sums.approved, to),
            Layer("reserved", _("Reserved"), sums.reserved, to),
            Layer("free", _("Free"), sums.free),
        ),
        currency=sums.currency,
    )


@signed_in
def funds(request: SignedInRequest) -> HttpResponse:
    desks = [FundDesk(fund, request.user) for fund in funds_managed_by(request.user)]
    may_create = organisations_spoken_for(request.user).exists()
    return render(request, "web/fund_desk/funds.html", {"desks": desks, "may_create": may_create})


@signed_in
def create(request: SignedInRequest) -> HttpResponse:
    organisations = {row.public_id: row for row in organisations_spoken_for(request.user)}
    choices = [(public_id, row.name) for public_id, row in organisations.items()]
    form = FundForm(**sent(request), organisations=choices, initial={"language": request.user.language})
    sheet = Sheet(
        title=_("A new fund"),
        lead=_("It stays hidden until you open it. Before that it needs a rule and a second manager."),
        button=_("Create the fund"),
        back=reverse("web:fund-desks"),
        done=_("The fund is there. Next it needs a rule, a second manager and money."),
        above=[(_("Your funds"), reverse("web:fund-desks"))],
    )

    def act(clean: dict[str, Any]) -> str:
        organisation = organisations[clean.pop("organisation")]
        fund = services.fund_create(organisation=organisation, actor=request.user, fields=clean)
        return reverse("web:fund-desk", args=[fund.slug])

    return fill_in(request, sheet, form, act)


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    shown = FundDesk(fund, request.user)
    words = purpose_words(pot.earmark for pot in shown.exposure.earmarked)
    context = {
        "fund": fund,
        "desk": shown,
        "earmarked": [(pot, words[pot.earmark]) for pot in shown.exposure.earmarked],
        "short": shortage_sentences(shown.exposure.short, fund.currency),
        "picture": waterline_picture(shown.exposure.waterline),
        "chart": waterline_chart(shown.days, fund.currency),
        "forecast": forecast_sentence(shown.forecast, shown.days[-1].day) if fund.state == FundState.OPEN else "",
        "sentence": rule_sentence(shown.rule.rule_set, fund.currency) if shown.rule else "",
        "here": "desk",
    }
    return render(request, "web/fund_desk/desk.html", context)


@signed_in
def open_fund(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    question = Question(
        title=_("Propose to open “%(fund)s”?") % {"fund": fund.name},
        text=_(
            "As soon as a second manager agrees, everybody sees the fund, and it tops up the campaigns you take in."
        ),
        button=_("Propose to open the fund"),
        stay=_("Not yet"),
        back=reverse("web:fund-desk", args=[fund.slug]),
        done="",
    )
    act = propose(request, fund, ProposalKind.OPEN, lambda _clean: {})
    return ask_once(request, question, act, signing_form(request, fund))


@signed_in
def close_fund(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    question = Question(
        title=_("Propose to close “%(fund)s”?") % {"fund": fund.name},
        text=_(
            "As soon as a second manager agrees, new pledges get nothing more from it. What is reserved or approved"
            " stays promised and is paid out. Then you decide together what becomes of the rest."
        ),
        button=_("Propose to close the fund"),
        stay=_("Keep it open"),
        back=reverse("web:fund-desk", args=[fund.slug]),
        done="",
    )
    act = propose(request, fund, ProposalKind.CLOSE, lambda _clean: {})
    return ask_once(request, question, act, signing_form(request, fund))


@signed_in
def managers(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    form = ManagerForm(**sent(request), acting=acting_choices(request, fund))
    act = propose(
        request,
        fund,
        ProposalKind.MANAGER,
        lambda clean: {"person": person_to_add(request.user, clean["email"]).public_id},
    )
    pages: list[str] = []
    if request.method == "POST" and carried_out(form, lambda: pages.append(act(form.cleaned_data))):
        return redirect(pages[0])
    context = {"fund": fund, "form": form, "desk": FundDesk(fund, request.user), "here": "managers"}
    return page(request, "web/fund_desk/managers.html", context, form)


@signed_in
def trail(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    entries = page_of(request, selectors.fund_trail(fund), per_page=50)
    context = {"fund": fund, "page": entries, "lines": _lines(entries.object_list), "here": "trail"}
    return render(request, "web/fund_desk/trail.html", context)


def _lines(entries: Iterable[AuditEntry]) -> list[TrailLine]:
    rows = list(entries)
    names = selectors.names_of({row.actor_ref for row in rows})
    reasons = audit_reasons(rows)
    return [trail_line(row, names, reasons[row.pk]) for row in rows]
