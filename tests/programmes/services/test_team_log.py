"""The log of a team: written by everybody in it, each version kept, for everybody or for the team alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import AuditEntry, OutboxMessage
from programmes.models import LogEntry, Team
from programmes.selectors.personal_data import programmes_personal_data
from programmes.selectors.team_log import log_of, log_public_of, log_versions_of
from programmes.services import team_log
from programmes.services.forgetting import person_forget
from programmes.services.team_log import (
    log_entry_add,
    log_entry_edit,
    log_entry_hide,
    log_entry_restore,
    log_entry_show,
)
from tests.factories import building
from tests.factories import programmes as make
from tests.programmes.services.test_solutions import picture

pytestmark = pytest.mark.django_db
TEXT = "Zwei Straßen haben es ausprobiert."


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def lead(team: Team) -> User:
    return make.lead_of(team)


def texts(entry: LogEntry) -> list[tuple[int, str]]:
    return [(row.number, row.text) for row in log_versions_of(entry)]


def test_each_change_keeps_what_stood_there(team: Team, lead: User) -> None:
    entry = log_entry_add(actor=lead, team=team, text=TEXT, link="https://example.org/")
    other = make.TeamMemberFactory.create(team=team).user
    log_entry_edit(actor=other, entry=entry, seen=1, text="Drei Straßen.")
    log_entry_edit(actor=other, entry=entry, text="Drei Straßen.")
    assert texts(entry) == [(2, "Drei Straßen."), (1, TEXT)]
    now = LogEntry.objects.get().current_version
    assert now is not None
    assert (now.number, now.link, now.author) == (2, "https://example.org/", other)
    assert AuditEntry.objects.filter(action__startswith="programmes.log_entry").count() == 2


def test_nobody_writes_over_what_they_have_not_seen(team: Team, lead: User) -> None:
    entry = log_entry_add(actor=lead, team=team, text=TEXT)
    log_entry_edit(actor=lead, entry=entry, seen=1, text="Drei.")
    with pytest.raises(Conflict) as error:
        log_entry_edit(actor=lead, entry=entry, seen=1, text="Vier.")
    assert error.value.code == "entry_changed"


def test_an_earlier_version_comes_back_as_a_new_one(team: Team, lead: User) -> None:
    entry = log_entry_add(actor=lead, team=team, text=TEXT)
    first = entry.versions.get()
    log_entry_edit(actor=lead, entry=entry, text="Drei.")
    for _ in range(2):
        log_entry_restore(actor=lead, entry=entry, version=entry.versions.get(number=1))
    # What counts says the same already the second time, and still another version is written: it is another one.
    assert texts(entry)[0][1] == TEXT
    assert entry.versions.get(number=1) == first
    now = LogEntry.objects.get().current_version
    assert now is not None
    log_entry_restore(actor=lead, entry=entry, version=now)
    assert LogEntry.objects.get().current_version == now


def test_what_is_for_the_team_is_for_the_team(team: Team, lead: User) -> None:
    organiser = make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user
    public = log_entry_add(actor=lead, team=team, text=TEXT)
    own = log_entry_add(actor=lead, team=team, text="Unter uns.", is_public=False)
    assert list(log_of(team, lead)) == list(log_of(team, organiser)) == [own, public]
    assert list(log_of(team)) == list(log_public_of(team)) == [public]
    log_entry_edit(actor=lead, entry=own, is_public=True)
    assert list(log_of(team)) == [own, public]
    assert own.versions.count() == 1


def test_what_organisers_hide_only_the_team_sees_with_the_reason(team: Team, lead: User) -> None:
    organiser = make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user
    entry = log_entry_add(actor=lead, team=team, text=TEXT)
    with pytest.raises(Invalid):
        log_entry_hide(actor=organiser, entry=entry, reason=" ")
    for _ in range(2):
        log_entry_hide(actor=organiser, entry=entry, reason="Es zeigt jemanden.")
    assert list(log_of(team)) == []
    [shown] = log_of(team, lead)
    assert (shown.hidden_why, shown.is_removed) == ("Es zeigt jemanden.", True)
    for _ in range(2):
        log_entry_show(actor=organiser, entry=entry)
    assert list(log_of(team)) == [entry]
    told = OutboxMessage.objects.filter(topic__contains="log_entry").order_by("id").values_list("topic", flat=True)
    assert list(told) == ["programmes.log_entry_hidden", "programmes.log_entry_shown"]


def test_what_is_wrong_is_said_at_its_field(team: Team, lead: User) -> None:
    for given, field in (({"text": ""}, "text"), ({"text": TEXT, "link": "javascript:alert(1)"}, "link")):
        with pytest.raises(Invalid) as error:
            log_entry_add(actor=lead, team=team, **given)  # type: ignore[arg-type]  # texts only
        assert set(error.value.fields) == {field}
    with pytest.raises(Invalid) as error:
        log_entry_add(actor=lead, team=team, text=TEXT, image=picture())
    assert set(error.value.fields) == {"image_alt"}
    assert not LogEntry.objects.exists()


def test_a_picture_is_written_anew_and_kept(team: Team, lead: User) -> None:
    entry = log_entry_add(actor=lead, team=team, text=TEXT, image=picture(), image_alt="Eine Karte")
    log_entry_edit(actor=lead, entry=entry, text="Drei.")
    first, second = (row.image.name for row in log_versions_of(entry))
    assert first == second
    assert str(first).endswith(".webp")


def test_there_is_an_end_to_it(team: Team, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_log, "ENTRIES_MOST", 1)
    monkeypatch.setattr(team_log, "VERSIONS_MOST", 1)
    entry = log_entry_add(actor=lead, team=team, text=TEXT)
    with pytest.raises(LimitReached):
        log_entry_add(actor=lead, team=team, text=TEXT)
    with pytest.raises(LimitReached):
        log_entry_edit(actor=lead, entry=entry, text="Drei.")


@pytest.mark.parametrize("what", ["dissolved", "archived", "blocked"])
def test_who_may_not_write_does_not(team: Team, lead: User, what: str) -> None:
    entry = log_entry_add(actor=lead, team=team, text=TEXT)
    if what == "dissolved":
        Team.objects.filter(pk=team.pk).update(state="dissolved")
    elif what == "archived":
        type(team.sprint).objects.filter(pk=team.sprint_id).update(state="archived")
    else:
        make.SprintBlockFactory.create(sprint=team.sprint, user=lead)
    with pytest.raises(Conflict):
        log_entry_edit(actor=lead, entry=entry, text="Drei.")


def test_who_has_written_it_gets_it_with_their_data_and_it_stays_when_they_leave(team: Team, lead: User) -> None:
    make.TeamMemberFactory.create(team=team)
    log_entry_add(actor=lead, team=team, text=TEXT, is_public=False)
    [row] = programmes_personal_data(lead).tables["log_versions"]
    assert row["text"] == TEXT
    person_forget(user=lead)
    assert [entry.current_version.text for entry in log_of(team, None) if entry.current_version] == []
    assert LogEntry.objects.get().versions.get().text == TEXT


@pytest.mark.parametrize("entries", [1, 3])
def test_reading_takes_one_query(team: Team, entries: int) -> None:
    for _ in range(entries):
        building.LogEntryFactory.create(team=team)
    with CaptureQueriesContext(connection) as queries:
        for entry in log_public_of(team):
            assert entry.current_version
            assert entry.current_version.author.pk
    assert len(queries) == 1
