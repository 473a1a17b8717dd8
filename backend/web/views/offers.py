"""Solutions offered to organisations: what they answer, and the desk on which they do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.rules import speaks_for
from backend.core.errors import Conflict
from backend.core.predicates import holds
from backend.web.answers import Sheet, carried_out, done, fill_in, page, sent
from backend.web.forms.offers import OfferAnswerForm, OfferForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import OfferState
from programmes.selectors.offers import (
    answers_possible,
    challenges_to_offer_to,
    figures_of_organisation,
    needs_of,
    offers_of_organisation,
    offers_to_answer,
)
from programmes.services.offers import offer_answer, offer_create

PER_PAGE = 20
SHOWN_AT_ONCE = 50


@signed_in
def desk(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.organisation_to_answer_for(request.user, public_id)
    states = [pair for pair in OfferState.choices if pair[0] != OfferState.WITHDRAWN]
    asked = request.GET.get("state", "")
    state = asked if asked in dict(states) else ""
    context = {
        "organisation": shown,
        "figures": figures_of_organisation(shown),
        "waiting": list(offers_to_answer(shown)[:SHOWN_AT_ONCE]),
        "needs": list(needs_of(shown)[:SHOWN_AT_ONCE]),
        "page": page_of(request, offers_of_organisation(shown, [state] if state else ()), PER_PAGE),
        "states": states,
        "state": state,
        "speaks": holds(speaks_for, request.user, shown),
    }
    return render(request, "web/offers/desk.html", context)


@signed_in
def answer(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.offer_to_answer(request.user, public_id)
    initial = {"state": row.state, "reason": row.reason, "note": row.note}
    form = OfferAnswerForm(**sent(request), states=answers_possible(row), initial=initial)
    if request.method == "POST" and carried_out(form, lambda: _answer(request, row, form)):
        said = _("Your answer is public, and the team knows it.")
        return done(request, said, "web:organisation-offers", row.organisation.public_id)
    context = {
        "offer": row,
        "version": row.solution.current_version,
        "form": form,
        "desk": reverse("web:organisation-offers", args=[row.organisation.public_id]),
    }
    return page(request, "web/offers/answer.html", context, form)


def _answer(request: SignedInRequest, row: Any, form: OfferAnswerForm) -> None:
    given = form.cleaned_data
    offer_answer(actor=request.user, offer=row, to=given["state"], reason=given["reason"], note=given["note"])


@signed_in
def create(request: SignedInRequest, public_id: str) -> HttpResponse:
    solution = access.solution_to_edit(request.user, public_id)
    asking = list(challenges_to_offer_to(solution))
    if not asking:
        raise Conflict(_("All organisations that ask for something here know your solution."), code="offered_to_all")
    back = reverse("web:solution", args=[public_id])
    title = solution.shown_title
    sheet = Sheet(
        title=_("Offer your solution to another organisation"),
        lead=_("It answers within %(n)s days, and everybody sees what.") % {"n": solution.sprint.answer_days},
        button=_("Offer the solution"),
        back=back,
        done=_("The solution is offered. We tell you what the organisation answers."),
        above=[(title, back)],
    )
    choices = [(row.public_id, f"{row.owner.name if row.owner else ''}: {row.title}") for row in asking]

    def act(clean: dict[str, Any]) -> None:
        challenge = access.challenge_to_offer_to(solution, clean["challenge"])
        offer_create(actor=request.user, solution=solution, challenge=challenge)

    return fill_in(request, sheet, OfferForm(**sent(request), choices=choices), act)
