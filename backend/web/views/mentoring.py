"""Finding a mentor and booking a slot, for who takes part in a sprint; what a team has booked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web import formats
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.mentoring import BookForm, FeedbackForm
from backend.web.forms.profile import SPOKEN
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.access import mentoring as found
from programmes.domain.office_hours import may_cancel
from programmes.enums_of_mentoring import BookingState, Side
from programmes.selectors import mentoring as reads
from programmes.selectors.teams import teams_of
from programmes.services import bookings as services

SLOTS_SHOWN = 60


@signed_in
def mentors(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = found.sprint_to_find_mentors(request.user, slug)
    query, skill, language = words_asked(request), words_asked(request, "skill"), request.GET.get("language", "")
    rows = reads.mentors_of(sprint, query=query, skill=skill, language=language)
    context = {
        "sprint": sprint,
        "query": query,
        "skill": skill,
        "language": language,
        "languages": SPOKEN,
        "own": reads.mentor_of(sprint, request.user),
        "page": page_of(request, rows),
    }
    return render_list(request, "web/mentoring/list.html", context)


@signed_in
def mentor(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = found.mentor_to_view(request.user, public_id)
    context = {
        "mentor": row,
        "sprint": row.sprint,
        "slots": reads.free_slots_of(row)[:SLOTS_SHOWN],
        "teams": _teams(request, row.sprint_id),
        "is_own": row.user_id == request.user.pk,
    }
    return render(request, "web/mentoring/mentor.html", context)


def _teams(request: SignedInRequest, sprint_id: int) -> list[tuple[str, str]]:
    rows = teams_of(request.user).filter(sprint_id=sprint_id)
    return [(row.public_id, row.name) for row in rows]


@signed_in
def book(request: SignedInRequest, public_id: str) -> HttpResponse:
    slot = found.slot_to_book(request.user, public_id)
    row = slot.office_hours.mentor
    back = reverse("web:mentor", args=[row.public_id])
    sheet = Sheet(
        title=_("Book a slot with %(name)s") % {"name": row.user.shown_name},
        lead=formats.period(slot.starts_at, slot.ends_at, row.sprint.timezone),
        button=_("Book this slot"),
        back=back,
        done=_("The slot is yours. You get a mail with an entry for your calendar."),
        above=[(_("Mentors"), reverse("web:mentors", args=[row.sprint.slug])), (row.user.shown_name, back)],
    )

    def act(clean: dict[str, Any]) -> str:
        team = access.team_to_hand_in(request.user, clean["team"])
        made = services.slot_book(actor=request.user, slot=slot, team=team, topic=clean["topic"])
        return reverse("web:booking", args=[made.public_id])

    return fill_in(request, sheet, BookForm(**sent(request), teams=_teams(request, row.sprint_id)), act)


@signed_in
def booking(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One slot, for the two who meet: when, where, and afterwards how it was."""
    row, side = found.booking_to_act_in(request.user, public_id)
    form = FeedbackForm(**sent(request))
    if request.method == "POST" and carried_out(
        form, lambda: services.feedback_give(actor=request.user, booking=row, by=side, **form.cleaned_data)
    ):
        return done(request, _("Thank you. The other side reads it."), "web:booking", public_id)
    return page(request, "web/mentoring/booking.html", booking_shown(row, side, form), form)


def booking_shown(row: Any, side: Side, form: FeedbackForm) -> dict[str, Any]:
    """What both pages of a slot say: that of people with an account, and that of guests."""
    moment, said = clock.now(), reads.feedback_of(row)
    is_over = row.slot.ends_at <= moment
    is_mentor = side == Side.MENTOR
    return {
        "booking": row,
        "slot": row.slot,
        "hours": row.slot.office_hours,
        "mentor": row.slot.office_hours.mentor,
        "sprint": row.slot.office_hours.mentor.sprint,
        "is_mentor": is_mentor,
        "is_over": is_over,
        "can_cancel": row.state == BookingState.BOOKED and may_cancel(row.slot.starts_at, moment, is_mentor=is_mentor),
        "can_rate": is_over and row.state == BookingState.BOOKED and side not in said,
        "can_mark": is_mentor and is_over and row.state != BookingState.CANCELLED and not said,
        "mine": said.get(side),
        "theirs": said.get(Side.BOOKER if is_mentor else Side.MENTOR),
        "missed": reads.missed_in(row.slot.office_hours.mentor.sprint, [row]).of(row) if is_mentor else 0,
        "form": form,
    }


@signed_in
def cancel(request: SignedInRequest, public_id: str) -> HttpResponse:
    row, side = found.booking_to_act_in(request.user, public_id)
    slot, zone = row.slot, row.slot.office_hours.mentor.sprint.timezone
    question = Question(
        title=_("Cancel this slot?"),
        text=_("%(when)s. The other side is told, and the slot is free again.")
        % {"when": formats.period(slot.starts_at, slot.ends_at, zone)},
        button=_("Cancel the slot"),
        stay=_("Keep it"),
        back=reverse("web:booking", args=[public_id]),
        done=_("The slot is cancelled. The other side has been told."),
    )
    return ask_once(request, question, lambda _clean: services.booking_cancel(actor=request.user, booking=row, by=side))


@signed_in
def missed(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Note that nobody came, or take it back."""
    row = found.booking_to_mark(request.user, public_id)
    was_missed = row.state == BookingState.MISSED
    act = services.booking_mark_held if was_missed else services.booking_mark_missed
    question = Question(
        title=_("Did somebody come after all?") if was_missed else _("Did nobody come?"),
        text=_("Mentors and organisers of this sprint see how often somebody did not come to a slot they had booked."),
        button=_("Yes, somebody came") if was_missed else _("Nobody came"),
        stay=_("Leave it as it is"),
        back=reverse("web:booking", args=[public_id]),
        done=_("It is noted."),
    )
    return ask_once(request, question, lambda _clean: act(actor=request.user, booking=row))


@signed_in
def team_bookings(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_enter(request.user, public_id)
    context = {"team": team, "page": page_of(request, reads.bookings_of_team(team)), "now": clock.now()}
    return render(request, "web/mentoring/team.html", context)
