"""Announcements on the pages: written, looked at, tried, sent, followed."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.notifications.enums import MailState
from backend.notifications.models import Message
from programmes.enums import AnnouncementState
from programmes.models import Announcement, Sprint
from programmes.services.announcement_sending import announcement_piece
from tests.factories import programmes as make
from tests.factories.announcements import AnnouncementFactory, send_all

pytestmark = pytest.mark.django_db
WRITTEN = {
    "segments": ["with_place", "leads"],
    "subject_de": "Treffpunkt",
    "body_de": "Wir treffen uns <b>hier</b>.\n\nBis gleich!",
    "subject_en": "Meeting point",
    "body_en": "We meet here.",
}


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def organiser(sprint: Sprint) -> User:
    user: User = make.ProgrammeRoleFactory.create(programme=sprint.programme).user
    user.language = "en"
    user.save(update_fields=["language"])
    return user


@pytest.fixture
def desk(organiser: User) -> Client:
    client = Client()
    client.force_login(organiser)
    return client


def page_of(row: Announcement) -> str:
    return f"/organisation/ankuendigungen/{row.public_id}/"


def test_from_the_first_word_to_the_last_mail(sprint: Sprint, organiser: User, desk: Client) -> None:
    team = make.TeamFactory.create(challenge__sprint=sprint)
    listed = f"/organisation/sprints/{sprint.slug}/ankuendigungen/"
    assert "Nothing has been announced yet." in desk.get(listed).text
    assert desk.get(f"{listed}neu/").status_code == 200
    sent = desk.post(f"{listed}neu/", WRITTEN, follow=True)
    row = Announcement.objects.get()
    assert sent.redirect_chain[-1][0] == page_of(row)
    shown = sent.text
    assert "Right now that is <strong>1 person</strong>" in shown
    assert "Wir treffen uns &lt;b&gt;hier&lt;/b&gt;." in shown
    assert "Meeting point" in shown

    mail = desk.get(f"{page_of(row)}mail/de/")
    assert "Treffpunkt" in mail.text
    assert "&lt;b&gt;hier" in mail.text
    assert "default-src 'none'" in mail["Content-Security-Policy"]
    assert desk.get(f"{page_of(row)}mail/fr/").status_code == 404

    assert desk.post(f"{page_of(row)}probe/").status_code == 302
    assert Message.objects.get().recipient == organiser

    question = desk.get(f"{page_of(row)}senden/").text
    assert "Send the announcement to 1 person?" in question
    assert desk.post(f"{page_of(row)}senden/", {"send_at": ""}).status_code == 302
    progress = desk.get(page_of(row)).text
    assert 'hx-trigger="every 2s"' in progress
    assert desk.get(page_of(row), headers={"hx-request": "true"}).status_code == 200
    for piece in range(2):
        announcement_piece(announcement_id=row.pk, piece=piece)
    assert desk.get(page_of(row), headers={"hx-request": "true"})["HX-Refresh"] == "true"
    told = Message.objects.get(circular__isnull=False)
    assert told.recipient == make.lead_of(team)
    Message.objects.filter(pk=told.pk).update(mail_state=MailState.FAILED)
    assert "1 not delivered" in desk.get(listed).text
    assert "Not delivered" in desk.get(page_of(row)).text


def test_the_inbox_shows_it_with_its_text(sprint: Sprint) -> None:
    person = make.RegistrationFactory.create(sprint=sprint).user
    row = send_all(AnnouncementFactory.create(sprint=sprint))
    client = Client()
    client.force_login(person)
    shown = client.get("/nachrichten/").text
    assert row.subject_de in shown
    assert "Bis gleich!" in shown


def test_later_stopped_and_changed(sprint: Sprint, desk: Client) -> None:
    row = AnnouncementFactory.create(sprint=sprint)
    later = desk.post(f"{page_of(row)}senden/", {"send_at": "2020-01-01T10:00"})
    assert later.status_code == 422
    row.refresh_from_db()
    assert row.state == AnnouncementState.DRAFT
    scheduled = AnnouncementFactory.create(sprint=sprint, scheduled=True)
    assert "It will be sent by itself." in desk.get(page_of(scheduled)).text
    assert desk.post(f"{page_of(scheduled)}bearbeiten/", WRITTEN).status_code == 422
    for _ in range(2):
        assert desk.post(f"{page_of(scheduled)}anhalten/").status_code == 302
    assert desk.post(f"{page_of(scheduled)}bearbeiten/", WRITTEN).status_code == 302
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.subject_de) == (AnnouncementState.DRAFT, "Treffpunkt")
    assert desk.post(f"{page_of(scheduled)}verwerfen/").status_code == 302
    scheduled.refresh_from_db()
    assert scheduled.state == AnnouncementState.DISCARDED


def test_what_was_typed_stays_where_something_is_missing(sprint: Sprint, desk: Client) -> None:
    new = f"/organisation/sprints/{sprint.slug}/ankuendigungen/neu/"
    refused = desk.post(new, {**WRITTEN, "segments": ["category"], "body_en": ""})
    assert refused.status_code == 422
    assert "Please choose a category." in refused.text
    assert 'href="#id_body_en"' in refused.text
    assert "Treffpunkt" in refused.text
    assert not Announcement.objects.exists()


def test_who_has_not_come_yet_can_be_told_where_there_is_a_door(sprint: Sprint, desk: Client) -> None:
    new = f"/organisation/sprints/{sprint.slug}/ankuendigungen/neu/"
    make.RegistrationFactory.create(sprint=sprint)
    to_missing = {**WRITTEN, "segments": ["not_checked_in"]}
    assert 'value="not_checked_in"' not in desk.get(new).text
    assert desk.post(new, to_missing).status_code == 422
    make.RegistrationFactory.create(sprint=sprint, checked_in_at=clock.now())
    assert 'value="not_checked_in"' in desk.get(new).text
    shown = desk.post(new, to_missing, follow=True).text
    assert "Who has a place and is not checked in" in shown
    assert "Right now that is <strong>1 person</strong>" in shown


def test_who_stops_too_late_is_told(sprint: Sprint, desk: Client) -> None:
    row = send_all(AnnouncementFactory.create(sprint=sprint))
    answer: Any = desk.post(f"{page_of(row)}anhalten/", follow=True)
    assert "This step is not possible any more" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    rows: int, sprint: Sprint, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.RegistrationFactory.create(sprint=sprint)
    for _ in range(rows):
        send_all(AnnouncementFactory.create(sprint=sprint))
    desk.get(f"/organisation/sprints/{sprint.slug}/ankuendigungen/")
    with django_assert_num_queries(8):
        desk.get(f"/organisation/sprints/{sprint.slug}/ankuendigungen/")
