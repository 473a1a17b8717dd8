"""Booking a slot and giving it back without an account: the signed address is the right to do so."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from backend.web.answers import REFUSALS, carried_out, done, page, refused, sent
from backend.web.forms.mentoring import FeedbackForm, GuestForm
from backend.web.templatetags.gemeinwerk_slots import slot_time
from backend.web.views.mentoring import SLOTS_SHOWN, booking_shown
from programmes.access import mentoring as found
from programmes.enums_of_mentoring import Side
from programmes.selectors import mentoring as reads
from programmes.services.bookings import booking_cancel, feedback_give, slot_book_as_guest
from programmes.services.guest_bookings import guest_forget


def _kept_apart(response: HttpResponse) -> HttpResponse:
    """The address is a right: no search engine keeps it, and no other site hears of it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@never_cache
def book(request: HttpRequest, token: str) -> HttpResponse:
    link = found.link_to_book(request.user, token)
    context: dict[str, Any] = {"mentor": link.mentor, "sprint": link.mentor.sprint}
    if not reads.link_is_valid(link):
        return _kept_apart(render(request, "web/mentoring/guest_over.html", context, status=410))
    slots = list(reads.free_slots_of(link.mentor)[:SLOTS_SHOWN])
    form = GuestForm(**sent(request), slots=_choices(slots, link.mentor.sprint.timezone))
    made: list[Any] = []
    if request.method == "POST" and carried_out(form, lambda: made.append(_book(link, form))):
        said = _("The slot is yours. You get a mail with an entry for your calendar.")
        return _kept_apart(done(request, said, "web:guest-booking", reads.guest_token(made[0])))
    context |= {"slots": slots, "form": form}
    return _kept_apart(page(request, "web/mentoring/guest_book.html", context, form))


def _choices(slots: list[Any], zone: str) -> list[tuple[str, SafeString]]:
    return [(slot.public_id, slot_time(slot, zone)) for slot in slots]


def _book(link: Any, form: GuestForm) -> Any:
    clean = form.cleaned_data
    slot = found.slot_of_link(link, clean["slot"])
    return slot_book_as_guest(link=link, slot=slot, name=clean["name"], email=clean["email"], topic=clean["topic"])


@never_cache
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """The guest's own slot. Scanners of mail servers open every link, so only a POST changes something."""
    row = found.guest_booking_to_use(request.user, token)
    rates = request.POST.get("do") == "rate"
    form = FeedbackForm(**(sent(request) if rates else {}))
    if request.method == "POST" and not rates:
        return _kept_apart(_act(request, row, token))
    if rates and carried_out(form, lambda: _rate(row, form)):
        return _kept_apart(done(request, _("Thank you. The other side reads it."), "web:guest-booking", token))
    return _kept_apart(page(request, "web/mentoring/guest_booking.html", booking_shown(row, Side.BOOKER, form), form))


def _rate(row: Any, form: FeedbackForm) -> None:
    feedback_give(actor=None, booking=row, by=Side.BOOKER, **form.cleaned_data)


def _act(request: HttpRequest, row: Any, token: str) -> HttpResponse:
    """Asks once before anything ends."""
    forgets = request.POST.get("do") == "forget"
    if request.POST.get("sure") != "yes":
        sprint = row.slot.office_hours.mentor.sprint
        return render(request, "web/mentoring/guest_sure.html", {"booking": row, "sprint": sprint, "forgets": forgets})
    try:
        guest_forget(booking=row) if forgets else booking_cancel(actor=None, booking=row, by=Side.BOOKER)
    except REFUSALS as error:
        return refused(request, error, "web:guest-booking", token)
    cancelled = _("The slot is cancelled. The other side has been told.")
    said = _("Your name and your address are deleted.") if forgets else cancelled
    return done(request, said, "web:guest-booking", token)
