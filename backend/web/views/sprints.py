"""Sprints: the list, the page that says what happens now, taking part and giving the place back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web.answers import Question, ask_once, done, sent
from backend.web.forms.sprints import RegisterForm
from backend.web.paging import page_of, words_asked
from backend.web.partial import is_partial, render_list
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.sprint_steps import next_step
from programmes import access
from programmes.enums import RegistrationState
from programmes.selectors.challenges import challenges_public
from programmes.selectors.people import gives_place_now, registration_of, waiting_position
from programmes.selectors.programmes import categories_used_in
from programmes.selectors.registration_forms import form_of
from programmes.selectors.solutions import solutions_public
from programmes.selectors.sprints import SprintOverview, sprint_overview, sprints_public
from programmes.selectors.teams import teams_of, teams_public, with_roles
from programmes.services.places import place_accept
from programmes.services.registrations import registration_cancel, registration_create

CARDS = 6
SPRINT, CHALLENGES = "web/sprints/sprint.html", "web/challenges/results.html"


def sprint_list(request: HttpRequest) -> HttpResponse:
    query = words_asked(request)
    context = {"query": query, "page": page_of(request, sprints_public(query=query)), "now": clock.now()}
    return render_list(request, "web/sprints/list.html", context)


def sprint(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.sprint_to_view(request.user, slug)
    if is_partial(request):
        return render_list(request, SPRINT, {**_challenges(request, shown), "sprint": shown}, results=CHALLENGES)
    overview = sprint_overview(shown, request.user)
    found = _challenges(request, shown, overview.challenges)
    own = teams_of(request.user).filter(sprint=shown).first() if request.user.is_authenticated else None
    context = {
        **found,
        "team": own,
        "timeline": timeline(overview),
        "can": dict.fromkeys(overview.features, True),
        "step": next_step(overview, request.user, own, _position(overview)),
        **_figures(shown, overview),
        "seeking": with_roles(teams_public(sprint=shown, only_seeking=True))[:CARDS],
        "solutions": solutions_public(sprint=shown)[:CARDS],
    }
    return render_list(request, SPRINT, context, results=CHALLENGES)


def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """The live figures alone. htmx asks again as long as they say so: not once the sprint is over."""
    shown = access.sprint_to_view(request.user, slug)
    if not is_partial(request):
        return redirect("web:sprint", slug)
    return render(request, "web/sprints/figures.html", _figures(shown, sprint_overview(shown)))


def _figures(shown: Any, overview: SprintOverview) -> dict[str, Any]:
    return {
        "sprint": shown,
        "overview": overview,
        "places_note": _places(overview),
        "teams_url": f"{reverse('web:teams')}?sprint={shown.slug}",
        "solutions_url": f"{reverse('web:solutions')}?sprint={shown.slug}",
    }


def _challenges(request: HttpRequest, shown: Any, in_all: int | None = None) -> dict[str, Any]:
    """One page of them; `in_all` is how many there are, if that is known, where nothing is looked for."""
    query, wanted = words_asked(request), request.GET.get("category", "")
    categories = list(categories_used_in(shown))
    chosen = next((category for category in categories if category.slug == wanted), None)
    rows = challenges_public(sprint=shown, category=chosen, query=query)
    return {
        "query": query,
        "chosen": chosen,
        "categories": categories,
        "page": page_of(request, rows, 12, None if query or chosen else in_all),
    }


def timeline(overview: SprintOverview) -> list[dict[str, Any]]:
    return [
        {
            "name": shown.phase.shown_title,
            "starts_at": shown.phase.starts_at,
            "ends_at": shown.phase.ends_at,
            "state": "now" if shown.is_open else "done" if shown.is_past else "next",
        }
        for shown in overview.phases
    ]


def _position(overview: SprintOverview) -> int | None:
    return waiting_position(overview.registration) if overview.registration else None


def _places(overview: SprintOverview) -> str:
    if overview.places_left is None or overview.has_ended:
        return ""
    if overview.waiting:
        return _("%(n)s on the waiting list") % {"n": overview.waiting}
    return _("%(n)s places left") % {"n": overview.places_left}


@signed_in
def register(request: SignedInRequest, slug: str) -> HttpResponse:
    shown = access.sprint_to_join(request.user, slug)
    version = form_of(shown)
    name = {"display_name": request.user.display_name}
    form = RegisterForm(
        **sent(request),
        initial=name,
        asked=version.form if version else None,
        limit=shown.age_limit,
        proof=shown.age_proof,
    )
    # Everybody sends this in one minute: what only who sees the form needs to know is asked for nobody else, and who is
    # in already stays as they are.
    own: list[Any] = []
    if request.method == "POST" and form.carried_out(
        request.user, lambda: own.append(_take_part(request, shown, form))
    ):
        return done(request, _said(own[0]), "web:sprint", shown.slug)
    if registration_of(shown, request.user):
        return redirect("web:sprint", slug)
    context = {"sprint": shown, "form": form, "full": not gives_place_now(shown)}
    return render(request, "web/sprints/register.html", context, status=422 if form.errors else 200)


def _take_part(request: SignedInRequest, shown: Any, form: RegisterForm) -> Any:
    language = get_language() or "de"
    return registration_create(actor=request.user, sprint=shown, answers=form.answers, language=language, age=form.age)


def _said(own: Any) -> str:
    if own.state == RegistrationState.WAITING:
        return _("You are on the waiting list. We write to you as soon as a place is free.")
    if own.state == RegistrationState.CONSENT:
        return _("Your place is kept. We have written to the person who is responsible for you.")
    return _("Welcome! You have a place. Next: find a team.")


@signed_in
def accept(request: SignedInRequest, slug: str) -> HttpResponse:
    own = access.own_registration_to_use(request.user, slug)
    shown = own.sprint
    question = Question(
        title=_("Do you take the place in “%(title)s”?") % {"title": shown.title},
        text=_("If you do not take it in time, it goes to the next person on the list."),
        button=_("Take the place"),
        stay=_("Decide later"),
        back=reverse("web:sprint", args=[shown.slug]),
        done=_("Welcome! You have a place. Next: find a team."),
    )
    context = {"sprint": shown, "registration": own}
    return ask_once(
        request,
        question,
        lambda _clean: place_accept(actor=request.user, registration=own),
        template="web/sprints/accept.html",
        context=context,
    )


@signed_in
def cancel(request: SignedInRequest, slug: str) -> HttpResponse:
    own = access.own_registration_to_give_back(request.user, slug)
    shown = own.sprint
    given_back = _("You do not take part in “%(title)s” any more.") % {"title": shown.title}
    if own.state == RegistrationState.CANCELLED:
        return done(request, given_back, "web:sprint", shown.slug)
    question = Question(
        title=_("Give your place in “%(title)s” back?") % {"title": shown.title},
        text=_("Whoever waits longest gets it. If you come back later, you stand at the end of the list."),
        button=_("Give my place back"),
        stay=_("Keep my place"),
        back=reverse("web:sprint", args=[shown.slug]),
        done=given_back,
    )
    return ask_once(request, question, lambda _clean: registration_cancel(actor=request.user, registration=own))
