"""Solutions offered to organisations: what they answer, and the desk on which they do."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import carried_out, done, page, sent
from backend.web.forms.offers import OfferAnswerForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.offers import answers_possible
from programmes.services.offers import offer_answer


@signed_in
def answer(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.offer_to_answer(request.user, public_id)
    initial = {"state": row.state, "reason": row.reason, "note": row.note}
    form = OfferAnswerForm(**sent(request), states=answers_possible(row), initial=initial)
    if request.method == "POST" and carried_out(form, lambda: _answer(request, row, form)):
        return done(request, _("Your answer is public, and the team knows it."), "web:solution", row.solution.public_id)
    context = {
        "offer": row,
        "version": row.solution.current_version,
        "form": form,
        "back": reverse("web:solution", args=[row.solution.public_id]),
    }
    return page(request, "web/offers/answer.html", context, form)


def _answer(request: SignedInRequest, row: Any, form: OfferAnswerForm) -> None:
    given = form.cleaned_data
    offer_answer(actor=request.user, offer=row, to=given["state"], reason=given["reason"], note=given["note"])
