"""Citizens' ideas that look for an organisation: being for them, and taking one over."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.organisations import organisations_spoken_for
from backend.accounts.viewers import person_of
from backend.web.answers import Question, Sheet, ask_once, fill_in, sent
from backend.web.forms.offers import AdoptForm
from backend.web.paging import page_of, words_asked
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.reshapings import leads_on
from programmes import access
from programmes.selectors.ideas import ideas_unowned, supports_it
from programmes.services.ideas import challenge_adopt, support_give, support_withdraw


def idea_list(request: HttpRequest) -> HttpResponse:
    query, person = words_asked(request), person_of(request.user)
    context = {
        "query": query,
        "page": page_of(request, ideas_unowned(query=query)),
        "speaks": person is not None and organisations_spoken_for(person).exists(),
    }
    return render(request, "web/ideas/list.html", context)


@signed_in
def support(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Asks once; the button on the page of the challenge sends its answer at once."""
    row = access.challenge_to_support(request.user, public_id)
    elsewhere = leads_on(request, row)
    if elsewhere is not None:
        return elsewhere
    back = reverse("web:challenge", args=[public_id])
    if supports_it(request.user, row):
        question, act = _against(row.title, back), support_withdraw
    else:
        question, act = _for(row.title, back), support_give
    return ask_once(request, question, lambda _clean: act(actor=request.user, challenge=row))


def _for(title: str, back: str) -> Question:
    return Question(
        title=_("Are you for this idea?"),
        text=_("We show how many are for “%(title)s”, and never who. If an organisation takes it over, we tell you.")
        % {"title": title},
        button=_("I am for it"),
        stay=_("Not now"),
        back=back,
        done=_("Thank you! You are counted."),
    )


def _against(title: str, back: str) -> Question:
    return Question(
        title=_("Are you no longer for this idea?"),
        text=_("“%(title)s”") % {"title": title},
        button=_("Take my support back"),
        stay=_("I am still for it"),
        back=back,
        done=_("You are no longer counted."),
    )


@signed_in
def adopt(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_adopt(request.user, public_id)
    elsewhere = leads_on(request, row)
    if elsewhere is not None:
        return elsewhere
    back = reverse("web:challenge", args=[public_id])
    days = {"n": row.sprint.answer_days}
    sheet = Sheet(
        title=_("Take over “%(title)s”") % {"title": row.title},
        lead=_("Your organisation answers each solution within %(n)s days, in public. This cannot be taken back.")
        % days,
        button=_("Take the idea over"),
        back=back,
        done=_("The idea is yours now. We tell everybody who was for it."),
        above=[(_("Ideas that nobody is responsible for yet"), reverse("web:ideas")), (row.title, back)],
    )
    choices = [(one.public_id, one.name) for one in organisations_spoken_for(request.user)]
    form = AdoptForm(**sent(request), organisations=choices)

    def act(clean: dict[str, Any]) -> None:
        organisation = access.organisation_to_represent(request.user, clean.pop("owner"))
        challenge_adopt(actor=request.user, challenge=row, organisation=organisation, **clean)

    return fill_in(request, sheet, form, act)
