"""Booking a slot and giving it back without an account: the signed address is the right to do so."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from backend.web import formats
from backend.web.answers import REFUSALS, carried_out, done, page, refused, sent
from backend.web.forms.mentoring import FeedbackForm, GuestForm
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
    if not reads.link_is_valid(link):
        context = {"mentor": link.mentor, "sprint": link.mentor.sprint}
        return _kept_apart(render(request, "web/mentoring/guest_over.html", context, status=410))
    zone = link.mentor.sprint.timezone
    slots = list(reads.free_slots_of(link.mentor)[:SLOTS_SHOWN])
    choices = [(slot.public_id, formats.period(slot.starts_at, slot.ends_at, zone)) for slot in slots]
    form, made = GuestForm(**sent(request), slots=choices), []
    if request.method == "POST" and carried_out(form, lambda: made.append(_book(link, form))):
        said = _("The slot is yours. You get a mail with an entry for your calendar.")
        return _kept_apart(done(request, said, "web:guest-booking", reads.guest_token(made[0])))
    context = {"mentor": link.mentor, "sprint": link.mentor.sprint, "slots": slots, "form": form}
    return _kept_apart(page(request, "web/mentoring/guest_book.html", context, form))


def _book(link: Any, form: GuestForm) -> Any:
    clean = form.cleaned_data
    slot = found.slot_of_link(link, clean["slot"])
    return slot_book_as_guest(link=link, slot=slot, name=clean["name"], email=clean["email"], topic=clean["topic"])


@never_cache
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """The guest's own slot. Scanners of mail servers open every link, so only a POST changes something."""
    row = found.booking_of_guest(request.user, token)
    form = FeedbackForm(**(sent(request) if request.POST.get("do") == "rate" else {}))
    if (
        request.method == "POST"
        and form.is_bound
        and carried_out(form, lambda: feedback_give(actor=None, booking=row, by=Side.BOOKER, **form.cleaned_data))
    ):
        return _kept_apart(done(request, _("Thank you. The other side reads it."), "web:guest-booking", token))
    if request.method == "POST" and not form.is_bound:
        return _kept_apart(_act(request, row, token))
    return _kept_apart(page(request, "web/mentoring/guest_booking.html", booking_shown(row, Side.BOOKER, form), form))


def _act(request: HttpRequest, row: Any, token: str) -> HttpResponse:
    if request.POST.get("do") == "forget":
        guest_forget(booking=row)
        return done(request, _("Your name and your address are deleted."), "web:guest-booking", token)
    try:
        booking_cancel(actor=None, booking=row, by=Side.BOOKER)
    except REFUSALS as error:
        return refused(request, error, "web:guest-booking", token)
    return done(request, _("The slot is cancelled. The other side has been told."), "web:guest-booking", token)
