"""Mentors, office hours and calendars by programs."""

from datetime import timedelta

import pytest
from django.test import Client

from backend.core import clock
from programmes.models import Booking
from tests.backend.api.client import ApiClient, problem_of
from tests.calendars import read
from tests.factories import mentoring as make
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory, SprintFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


def test_from_the_question_to_the_feedback() -> None:
    sprint, person = SprintFactory.create(), UserFactory.create()
    organiser = ApiClient(ProgrammeRoleFactory.create(programme=sprint.programme, role="organiser").user)
    mentor, member = ApiClient(person), TeamMemberFactory.create(team__sprint=sprint)
    team = ApiClient(member.user)
    asked = organiser.post(f"sprints/{sprint.public_id}/mentors/", {"person": person.public_id})
    assert (asked.status_code, asked.json()["state"]) == (201, "invited")
    offered = mentor.put(f"sprints/{sprint.public_id}/mentoring/", {"headline": "Recht", "skills": ["Vereine"]})
    key = offered.json()["id"]
    start = clock.now() + timedelta(hours=3)
    body = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat(), "slot_minutes": 30}
    refused = mentor.post(f"sprints/{sprint.public_id}/office-hours/", body)
    assert list(problem_of(refused)["errors"]) == ["place"]
    made = mentor.post(f"sprints/{sprint.public_id}/office-hours/", body | {"video_url": "https://video.example.org/a"})
    assert made.status_code == 201

    assert [row["id"] for row in team.get(f"sprints/{sprint.public_id}/mentors/", q="recht").json()["results"]] == [key]
    assert team.get(f"sprints/{sprint.public_id}/mentors/", language="en").json()["results"] == []
    slots = team.get(f"mentors/{key}/slots/").json()["results"]
    assert len(slots) == 2
    assert "video" not in str(slots)
    booked = team.post(f"slots/{slots[0]['id']}/book/", {"team": member.team.public_id, "topic": "Satzung"})
    assert (booked.status_code, booked.json()["video_url"]) == (201, "https://video.example.org/a")
    again = team.post(f"slots/{slots[1]['id']}/book/", {"team": member.team.public_id})
    assert problem_of(again)["code"] == "booked_already"
    early = team.post(f"bookings/{booked.json()['id']}/feedback/", {"stars": 5})
    assert problem_of(early)["code"] == "not_over"
    make.over(Booking.objects.get())
    said = team.post(f"bookings/{booked.json()['id']}/feedback/", {"stars": 5, "words": "Danke"})
    assert (said.status_code, said.json()["side"]) == (201, "booker")
    assert mentor.get(f"mentors/{key}/bookings/").json()["results"][0]["state"] == "booked"


def test_no_address_of_a_guest_is_told() -> None:
    booking = make.BookingFactory.create(guest=True)
    answer = ApiClient(booking.slot.office_hours.mentor.user).get(f"bookings/{booking.public_id}/")
    assert answer.json()["guest_name"] == "Gerda Gast"
    assert booking.guest_email not in answer.content.decode()


def test_a_calendar_address_is_told_once() -> None:
    member = TeamMemberFactory.create()
    person = ApiClient(member.user)
    made = person.post("me/calendar-feeds/", {"kind": "team", "team": member.team.public_id})
    path = made.json()["url"].partition("/kalender/")[2]
    assert read(Client().get(f"/kalender/{path}").content).events
    [listed] = person.get("me/calendar-feeds/").json()["results"]
    assert (listed["kind"], listed["team"]) == ("team", member.team.public_id)
    assert path not in str(listed)
    assert person.delete(f"me/calendar-feeds/{listed['id']}/").status_code == 204
    assert Client().get(f"/kalender/{path}").status_code == 404
    assert person.post("me/calendar-feeds/", {"kind": "team"}).status_code == 422
