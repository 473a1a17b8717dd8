"""Giving: what the fund would add, the form that leads to the payment page, and the backer's own page."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from backend.accounts.viewers import person_of
from backend.web import formats
from backend.web.answers import carried_out, page
from backend.web.campaign_cards import is_running
from backend.web.forms.pledges import USUAL, AmountForm, PledgeForm
from backend.web.match_words import QuoteWords, quote_words
from backend.web.outside import leads_to_payment
from backend.web.partial import is_partial
from backend.web.pledge_words import match_words, pledge_status
from funding import access
from funding.selectors.links import pledge_token
from funding.selectors.matches import matches_of_pledge
from funding.selectors.quotes import pledge_quote
from funding.services.pledges import Backer, pledge_start


@never_cache
def quote(request: HttpRequest, slug: str) -> HttpResponse:
    """A few words for htmx; whoever comes without it gets the form, which says the same."""
    shown = access.campaign_to_back(request.user, slug)
    if not is_partial(request):
        return redirect(f"{reverse('web:pledge-start', args=[slug])}?{request.GET.urlencode()}")
    return render(request, "web/pledges/match.html", {"quote": _quoted(request, shown, request.GET)})


def _quoted(request: HttpRequest, campaign: Any, data: Mapping[str, Any]) -> QuoteWords | None:
    """None while what was typed is no amount."""
    asked = AmountForm({"choice": USUAL, **{name: data[name] for name in ("choice", "amount") if name in data}})
    return quote_words(pledge_quote(campaign, asked.amount_minor, viewer=request.user)) if asked.is_valid() else None


@never_cache
@leads_to_payment
def start(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.campaign_to_back(request.user, slug)
    if not is_running(shown):
        messages.info(request, _("This campaign does not take money at the moment."))
        return redirect("web:campaign", shown.slug)
    form = _form(request)
    if form.is_bound and carried_out(form, lambda: _give(request, shown, form)):
        # A form that is sent once more after its payment page has ended leads to the page that says so.
        return HttpResponseRedirect(pledge_status(form.made).pay_url or _own_page(form.made))
    asked = request.POST if request.method == "POST" else request.GET
    context = {"campaign": shown, "form": form, "quote": _quoted(request, shown, asked)}
    return page(request, "web/pledges/start.html", context, form)


def _form(request: HttpRequest) -> PledgeForm:
    """A preview keeps what was typed and says nothing yet about what is missing."""
    person = person_of(request.user)
    if request.method == "POST" and "preview" not in request.POST:
        return PledgeForm(request.POST, person=person)
    return PledgeForm(person=person, initial=(request.POST or request.GET).dict())


def _give(request: HttpRequest, campaign: Any, form: PledgeForm) -> None:
    given = form.cleaned_data
    form.made = pledge_start(
        campaign=campaign,
        amount_minor=form.amount_minor,
        currency=campaign.currency,
        backer=Backer(
            user=request.user,
            name=given.get("backer_name", ""),
            email=given.get("backer_email", ""),
            language=given["language"],
        ),
        is_anonymous=given["is_anonymous"],
        message=given["message"],
        # A double click gives once; another amount in the same form, after going back, is another pledge.
        request_key=f"{given['request_key']}:{form.amount_minor}",
    )


def _own_page(pledge: Any) -> str:
    return reverse("web:pledge", args=[pledge_token(pledge)])


@never_cache
def pledge(request: HttpRequest, name: str) -> HttpResponse:
    shown = access.pledge_to_view(request.user, name)
    came_back, asks_for_news = request.GET.get("zahlung", ""), is_partial(request)
    status = pledge_status(shown, came_back=came_back)
    if asks_for_news and request.GET.get("seen") == status.key:
        return HttpResponse(status=204)
    context = {"pledge": shown, "status": status, "came_back": came_back, **_sums(shown)}
    return render(request, f"web/pledges/{'receipt' if asks_for_news else 'pledge'}.html", context)


def _sums(pledge: Any) -> dict[str, Any]:
    matches = matches_of_pledge(pledge)
    matched_minor = sum(match.amount_minor for match in matches)
    return {
        "matches": [(match, match_words(match, pledge)) for match in matches],
        "no_match": "" if matches else match_words(None, pledge),
        "total_minor": pledge.amount_minor - pledge.payment.refunded_minor + matched_minor,
        "own_amount": f"{formats.major(pledge.amount_minor, pledge.currency):f}",
    }
