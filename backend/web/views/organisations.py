"""An organisation as everybody sees it: what it says of itself, what it poses, runs and pays. Nobody in it is named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts import access
from backend.accounts.rules import speaks_for
from backend.accounts.viewers import person_of
from backend.core.predicates import holds
from backend.web.offer_words import overdue_sentence
from backend.web.paging import page_of
from funding.selectors.funds import funds_public, givings_public
from funding.selectors.pools import free_money_of
from programmes.selectors.challenges import challenges_public
from programmes.selectors.offers import answers_of_organisation, figures_of_organisation
from programmes.selectors.programmes import programmes_public

CARDS = 12


def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.organisation_to_view(request.user, public_id)
    funds = list(funds_public().filter(organisation=shown))
    free = free_money_of(funds)
    figures = figures_of_organisation(shown)
    context = {
        "figures": figures,
        "overdue_words": overdue_sentence(figures),
        "answers": list(answers_of_organisation(shown)[:CARDS]) if figures.answered else [],
        "organisation": shown,
        "programmes": programmes_public().filter(organisation=shown),
        "challenges": page_of(request, challenges_public().filter(owner=shown), CARDS),
        "funds": [(row, free[row.pk]) for row in funds],
        "givings": givings_public(shown),
        "may_manage": holds(speaks_for, person_of(request.user), shown),
    }
    return render(request, "web/organisations/organisation.html", context)
