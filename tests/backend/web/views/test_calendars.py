"""Calendars by secret address: what they hold, for whom, and that the address alone counts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from programmes.enums_of_mentoring import FeedKind
from programmes.models import CalendarFeed, Project, Team, TeamMember
from programmes.selectors.calendar_feeds import ENTRIES_MOST, KEPT
from programmes.services.calendar_feeds import feed_end, feed_renew
from tests.calendars import read
from tests.factories import mentoring as make
from tests.factories import programmes
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_PERSON = 7


def address(clear: str) -> str:
    return reverse("web:calendar-feed", args=[clear])


def titles(client: Client, clear: str) -> list[str]:
    answer = client.get(address(clear))
    assert answer.status_code == 200
    return [str(event.summary) for event in read(answer.content).events]


def busy_person() -> tuple[User, Team]:
    """In a team with a project that owes something, with a slot booked, and a mentor elsewhere."""
    project: Project = programmes.ProjectFactory.create()
    team = project.team
    person: User = TeamMember.objects.filter(team=team)[0].user
    day = clock.now().date() + timedelta(days=9)
    programmes.MilestoneFactory.create(project=project, title="Testlauf", due_on=day)
    programmes.MilestoneFactory.create(project=project, title="Längst", due_on=day - timedelta(days=400))
    programmes.ProgressReportFactory.create(project=project, title="Mai", state="draft")
    slot = make.SlotFactory.create(office_hours__mentor__sprint=team.sprint)
    make.BookingFactory.create(slot=slot, team=team, booked_by=person)
    mentor = make.MentorFactory.create(user=person)
    make.BookingFactory.create(slot=make.SlotFactory.create(office_hours__mentor=mentor), guest=True)
    return person, team


def test_the_calendar_of_a_person_holds_what_concerns_them(client: Client) -> None:
    person, team = busy_person()
    clear = feed_renew(actor=person, kind=FeedKind.PERSON)
    found = titles(client, clear)
    mentor = team.slots_booked.get().slot.office_hours.mentor.user.shown_name
    assert f"Sprechstunde: {mentor}" in found
    assert "Sprechstunde: Gerda Gast" in found
    assert "Sprechstunde: 1 von 2 Terminen gebucht" in found
    assert "Meilenstein fällig: Testlauf" in found
    assert "Bericht abzugeben: Mai" in found
    assert any(title.startswith(f"{team.sprint.title}: ") for title in found)
    assert not any("Längst" in title for title in found)


def test_more_entries_need_no_more_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person, team = busy_person()
    clear = feed_renew(actor=person, kind=FeedKind.PERSON)
    with django_assert_num_queries(QUERIES_OF_PERSON):
        client.get(address(clear))
    for _number in range(3):
        other = programmes.TeamMemberFactory.create(user=person)
        make.BookingFactory.create(
            slot=make.SlotFactory.create(office_hours__mentor__sprint=other.team.sprint),
            team=other.team,
            booked_by=person,
        )
    with django_assert_num_queries(QUERIES_OF_PERSON):
        client.get(address(clear))
    assert team.pk


def test_a_team_s_and_a_mentor_s_calendar_hold_their_own_alone(client: Client) -> None:
    person, team = busy_person()
    mentor = person.mentoring.get()
    of_team = titles(client, feed_renew(actor=person, kind=FeedKind.TEAM, team=team))
    of_mentor = titles(client, feed_renew(actor=person, kind=FeedKind.MENTOR, mentor=mentor))
    assert not any("Gerda" in title for title in of_team)
    assert sorted(of_mentor) == ["Sprechstunde: 1 von 2 Terminen gebucht", "Sprechstunde: Gerda Gast"]


def test_a_new_address_ends_the_old_one_and_an_end_ends_it(client: Client) -> None:
    person = UserFactory.create()
    first, second = (feed_renew(actor=person, kind=FeedKind.PERSON) for _again in range(2))
    assert client.get(address(first)).status_code == 404
    assert titles(client, second) == []
    feed = CalendarFeed.objects.get()
    assert second not in feed.token_hash
    for _again in range(2):
        feed_end(actor=person, feed=feed)
    assert client.get(address(second)).status_code == 404


def test_who_has_left_a_team_or_is_gone_reads_nothing_more(client: Client) -> None:
    member = programmes.TeamMemberFactory.create()
    clear = feed_renew(actor=member.user, kind=FeedKind.TEAM, team=member.team)
    own = feed_renew(actor=member.user, kind=FeedKind.PERSON)
    mentor = make.MentorFactory.create(user=member.user)
    mentors = feed_renew(actor=member.user, kind=FeedKind.MENTOR, mentor=mentor)
    assert client.get(address(clear)).status_code == 200
    TeamMember.objects.filter(pk=member.pk).update(left_at=clock.now())
    type(mentor).objects.update(state="ended")
    assert [client.get(address(one)).status_code for one in (clear, mentors, own)] == [404, 404, 200]
    User.objects.update(is_active=False)
    assert client.get(address(own)).status_code == 404


def test_the_address_alone_counts_and_no_session_is_read(client: Client) -> None:
    person, _team = busy_person()
    clear = feed_renew(actor=person, kind=FeedKind.PERSON)
    plain = client.get(address(clear))
    client.force_login(UserFactory.create(language="en"))
    answer = client.get(address(clear))
    assert answer.content == plain.content
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert client.post(address(clear)).status_code == 405


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    person, _team = busy_person()
    clear = feed_renew(actor=person, kind=FeedKind.PERSON)
    first = client.get(address(clear))
    again = client.get(address(clear), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == again["Cache-Control"] == "private, max-age=900"
    person.mentoring.get().office_hours.get().slots.all()[1].bookings.create(
        team=programmes.TeamFactory.create(), booked_by=person
    )
    assert client.get(address(clear), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_is_long_over_has_left_and_the_size_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sprint = programmes.SprintFactory.create()
    registration = programmes.RegistrationFactory.create(sprint=sprint)
    clear = feed_renew(actor=registration.user, kind=FeedKind.PERSON)
    assert titles(client, clear)
    monkeypatch.setattr("programmes.selectors.calendar_feeds.ENTRIES_MOST", 0)
    assert titles(client, clear) == []
    monkeypatch.setattr("programmes.selectors.calendar_feeds.ENTRIES_MOST", ENTRIES_MOST)
    past = clock.now() - KEPT - timedelta(days=1)
    sprint.phases.update(starts_at=past - timedelta(days=1), ends_at=past)
    assert titles(client, clear) == []


def test_the_dates_of_a_sprint_are_a_calendar_too(client: Client) -> None:
    sprint = programmes.SprintFactory.create()
    answer = client.get(reverse("web:sprint-calendar", args=[sprint.slug]))
    assert read(answer.content).events
    assert answer["Cache-Control"] == "public, max-age=900"
    again = client.get(reverse("web:sprint-calendar", args=[sprint.slug]), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_settings_show_an_address_once(client: Client) -> None:
    person, team = busy_person()
    client.force_login(person)
    page = reverse("web:settings-calendars")
    assert "/kalender/" not in client.get(page).content.decode().replace("/einstellungen/kalender/", "")
    answer = client.post(page, {"calendar": f"team:{team.public_id}"})
    found = re.search(r"/kalender/([\w-]+)\.ics", answer.content.decode())
    assert found
    assert answer["Cache-Control"] == "no-store"
    assert any(team.sprint.title in title for title in titles(Client(), found[1]))
    assert found[1] not in client.get(page).content.decode()
    feed = CalendarFeed.objects.get()
    assert "beenden?" in client.get(reverse("web:calendar-feed-end", args=[feed.public_id])).content.decode()
    client.post(reverse("web:calendar-feed-end", args=[feed.public_id]))
    assert not CalendarFeed.objects.exists()
    others = programmes.TeamFactory.create()
    assert client.post(page, {"calendar": f"team:{others.public_id}"}).status_code == 404
