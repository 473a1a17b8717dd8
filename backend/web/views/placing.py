"""A person's own placement: asking for it, reading where one sits and why, objecting."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core import clock
from backend.core.errors import NotFound
from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.forms.placing import ObjectForm, WishForm
from backend.web.paging import words_asked
from backend.web.placing_words import reason_words
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import Feature, PlacingRunState, PlacingWishState, RegistrationState
from programmes.selectors import placings
from programmes.selectors.people import profile_of, registration_of
from programmes.selectors.teams import teams_of
from programmes.selectors.windows import window_of
from programmes.services.placings import placing_ask, placing_object, placing_withdraw

NAMES = ("wishes", "skills", "languages", "times", "group")
OFFERED_MAX = 60
"""More than that is no choice on a phone: a word narrows it down."""


@signed_in
def place_me(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_join(request.user, slug)
    wish = placings.wish_of(sprint, request.user)
    form = _form(request, sprint, wish)
    if request.method == "POST" and carried_out(
        form, lambda: placing_ask(actor=request.user, sprint=sprint, **form.wished)
    ):
        return done(request, _("We have noted it. You hear from us before anything is fixed."), "web:placing", slug)
    own = teams_of(request.user).filter(sprint=sprint).first()
    registration = registration_of(sprint, request.user)
    context = {
        "sprint": sprint,
        "wish": wish if wish and wish.state == PlacingWishState.ASKED else None,
        "team": own,
        "registered": registration is not None and registration.state == RegistrationState.REGISTERED,
        "window": window_of(sprint, Feature.JOIN_TEAM),
        "query": words_asked(request),
        "form": form,
        **_seat(request, sprint),
    }
    return page(request, "web/sprints/placing.html", context, form)


def _form(request: SignedInRequest, sprint: Any, wish: Any) -> WishForm:
    source = wish or profile_of(request.user)
    initial = {name: getattr(source, name, "" if name == "group" else []) for name in NAMES}
    challenges, teams = placings.wishes_offered(
        sprint, words_asked(request), [*initial["wishes"], *_sent_wishes(request)], OFFERED_MAX
    )
    return WishForm(**sent(request), initial=initial, challenges=challenges, teams=teams)


def _sent_wishes(request: SignedInRequest) -> list[str]:
    """What was chosen stays a choice, whatever was looked for since."""
    return [request.POST.get(f"wish_{number}", "") for number in (1, 2, 3)]


def _seat(request: SignedInRequest, sprint: Any) -> dict[str, Any]:
    seat = placings.seat_told_to(sprint, request.user)
    if seat is None:
        return {"seat": None, "is_placed": False}
    run = seat.run
    until = run.objections_until
    # Who is told a team and has not objected waits for nothing more; who is told that there is none still does.
    is_placed = run.state == PlacingRunState.PUBLISHED and seat.team and not seat.objected_at and not seat.outcome
    is_open = until is not None and until > clock.now()
    reasons = [reason_words(row) for row in seat.reasons]
    return {"seat": seat, "reasons": reasons, "is_placed": is_placed, "may_object": is_placed and is_open}


@signed_in
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_join(request.user, slug)
    wish = placings.wish_of(sprint, request.user)
    if wish is None:
        raise NotFound
    question = Question(
        title=_("Do you not want to be placed any more?"),
        text=_("You can still ask teams for a place yourself, and you can come back to this."),
        button=_("Do not place me"),
        stay=_("Keep my wish"),
        back=reverse("web:placing", args=[slug]),
        done=_("Nobody places you any more."),
    )
    return ask_once(request, question, lambda _clean: placing_withdraw(actor=request.user, wish=wish))


@signed_in
def object_to(request: SignedInRequest, public_id: str) -> HttpResponse:
    seat = access.placing_seat_to_answer(request.user, public_id)
    team = seat.team.name if seat.team else ""
    question = Question(
        title=_("Do you object to “%(team)s”?") % {"team": team},
        text=_("You do not join this team then. Whether another one has a place for you is open."),
        button=_("I object"),
        stay=_("Keep this team"),
        back=reverse("web:placing", args=[seat.run.sprint.slug]),
        done=_("You do not join this team. You can look for another one yourself."),
    )
    form = ObjectForm(**sent(request))
    return ask_once(request, question, lambda clean: placing_object(actor=request.user, seat=seat, **clean), form)
