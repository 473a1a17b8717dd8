"""A Devpost table is read, looked at and taken over; names and addresses are nowhere afterwards."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, Unavailable
from backend.core.models import OutboxMessage
from programmes.domain.exchange.package import PROJECTS
from programmes.enums import MemberRole, SolutionState
from programmes.enums_of_exchange import DataImportState
from programmes.events_of_exchange import DataImportTaken
from programmes.models import DataImport, Solution, SolutionVersion, Sprint, TeamMember
from programmes.services.exchange import devpost, imports
from programmes.services.exchange.devpost import BYTES_MOST
from programmes.services.exchange.imports import (
    devpost_read,
    import_carry_out,
    import_discard,
    import_fail,
    import_take,
)
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from worker.exchange import data_take_over

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[2] / "domain" / "exchange" / "devpost"
PEOPLE = (FILES / "people.csv").read_bytes()
NAMES = ("ada@", "amsel", "ben@", "bär", "dora@", "dachs", "eva@", "eule", "ida@", "igel", "hua@", "call me")


def read(sprint: Sprint, content: bytes = PEOPLE) -> DataImport:
    return devpost_read(actor=UserFactory.create(), sprint=sprint, content=content)


def take(sprint: Sprint, content: bytes = PEOPLE) -> DataImport:
    row = import_take(actor=UserFactory.create(), found=read(sprint, content))
    data_take_over(DataImportTaken(import_id=row.pk))
    row.refresh_from_db()
    return row


def everything() -> str:
    """All that the database holds."""
    models = [model for app in ("programmes", "accounts", "core") for model in apps.get_app_config(app).get_models()]
    return json.dumps([list(model._default_manager.values()) for model in models], default=str, ensure_ascii=False)


@pytest.mark.parametrize(("layout", "count"), [("people", 3), ("prizes", 2), ("projects", 1), ("old", 1)])
def test_each_layout_is_taken_over_once_however_often(layout: str, count: int) -> None:
    sprint, content = make.SprintFactory.create(), (FILES / f"{layout}.csv").read_bytes()
    first = take(sprint, content)
    assert (first.layout, first.state, first.count) == (layout, DataImportState.DONE, count)
    assert sprint.solutions.filter(state=SolutionState.HANDED_IN).count() == count
    second = take(sprint, content)
    assert (second.created, second.updated) == (0, 0)
    assert Solution.objects.count() == SolutionVersion.objects.count() == count


def test_people_are_in_their_team_and_nobody_can_be_recognised() -> None:
    sprint = make.SprintFactory.create()
    found = read(sprint)
    assert not any(name in everything().casefold() for name in NAMES), "not even while it waits to be looked at"
    import_take(actor=UserFactory.create(), found=found)
    import_carry_out(import_id=found.pk)
    assert not any(name in everything().casefold() for name in NAMES)
    team = Solution.objects.get(source_ref__endswith="101-heat-map").team
    assert team.members.count() == 4
    assert team.members.filter(role=MemberRole.LEAD).count() == 1
    assert not User.objects.filter(team_memberships__team=team, is_active=True).exists()


def test_one_person_in_two_projects_is_one_account() -> None:
    head = "Project Title,Submission Url,Submitter Email\n"
    rows = "A,https://a.devpost.com/1,Ada@example.org\nB,https://a.devpost.com/2,ada@example.org\n"
    sprint = make.SprintFactory.create()
    take(sprint, (head + rows).encode())
    assert TeamMember.objects.filter(team__sprint=sprint).values("user").distinct().count() == 1


def test_texts_links_and_dates_come_along_and_what_is_unsafe_does_not() -> None:
    sprint = make.SprintFactory.create(timezone="America/New_York")
    take(sprint)
    version = SolutionVersion.objects.get(title="Heat Map")
    assert version.body.startswith("## Inspiration\nOur street")
    assert version.body.endswith("Built with: Python, PostGIS\n\nPrizes: Best Use of Open Data, Klima")
    assert version.summary.startswith("Inspiration Our street was 41 °C.")
    assert [link["label"] for link in version.links] == ["Devpost", "github.com", "heat.example.org", "Video"]
    assert version.handed_in_at is not None
    assert version.handed_in_at.isoformat() == "2026-06-14T13:59:59+00:00"
    formula = SolutionVersion.objects.get(title="=HYPERLINK(1)")
    assert formula.body == "<script>alert(1)</script> **bold**", "it stays text, which no page takes for mark-up"
    assert all(link["url"].startswith("http") for link in formula.links)


def test_a_prize_that_is_called_like_a_challenge_tells_the_challenge() -> None:
    challenge = make.ChallengeFactory.create(title="klima")
    take(challenge.sprint)
    homes = dict(Solution.objects.values_list("current_version__title", "challenge__title"))
    assert homes == {"Heat Map": "klima", "=HYPERLINK(1)": "Freie Projekte", "Shifted": "Freie Projekte"}


def test_what_is_put_aside_or_done_is_forgotten() -> None:
    sprint = make.SprintFactory.create()
    found = read(sprint)
    assert len(found.rows[PROJECTS]) == 3
    import_discard(actor=UserFactory.create(), found=found)
    found.refresh_from_db()
    assert (found.state, found.rows) == (DataImportState.DISCARDED, {})
    assert not sprint.solutions.exists()
    with pytest.raises(Conflict):
        import_take(actor=UserFactory.create(), found=found)
    done = take(sprint)
    assert done.rows == {}
    with pytest.raises(Conflict):
        import_discard(actor=UserFactory.create(), found=done)


def test_one_table_at_a_time_and_asking_twice_is_asking_once() -> None:
    sprint = make.SprintFactory.create()
    first, second = read(sprint), read(sprint)
    for _ in range(2):
        import_take(actor=UserFactory.create(), found=first)
    assert OutboxMessage.objects.filter(topic=DataImportTaken.topic).count() == 1
    with pytest.raises(Conflict) as found:
        import_take(actor=UserFactory.create(), found=second)
    assert found.value.code == "being_taken"
    DataImport.objects.filter(pk=first.pk).update(updated_at=clock.now() - timedelta(hours=1))
    import_take(actor=UserFactory.create(), found=second)
    first.refresh_from_db()
    assert first.state == DataImportState.FAILED


def test_two_workers_do_not_take_the_same_over(monkeypatch: pytest.MonkeyPatch) -> None:
    row = import_take(actor=UserFactory.create(), found=read(make.SprintFactory.create()))
    DataImport.objects.update(claimed_until=clock.now() + timedelta(minutes=1))
    with pytest.raises(Unavailable):
        import_carry_out(import_id=row.pk)
    monkeypatch.setattr(imports, "claim", lambda *_: None)
    import_carry_out(import_id=row.pk)
    row.refresh_from_db()
    assert row.state == DataImportState.DONE, "without the claim the second one would take it over, too"


def test_what_goes_wrong_takes_nothing_over_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sprint = make.SprintFactory.create()
    row = import_take(actor=UserFactory.create(), found=read(sprint))

    def fail(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(devpost, "import_people", fail)
    data_take_over(DataImportTaken(import_id=row.pk))
    row.refresh_from_db()
    assert (row.state, row.rows) == (DataImportState.FAILED, {})
    assert not sprint.solutions.exists()
    import_fail(import_id=row.pk)
    import_carry_out(import_id=row.pk)
    row.refresh_from_db()
    assert row.state == DataImportState.FAILED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n",
        b"\xff\xfe",
        b"Project Title,Submission Url\n",
        b"Project Title,Submission Url\n" + b"x" * BYTES_MOST,
    ],
)
def test_what_cannot_be_read_is_kept_nowhere(content: bytes) -> None:
    with pytest.raises(Invalid) as found:
        read(make.SprintFactory.create(), content)
    assert set(found.value.fields) == {"file"}
    assert not DataImport.objects.exists()


def test_a_project_of_another_sprint_stays_there() -> None:
    first, second = make.SprintFactory.create(), make.SprintFactory.create()
    take(first)
    done = take(second)
    assert first.solutions.count() == 3
    assert not second.solutions.exists()
    assert [what for _file, _row, _kind, what in done.findings].count("the key belongs to another sprint") == 3


def test_the_command_says_what_it_does_and_a_dry_run_does_nothing(tmp_path: Path, capsys: Any) -> None:
    sprint, file = make.SprintFactory.create(), str(FILES / "people.csv")
    call_command("import", "devpost", file, "--sprint", sprint.slug, "--dry-run")
    assert "refused: a draft" in capsys.readouterr().out
    assert not sprint.solutions.exists()
    call_command("import", "devpost", file, "--sprint", sprint.public_id, "--report", str(tmp_path / "r.csv"))
    assert sprint.solutions.count() == 3
    assert "hidden from the gallery" in (tmp_path / "r.csv").read_text()
    with pytest.raises(CommandError, match="no sprint nowhere"):
        call_command("import", "devpost", file, "--sprint", "nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import", "devpost", str(tmp_path), "--sprint", sprint.slug)
