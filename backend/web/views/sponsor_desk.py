"""The sponsor: what I gave, and where it is now."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.organisations import organisations_spoken_for
from backend.web.answers import Sheet, fill_in, sent
from backend.web.forms.deposits import DepositForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.fund_desk import waterline_picture
from funding import access
from funding.selectors import fund_desk as selectors
from funding.selectors.earmark_words import purpose_words
from funding.selectors.funds import deposits_of_sponsor
from funding.selectors.pots import topics_for
from funding.selectors.sponsored import matches_sponsored, sponsorship_of
from funding.services.deposits import deposit_record

PER_PAGE = 50


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    organisations = [
        (row, [(giving, waterline_picture(giving.waterline)) for giving in selectors.givings_of(row)])
        for row in organisations_spoken_for(request.user)
    ]
    deposits = page_of(request, deposits_of_sponsor(request.user))
    context = {"organisations": organisations, "page": deposits}
    return render(request, "web/sponsor_desk/desk.html", context)


@signed_in
def announce(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_deposit(request.user, slug)
    sponsors = {row.public_id: row for row in organisations_spoken_for(request.user)}
    form = DepositForm(
        **sent(request),
        sponsors=[(key, row.name) for key, row in sponsors.items()],
        topics=list(topics_for(fund)),
        manages=False,
    )
    sheet = Sheet(
        title=_("Pay into “%(fund)s”") % {"fund": fund.name},
        lead=_("You announce the money here and send it by bank transfer. The fund confirms when it has arrived."),
        button=_("Announce the money"),
        back=reverse("web:sponsor"),
        done=_("Thank you. Please send the money with the reference that you gave."),
    )

    def act(clean: dict[str, Any]) -> None:
        deposit_record(fund=fund, sponsor=sponsors[clean["sponsor"]], actor=request.user, **form.facts())

    return fill_in(request, sheet, form, act, "web/sponsor_desk/announce.html")


@signed_in
def use(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where one's money in a fund is: with which campaigns, and because of which matches."""
    fund, sponsors = access.fund_to_follow(request.user, slug)
    sponsorship = sponsorship_of(fund, sponsors)
    words = purpose_words(pot.earmark for pot in sponsorship.pots)
    rows = page_of(request, matches_sponsored(sponsorship), PER_PAGE)
    context = {
        "fund": fund,
        "sponsorship": sponsorship,
        "pots": [(pot, words[pot.earmark]) for pot in sponsorship.pots],
        "page": rows,
    }
    return render(request, "web/sponsor_desk/use.html", context)
