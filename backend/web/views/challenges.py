from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.organisations import organisations_spoken_for
from backend.accounts.viewers import person_of
from backend.core import clock
from backend.core.errors import Conflict
from backend.core.predicates import holds
from backend.web.answers import carried_out, done, page, sent
from backend.web.forms.challenges import ProposeForm
from backend.web.forms.teams import FoundForm
from backend.web.offer_words import overdue_sentence
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.reshapings import leads_on
from programmes import access
from programmes.enums import Feature
from programmes.rules import can_edit_challenge
from programmes.selectors.challenges import challenges_public
from programmes.selectors.ideas import support_count, supports_it
from programmes.selectors.offers import figures_of_challenge
from programmes.selectors.overflow import challenge_is_full, waits_for_team
from programmes.selectors.programmes import categories_of
from programmes.selectors.reshapings import reshapings_of
from programmes.selectors.solutions import solutions_public
from programmes.selectors.teams import teams_public
from programmes.selectors.windows import window_of
from programmes.services.challenges import challenge_propose
from programmes.services.teams import team_create

CARDS = 12


def challenge_list(request: HttpRequest) -> HttpResponse:
    query = words_asked(request)
    context = {"query": query, "page": page_of(request, challenges_public(query=query))}
    return render_list(request, "web/challenges/list.html", context)


def challenge(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.challenge_to_view(request.user, public_id)
    elsewhere = leads_on(request, shown)
    if elsewhere is not None:
        return elsewhere
    window = window_of(shown.sprint, Feature.FORM_TEAM)
    figures = figures_of_challenge(shown) if shown.owner_id else None
    context = {
        "challenge": shown,
        "figures": figures,
        **_about_idea(request, shown),
        "overdue_words": figures and overdue_sentence(figures),
        "teams": page_of(request, teams_public(challenge=shown), CARDS),
        "solutions": solutions_public(challenge=shown)[:CARDS],
        "can": {"form_team": window.is_open and shown.state == "published"},
        "team_opens_at": window.opens_at,
        **_overflow(request, shown, is_open=window.is_open),
        "now": clock.now(),
        "may_edit": holds(can_edit_challenge, person_of(request.user), shown),
        "has_trace": reshapings_of(shown).exists(),
    }
    return render(request, "web/challenges/challenge.html", context)


def _overflow(request: HttpRequest, shown: Any, *, is_open: bool) -> dict[str, bool]:
    """Whether all teams are full, while a further one can be founded."""
    if not is_open or shown.state != "published" or not challenge_is_full(shown):
        return {}
    return {"is_full": True, "is_waiting": waits_for_team(shown, request.user)}


def _about_idea(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """How many are for what a citizen has posed, and what the reader may do about it."""
    if shown.owner_id and not shown.adopted_at:
        return {}
    person = person_of(request.user)
    return {
        "supports": support_count(shown),
        "is_supporter": supports_it(request.user, shown),
        "may_adopt": person is not None and organisations_spoken_for(person).exists(),
    }


@signed_in
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_join(request.user, slug)
    window = window_of(sprint, Feature.PROPOSE_CHALLENGE)
    if not window.is_open:
        raise Conflict(_("Challenges cannot be proposed at the moment."), code="phase_closed")
    form = ProposeForm(**sent(request), categories=list(categories_of(sprint.programme)), person=request.user)
    if request.method == "POST" and carried_out(form, lambda: _propose(request, sprint, form)):
        said = _("Thank you! The organisers read your proposal and tell you what they decide.")
        return done(request, said, "web:challenge", form.made.public_id)
    context = {"sprint": sprint, "form": form, "closes_at": window.closes_at}
    return page(request, "web/challenges/propose.html", context, form)


def _propose(request: SignedInRequest, sprint: Any, form: ProposeForm) -> None:
    given = dict(form.cleaned_data)
    category, owner = given.pop("category"), given.pop("owner")
    form.made = challenge_propose(
        actor=request.user,
        sprint=sprint,
        category=access.category_of(sprint, category) if category else None,
        owner=access.organisation_to_represent(request.user, owner) if owner else None,
        **given,
    )


@signed_in
def team_found(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.challenge_to_team_up(request.user, public_id)
    elsewhere = leads_on(request, shown)
    if elsewhere is not None:
        return elsewhere
    window = window_of(shown.sprint, Feature.FORM_TEAM)
    size = shown.sprint.team_size_max
    initial = {"size_limit": size, "language": request.user.language, "joining": shown.sprint.team_joining}
    form = FoundForm(**sent(request), size_max=size, initial=initial)
    if request.method == "POST" and carried_out(form, lambda: _found(request, shown, form)):
        said = _("Your team is there. Say whom you look for, so that people find you.")
        return done(request, said, "web:team", form.made.public_id)
    context = {"challenge": shown, "form": form, "window": window, "back": reverse("web:challenge", args=[public_id])}
    return page(request, "web/teams/found.html", context, form)


def _found(request: SignedInRequest, shown: Any, form: FoundForm) -> None:
    form.made = team_create(actor=request.user, challenge=shown, **form.cleaned_data)
