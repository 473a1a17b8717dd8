"""Finding a mentor, booking a slot, the mentor's desk, and what a guest does without an account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from backend.core import clock
from programmes.models import Booking, BookingLink, Mentor, OfficeHours
from programmes.selectors.mentoring import guest_token, link_token
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import mentoring as make
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES, DESK_QUERIES, GUEST_QUERIES, ORGANISER_QUERIES = 10, 14, 2, 8


def test_a_team_finds_a_mentor_and_books(client: Client) -> None:
    slot = make.SlotFactory.create(office_hours__video_url="https://video.example.org/raum")
    mentor = slot.office_hours.mentor
    member = TeamMemberFactory.create(team__sprint=mentor.sprint)
    page = signed_in(member.user)
    name = mentor.user.shown_name
    assert name in text_of(page, f"/sprints/{mentor.sprint.slug}/mentoren/?q=datensch&language=de")
    assert "Niemand passt dazu" in text_of(page, f"/sprints/{mentor.sprint.slug}/mentoren/?q=gartenbau")
    shown = text_of(page, f"/mentoren/{mentor.public_id}/")
    assert f"/slots/{slot.public_id}/buchen/" in shown
    assert "video.example.org" not in shown
    sent = {"team": member.team.public_id, "topic": "Ein Antrag"}
    answer = page.post(f"/slots/{slot.public_id}/buchen/", sent)
    booking = Booking.objects.get()
    assert answer["Location"] == f"/gebuchte-termine/{booking.public_id}/"
    assert "video.example.org" in text_of(page, answer["Location"])
    assert page.post(f"/slots/{slot.public_id}/buchen/", sent).status_code == 422
    assert name in text_of(page, f"/teams/{member.team.public_id}/raum/sprechstunden/")
    assert client.get(f"/mentoren/{mentor.public_id}/").status_code == 302


@pytest.mark.parametrize("many", [1, 3])
def test_more_mentors_and_slots_need_no_more_queries(many: int) -> None:
    mentor = make.BookingFactory.create(guest=True).slot.office_hours.mentor
    for number in range(many):
        make.MentorFactory.create(sprint=mentor.sprint)
        window = make.OfficeHoursFactory.create(
            mentor=mentor,
            starts_at=clock.now() + timedelta(days=2 + number),
            ends_at=clock.now() + timedelta(days=2 + number, hours=1),
        )
        make.BookingFactory.create(slot=window.slots.all()[0])
    page = signed_in(mentor.user)
    assert queries_of(page, f"/sprints/{mentor.sprint.slug}/mentoren/") == LIST_QUERIES
    assert queries_of(page, f"/sprints/{mentor.sprint.slug}/sprechstunden/") == DESK_QUERIES
    organiser = ProgrammeRoleFactory.create(programme=mentor.sprint.programme, role="organiser").user
    address = f"/organisation/sprints/{mentor.sprint.slug}/mentoren/"
    assert queries_of(signed_in(organiser), address) == ORGANISER_QUERIES
    link = BookingLink.objects.get()
    assert queries_of(Client(), f"/sprechstunde/{link_token(link)}/") == GUEST_QUERIES


def test_who_is_asked_offers_help_opens_a_window_and_hands_out_a_link() -> None:
    mentor = make.MentorFactory.create(state="invited", headline="")
    page, desk = signed_in(mentor.user), f"/sprints/{mentor.sprint.slug}/sprechstunden/"
    assert page.get(desk)["Location"] == f"{desk}angebot/"
    assert page.post(f"{desk}angebot/", {"headline": "Recht", "skills": "Vereine"}).status_code == 302
    start = clock.now().astimezone(mentor.sprint.zone) + timedelta(hours=2)
    sent = {"starts_at": start.strftime("%Y-%m-%dT%H:%M"), "slot_minutes": 20, "place": "Rathaus"}
    end = (start + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert page.post(f"{desk}oeffnen/", sent).status_code == 422
    assert page.post(f"{desk}oeffnen/", sent | {"ends_at": end}).status_code == 302
    window = OfficeHours.objects.get()
    assert window.slots.count() == 3
    assert page.post(f"/mentoren/{mentor.public_id}/link/", {"note": "Chor", "days": 5}).status_code == 302
    link = BookingLink.objects.get()
    assert link_token(link) in text_of(page, desk)
    assert page.post(f"/buchungslinks/{link.public_id}/beenden/").status_code == 302
    assert link_token(link) not in text_of(page, desk)
    assert page.post(f"/sprechstunden/{window.public_id}/absagen/").status_code == 302
    assert page.post(f"/mentoren/{mentor.public_id}/beenden/").status_code == 302
    assert Mentor.objects.get().state == "ended"


def test_who_is_asked_may_say_no() -> None:
    mentor = make.MentorFactory.create(state="invited", headline="", invited_by=UserFactory.create())
    page, address = signed_in(mentor.user), f"/sprints/{mentor.sprint.slug}/sprechstunden/ablehnen/"
    assert mentor.sprint.title in text_of(page, "/fuer-mich/")
    assert "Können Sie nicht helfen?" in text_of(page, address)
    assert page.post(address)["Location"] == "/fuer-mich/"
    mentor.refresh_from_db()
    assert mentor.state == "declined"
    assert page.get(address).status_code == 404


def test_a_guest_books_cancels_and_is_forgotten(client: Client) -> None:
    slot = make.SlotFactory.create(office_hours__video_url="https://video.example.org/raum")
    link = make.BookingLinkFactory.create(mentor=slot.office_hours.mentor)
    address = f"/sprechstunde/{link_token(link)}/"
    assert "video.example.org" not in text_of(client, address)
    sent = {"slot": slot.public_id, "name": "Gerda", "email": "gerda@example.org"}
    assert client.post(address, sent | {"email": "gerda@"}).status_code == 422
    answer = client.post(address, sent)
    booking = Booking.objects.get()
    assert answer["Location"] == f"/termin/{guest_token(booking)}/"
    assert "gerda" not in answer["Location"].lower()
    shown = client.get(answer["Location"])
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert shown["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown["Cache-Control"]
    assert "video.example.org" in shown.content.decode()
    # Scanners of mail servers open every link.
    booking.refresh_from_db()
    assert booking.state == "booked"
    taken = client.post(address, sent | {"email": "other@example.org"})
    assert taken.status_code == 422
    assert "Jemand war schneller" in taken.content.decode()
    assert "Diesen Termin absagen?" in client.post(answer["Location"], {"do": "cancel"}).content.decode()
    booking.refresh_from_db()
    assert booking.state == "booked"
    for _again in range(2):
        assert client.post(answer["Location"], {"do": "cancel", "sure": "yes"}).status_code == 302
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    client.post(answer["Location"], {"do": "forget", "sure": "yes"})
    assert "gerda" not in text_of(client, answer["Location"]).lower()


def test_a_link_that_has_ended_says_so(client: Client) -> None:
    link = make.BookingLinkFactory.create()
    address = f"/sprechstunde/{link_token(link)}/"
    with time_machine.travel(link.expires_at, tick=False):
        assert "Dieser Link ist beendet" in text_of(client, address, status=410)
    for broken in ("x", link.public_id, link_token(link)[:-1], f"{link_token(link)}x"):
        assert client.get(f"/sprechstunde/{broken}/").status_code == 404


def test_a_token_of_one_kind_opens_nothing_of_the_other(client: Client) -> None:
    booking = make.BookingFactory.create(guest=True)
    of_team = make.BookingFactory.create()
    assert client.get(f"/sprechstunde/{guest_token(booking)}/").status_code == 404
    assert client.get(f"/termin/{link_token(BookingLink.objects.get())}/").status_code == 404
    assert client.get(f"/termin/{guest_token(of_team)}/").status_code == 404


def test_both_sides_say_how_it_was_and_no_shows_are_seen(client: Client) -> None:
    guest = make.over(make.BookingFactory.create(guest=True))
    mentor = guest.slot.office_hours.mentor
    address = f"/termin/{guest_token(guest)}/"
    assert client.post(address, {"do": "rate", "stars": "9"}).status_code == 422
    assert client.post(address, {"do": "rate", "stars": "5", "words": "Sehr gut erklärt"}).status_code == 302
    page = signed_in(mentor.user)
    assert "Sehr gut erklärt" in text_of(page, f"/gebuchte-termine/{guest.public_id}/")
    team = make.BookingFactory.create(slot=guest.slot.office_hours.slots.all()[1])
    assert page.post(f"/gebuchte-termine/{team.public_id}/nicht-erschienen/").status_code == 302
    team.refresh_from_db()
    assert team.state == "missed"
    assert "1 Mal kam niemand" in text_of(page, f"/gebuchte-termine/{team.public_id}/")
    assert "1 Mal kam niemand" in text_of(page, f"/sprints/{mentor.sprint.slug}/sprechstunden/")
    assert page.post(f"/gebuchte-termine/{team.public_id}/nicht-erschienen/").status_code == 302
    team.refresh_from_db()
    assert team.state == "booked"


def test_organisers_ask_and_oversee() -> None:
    booking = make.BookingFactory.create(guest=True)
    mentor = booking.slot.office_hours.mentor
    organiser = signed_in(ProgrammeRoleFactory.create(programme=mentor.sprint.programme, role="organiser").user)
    address, person = f"/organisation/sprints/{mentor.sprint.slug}/mentoren/", UserFactory.create()
    assert organiser.post(address, {"email": "niemand@example.org"}).status_code == 422
    assert organiser.post(address, {"email": person.email}).status_code == 302
    assert Mentor.objects.get(user=person).state == "invited"
    assert person.shown_name in text_of(organiser, address)
    shown = text_of(organiser, f"/organisation/mentoren/{mentor.public_id}/")
    assert "Gerda Gast" in shown
    assert booking.guest_email not in shown
