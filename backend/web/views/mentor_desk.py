"""A mentor's desk: with what one helps, when, who has booked, and the links for guests. What organisers see of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.people import person_with_address
from backend.web import formats
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.mentoring import HoursForm, InviteForm, LinkForm, OfferForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.access import mentoring as found
from programmes.enums_of_mentoring import MentorState
from programmes.selectors import mentoring as reads
from programmes.selectors.people import profile_of
from programmes.services import mentors as services
from programmes.services import office_hours

PER_PAGE, PAST_SHOWN = 12, 6


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = found.sprint_to_mentor(request.user, slug)
    row = reads.mentor_of(sprint, request.user)
    if row is None or row.state != MentorState.ACTIVE:
        return redirect("web:mentor-offer", slug)
    windows = page_of(request, reads.office_hours_of(row), PER_PAGE)
    past = list(reads.office_hours_of(row, past=True)[:PAST_SHOWN])
    context = {
        "sprint": sprint,
        "mentor": row,
        "page": windows,
        "past": past,
        "missed": reads.missed_in(sprint, reads.taken_in([*windows, *past])),
        "links": [(link, reads.link_url(link)) for link in reads.links_of(row)],
    }
    return page(request, "web/mentoring/desk.html", context)


@signed_in
def offer(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = found.sprint_to_mentor(request.user, slug)
    row, profile = reads.mentor_of(sprint, request.user), profile_of(request.user)
    is_active = row is not None and row.state == MentorState.ACTIVE
    names = ("headline", "about", "skills", "languages")
    known = {name: getattr(row, name) for name in names} if row and row.headline else {}
    form = OfferForm(**sent(request), initial=known or {"skills": profile.skills, "languages": profile.languages})
    if request.method == "POST" and carried_out(
        form, lambda: services.mentor_offer(actor=request.user, sprint=sprint, **form.cleaned_data)
    ):
        said = _("Saved.") if is_active else _("Thank you! Teams find you now. Next, open office hours.")
        return done(request, said, "web:mentor-desk", slug)
    is_asked = row is not None and row.state == MentorState.INVITED
    context = {"sprint": sprint, "is_active": is_active, "is_asked": is_asked, "form": form}
    return page(request, "web/mentoring/offer.html", context, form)


@signed_in
def decline(request: SignedInRequest, slug: str) -> HttpResponse:
    row = found.mentor_to_act_as(request.user, slug)
    question = Question(
        title=_("Can you not help?"),
        text=_("Who asked you for “%(sprint)s” is told.") % {"sprint": row.sprint.title},
        button=_("I cannot help"),
        stay=_("Back"),
        back=reverse("web:mentor-offer", args=[slug]),
        done=_("Thank you for answering."),
        to=reverse("web:next"),
    )
    return ask_once(request, question, lambda _clean: services.mentor_decline(actor=request.user, mentor=row))


@signed_in
def end(request: SignedInRequest, public_id: str) -> HttpResponse:
    """For the mentor, and for organisers."""
    row = found.mentor_to_end(request.user, public_id)
    is_own = row.user_id == request.user.pk
    facts = {"name": row.user.shown_name, "sprint": row.sprint.title}
    back = reverse("web:mentor-desk" if is_own else "web:organiser-mentors", args=[row.sprint.slug])
    question = Question(
        title=_("Help no more in “%(sprint)s”?") % facts if is_own else _("Shall %(name)s help no more?") % facts,
        text=_("Office hours to come are cancelled, and who has booked a slot is told. Links for guests end."),
        button=_("End it"),
        stay=_("Leave it as it is"),
        back=back,
        to=reverse("web:next") if is_own else back,
        done=_("Office hours to come are cancelled."),
    )
    return ask_once(request, question, lambda _clean: services.mentor_end(actor=request.user, mentor=row))


@signed_in
def hours_open(request: SignedInRequest, slug: str) -> HttpResponse:
    row = found.mentor_to_act_as(request.user, slug)
    back = reverse("web:mentor-desk", args=[slug])
    sheet = Sheet(
        title=_("Open office hours"),
        lead=_("The time is cut into slots. Teams book one of them, and you both get a mail."),
        button=_("Open office hours"),
        back=back,
        done=_("Your office hours are open. Teams can book slots now."),
        above=[(_("Office hours"), back)],
    )
    form = HoursForm(**sent(request), zone=row.sprint.timezone)
    return fill_in(request, sheet, form, lambda clean: office_hours.hours_open(actor=request.user, mentor=row, **clean))


@signed_in
def hours_withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = found.office_hours_to_manage(request.user, public_id)
    zone = row.mentor.sprint.timezone
    question = Question(
        title=_("Cancel these office hours?"),
        text=_("%(when)s. Whoever has booked a slot in them is told.")
        % {"when": formats.period(row.starts_at, row.ends_at, zone)},
        button=_("Cancel the office hours"),
        stay=_("Keep them"),
        back=reverse("web:mentor-desk", args=[row.mentor.sprint.slug]),
        done=_("The office hours are cancelled."),
    )
    return ask_once(request, question, lambda _clean: office_hours.hours_withdraw(actor=request.user, office_hours=row))


@signed_in
def link_make(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = found.mentor_to_link(request.user, public_id)
    back = _desk_of(request, row)
    sheet = Sheet(
        title=_("A link for guests"),
        lead=_("Whoever has the link books a slot without an account, with a name and an e-mail address."),
        button=_("Make the link"),
        back=back,
        done=_("Here is the link. Send it to those whom it is for."),
        above=[(_("Office hours"), back)],
    )
    return fill_in(
        request,
        sheet,
        LinkForm(**sent(request)),
        lambda clean: office_hours.link_make(actor=request.user, mentor=row, **clean),
    )


@signed_in
def link_end(request: SignedInRequest, public_id: str) -> HttpResponse:
    link = found.link_to_end(request.user, public_id)
    question = Question(
        title=_("End this link?"),
        text=_("Nobody books by it any more. What is booked stays."),
        button=_("End the link"),
        stay=_("Keep it"),
        back=_desk_of(request, link.mentor),
        done=_("The link has ended."),
    )
    return ask_once(request, question, lambda _clean: office_hours.link_end(actor=request.user, link=link))


def _desk_of(request: SignedInRequest, row: Any) -> str:
    if row.user_id == request.user.pk:
        return reverse("web:mentor-desk", args=[row.sprint.slug])
    return reverse("web:organiser-mentor", args=[row.public_id])


@signed_in
def organiser(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who helps in a sprint, who was asked, how much is booked: for its organisers."""
    sprint = access.sprint_to_manage(request.user, slug)
    form = InviteForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _invite(request, sprint, form)):
        return done(request, _("This person is asked by mail to help."), "web:organiser-mentors", slug)
    context = {
        "sprint": sprint,
        "form": form,
        "page": page_of(request, reads.mentors_asked(sprint)),
        "figures": reads.office_hours_figures(sprint),
        "here": "mentors",
    }
    return page(request, "web/organiser/mentors.html", context, form)


def _invite(request: SignedInRequest, sprint: Any, form: InviteForm) -> None:
    person = person_with_address(form.cleaned_data["email"])
    services.mentor_invite(actor=request.user, sprint=sprint, user=person)


@signed_in
def organiser_mentor(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One mentor as organisers see it: what was booked, who did not come, the links."""
    row = found.mentor_to_oversee(request.user, public_id)
    rows = page_of(request, reads.bookings_of_mentor(row))
    context = {
        "sprint": row.sprint,
        "mentor": row,
        "page": rows,
        "links": [(link, reads.link_url(link)) for link in reads.links_of(row)],
        "here": "mentors",
    }
    return page(request, "web/organiser/mentor.html", context)
