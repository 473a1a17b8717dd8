"""Tickets, and the desk at the door: made for a helper's phone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from backend.core.errors import Conflict, NotFound
from backend.web.answers import Question, Sheet, ask_once, done, fill_in, refused, sent
from backend.web.forms.door import WalkInForm
from backend.web.paging import page_of, words_asked
from backend.web.partial import is_partial
from backend.web.qr import qr_svg
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import RegistrationState
from programmes.selectors.door import door_counts, latest_at_door, people_at_door
from programmes.selectors.tickets import ticket_url
from programmes.services import check_ins

PER_PAGE, LATEST = 20, 5


@signed_in
@never_cache
def ticket(request: SignedInRequest, slug: str) -> HttpResponse:
    own = access.own_registration_to_use(request.user, slug)
    if own.state != RegistrationState.REGISTERED:
        raise NotFound
    sprint = own.sprint
    label = _("Code of your ticket for “%(sprint)s”") % {"sprint": sprint.title}
    context = {"sprint": sprint, "registration": own, "code": qr_svg(ticket_url(own), label)}
    return render(request, "web/sprints/ticket.html", context)


@signed_in
@never_cache
def scanned(request: SignedInRequest, token: str) -> HttpResponse:
    """What a helper's camera opens: the person, and one button. Who opens the own ticket sees the ticket."""
    row = access.ticket_to_open(request.user, token)
    if row.user_id == request.user.pk:
        # Nobody checks in themselves, not even who may check in others.
        return redirect("web:ticket", row.sprint.slug)
    if request.method == "POST":
        return _check_in(request, row, reverse("web:door-scanned", args=[token]))
    return render(request, "web/door/scanned.html", {"registration": row, "sprint": row.sprint, "token": token})


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_check_in(request.user, slug)
    query = words_asked(request)
    context = {
        "sprint": sprint,
        "query": query,
        "page": page_of(request, people_at_door(sprint, query), PER_PAGE),
        "latest": [] if query else latest_at_door(sprint, LATEST),
        "counts": door_counts(sprint),
    }
    return render(request, "web/door/desk.html", context)


@signed_in
def counts(request: SignedInRequest, slug: str) -> HttpResponse:
    """The live counts alone."""
    sprint = access.sprint_to_check_in(request.user, slug)
    if not is_partial(request):
        return redirect("web:door", slug)
    return render(request, "web/door/counts.html", {"sprint": sprint, "counts": door_counts(sprint)})


@signed_in
@require_POST
def check_in(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.registration_to_check_in(request.user, public_id)
    return _check_in(request, row, reverse("web:door", args=[row.sprint.slug]))


def _check_in(request: SignedInRequest, row: Any, to: str) -> HttpResponse:
    try:
        check_ins.check_in(actor=request.user, registration=row)
    except Conflict as error:
        return refused(request, error, to)
    return done(request, _("%(name)s is checked in.") % {"name": row.user.shown_name}, to)


@signed_in
def undo(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.registration_to_check_in(request.user, public_id)
    facts = {"name": row.user.shown_name}
    question = Question(
        title=_("Take the check-in of %(name)s back?") % facts,
        text=_("For a mistake at the door. The place in the sprint stays."),
        button=_("Take it back"),
        stay=_("Leave it"),
        back=reverse("web:door", args=[row.sprint.slug]),
        done=_("%(name)s is not checked in any more.") % facts,
    )
    return ask_once(request, question, lambda _clean: check_ins.check_in_undo(actor=request.user, registration=row))


@signed_in
def walk_in(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_check_in(request.user, slug)
    back = reverse("web:door", args=[slug])
    beyond = _("There may be more people than places.")
    kept = _("If all places are taken, nobody can come in without having registered.")
    sheet = Sheet(
        title=_("Somebody without a registration"),
        lead=beyond if sprint.walk_ins_beyond else kept,
        button=_("Register and check in"),
        back=back,
        done=_("Registered and checked in."),
        above=[(_("Check-in"), back)],
    )

    def act(clean: dict[str, Any]) -> None:
        check_ins.walk_in(actor=request.user, sprint=sprint, **clean)

    return fill_in(request, sheet, WalkInForm(**sent(request)), act)
