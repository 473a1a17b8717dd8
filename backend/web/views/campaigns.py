"""Campaigns: the list, the page with its pledge box, and all who gave."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.viewers import person_of
from backend.core.predicates import holds
from backend.web.campaign_cards import bar_of, campaign_cards, is_running, picture_of
from backend.web.forms.pledges import USUAL, AmountForm
from backend.web.match_words import quote_words
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from backend.web.rule_sentences import rule_sentence
from backend.web.stacking_words import stacking_words
from funding import access
from funding.rules import can_edit_campaign
from funding.selectors.campaigns import campaign_page, campaigns_public, pledges_public
from funding.selectors.quotes import pledge_quote
from funding.selectors.rules import rule_now
from funding.selectors.stacking import stacking_for
from programmes.selectors.projects import project_is_shown_to

STATES = ("running", "ended")
LATEST, PER_PAGE = 8, 50


def campaign_list(request: HttpRequest) -> HttpResponse:
    query, state = words_asked(request), request.GET.get("state", "")
    chosen = state if state in STATES else ""
    page = page_of(request, campaigns_public(query=query, state=chosen))
    context = {"query": query, "state": chosen, "page": page, "cards": campaign_cards(page)}
    return render_list(request, "web/campaigns/list.html", context)


def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.campaign_to_view(request.user, slug)
    page = campaign_page(shown, latest=LATEST)
    names_project = project_is_shown_to(shown.project, request.user)
    context = {
        "campaign": shown,
        "page": page,
        "bar": bar_of(shown, page.figures),
        "picture": picture_of(shown, names_project=names_project),
        "names_project": names_project,
        "is_running": is_running(shown),
        "gifts": gifts(page.pledges),
        "stacking": stacking_words(stacking_for(shown)) if len(page.positions) > 1 else "",
        "may_edit": holds(can_edit_campaign, person_of(request.user), shown),
        **_pledge_box(request, shown, page),
    }
    return render(request, "web/campaigns/campaign.html", context)


def _pledge_box(request: HttpRequest, shown: Any, page: Any) -> dict[str, Any]:
    if not is_running(shown):
        return {}
    fund = page.position.fund if page.position else None
    quote = pledge_quote(shown, int(USUAL), viewer=request.user)
    rule = rule_now(quote.fund) if quote.fund and len(quote.funds) == 1 else None
    sentence = rule_sentence(rule.rule_set, shown.currency) if rule else ""
    return {"form": AmountForm(), "quote": quote_words(quote), "rule": sentence, "fund": fund}


def gifts(pledges: Iterable[Any]) -> list[tuple[Any, int]]:
    """Each pledge with what of it is still given."""
    return [(pledge, pledge.amount_minor - pledge.payment.refunded_minor) for pledge in pledges]


def backers(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.campaign_to_view(request.user, slug)
    page = page_of(request, pledges_public(shown), PER_PAGE)
    context = {"campaign": shown, "page": page, "gifts": gifts(page)}
    return render(request, "web/campaigns/backers.html", context)
