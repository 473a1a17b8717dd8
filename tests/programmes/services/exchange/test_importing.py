"""A sprint that goes out and comes back: nothing is different, here, in another place, and after the real archive."""

import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry
from programmes.domain.exchange.package import Package
from programmes.domain.exchange.reading import read_package
from programmes.domain.exchange.rows import EventRow, ProjectRow
from programmes.enums import ChallengeState, MemberRole, SolutionState, SprintState
from programmes.models import Challenge, Programme, Registration, Solution, SolutionVersion, Sprint, Team, TeamMember
from programmes.selectors.exchange import PSEUDONYM_DOMAIN, package_write, pseudonym_of
from programmes.services.archive.importing import archive_import
from programmes.services.exchange.importing import Imported, package_import
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.programmes.domain.exchange.test_reading import DRIBDAT
from tests.programmes.management.test_import import ARCHIVE, counts

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
ADDRESS = "https://example.org/sprints/a/"
LINKS = [{"label": "Code", "url": "https://github.com/a/b"}, {"label": "Seite", "url": "https://example.org"}]


def export(sprint: Sprint, folder: Path, name: str = "package.zip") -> Path:
    path = folder / name
    path.unlink(missing_ok=True)
    package_write(sprint, path, address=ADDRESS, created=NOON)
    return path


def take(path: Path, programme: Programme | None = None) -> Imported:
    return package_import(actor=None, programme=programme, package=read_package(path))


def a_sprint() -> Sprint:
    """With two solutions: one of two people for a public challenge, one of one for a challenge that is not public."""
    sprint = make.SprintFactory.create(about="Zeile\n\n=1+1", hashtag="#hack")
    category = make.CategoryFactory.create(programme=sprint.programme)
    challenge = make.ChallengeFactory.create(sprint=sprint, category=category, body="- Liste\n- zwei")
    hidden = make.ChallengeFactory.create(sprint=sprint, state=ChallengeState.WITHDRAWN)
    first = a_solution(make.TeamFactory.create(sprint=sprint, challenge=challenge, name="Erste"), links=LINKS)
    a_solution(make.TeamFactory.create(sprint=sprint, challenge=hidden, name="Zweite"), licence="EUPL-1.2")
    make.TeamMemberFactory.create(team=first.team)
    make.TeamMemberFactory.create(team=first.team, left_at=clock.now())
    return sprint


def a_solution(team: Team, state: str = SolutionState.HANDED_IN, **facts: Any) -> Solution:
    solution = make.SolutionFactory.create(team=team, sprint=team.sprint, challenge=team.challenge)
    solution.versions.all().delete()
    version = make.SolutionVersionFactory.create(solution=solution, handed_in_at=clock.now(), **facts)
    Solution.objects.filter(pk=solution.pk).update(current_version=version, state=state)
    return Solution.objects.get(pk=solution.pk)


def wiped(path: Path, folder: Path) -> Path:
    """The same, with nothing of the sprint left: only what the package holds can come back."""
    TeamMember.objects.all().delete()
    Solution.objects.update(current_version=None, state=SolutionState.DRAFT)
    SolutionVersion.objects.all().delete()
    for model in (Registration, Solution, Team, Challenge, Sprint):
        model._default_manager.all().delete()
    again = take(path, make.ProgrammeFactory.create())
    return export(again.sprint, folder, "again" + path.suffix)


def files(path: Path) -> dict[str, bytes]:
    """All but the description, which says where and when it was written."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "datapackage.json"}


def rows(path: Path) -> dict[str, list[Any]]:
    return {file: [row for _number, row in found] for file, found in read_package(path).tables().items()}


def test_what_is_exported_is_imported_into_another_place_without_a_difference(
    tmp_path: Path,
) -> None:
    first = export(a_sprint(), tmp_path)
    assert [row.name for row in rows(first)["projects.csv"] if row.is_challenge][1:] == ["Freie Projekte"]
    assert files(wiped(first, tmp_path)) == files(first)
    assert Sprint.objects.get().state == SprintState.DRAFT


def test_a_team_with_two_solutions_stays_one_team(tmp_path: Path) -> None:
    sprint = a_sprint()
    team = Team.objects.get(name="Erste")
    second = a_solution(team)
    first = export(sprint, tmp_path)
    assert len({row.team_id for row in rows(first)["projects.csv"] if not row.is_challenge}) == 2
    assert files(wiped(first, tmp_path)) == files(first)
    assert sorted(one.solutions.count() for one in Team.objects.all()) == [1, 2]
    assert TeamMember.objects.filter(team__name="Erste").count() == 2
    done = take(first, Sprint.objects.get().programme)
    assert (done.changed, Team.objects.count()) == (0, 2)
    assert Solution.objects.filter(source_ref=second.public_id, team__name="Erste").exists()


def test_a_later_package_adds_a_solution_to_the_team_that_is_here() -> None:
    programme = make.ProgrammeFactory.create()
    here: dict[str, Any] = {"name": "A", "team_name": "Wir", "created_at": NOON}
    take_rows(programme, ProjectRow(id="x#1", **here))
    for _ in range(2):
        take_rows(programme, ProjectRow(id="x#2", team_id="x#2", **here), ProjectRow(id="x#1", team_id="x#2", **here))
    assert Team.objects.get().name == "Wir"
    assert Team.objects.get().solutions.count() == 2


def test_the_json_form_comes_back_without_a_difference_too(tmp_path: Path) -> None:
    first = export(a_sprint(), tmp_path, "package.json")
    assert rows(wiped(first, tmp_path)) == rows(first)


def test_what_is_here_already_is_recognised_and_stays(tmp_path: Path) -> None:
    sprint = a_sprint()
    first, before = export(sprint, tmp_path), counts()
    done = take(first, sprint.programme)
    assert (done.sprint, done.changed, counts()) == (sprint, 0, before)
    assert export(sprint, tmp_path, "again.zip").read_bytes() == first.read_bytes()


def test_what_was_made_here_is_not_overwritten_by_an_older_package(tmp_path: Path) -> None:
    sprint = a_sprint()
    first = export(sprint, tmp_path)
    Challenge.objects.filter(sprint=sprint).update(title="Neuer Titel")
    assert take(first, sprint.programme).changed == 0
    assert set(Challenge.objects.values_list("title", flat=True)) == {"Neuer Titel"}


def test_what_came_with_a_package_follows_a_later_one_as_a_new_version() -> None:
    programme = make.ProgrammeFactory.create()
    take_rows(programme, ProjectRow(id="x#1", name="Alt", created_at=NOON))
    done = take_rows(programme, ProjectRow(id="x#1", name="Neu", created_at=NOON))
    versions = SolutionVersion.objects.filter(solution__source_ref="x#1").order_by("number")
    assert [(one.number, one.title) for one in versions] == [(1, "Alt"), (2, "Neu")]
    assert done.changed > 0
    assert take_rows(programme, ProjectRow(id="x#1", name="Neu", created_at=NOON)).changed == 0


def take_rows(programme: Programme, *projects: ProjectRow) -> Imported:
    event = EventRow(id="x#0", name="Hack", starts_at=NOON, ends_at=NOON + timedelta(days=1))
    package = Package(events=[(2, event)], projects=list(enumerate(projects, 2)))
    return package_import(actor=None, programme=programme, package=package)


def test_what_has_gone_further_stays_there() -> None:
    programme = make.ProgrammeFactory.create()
    take_rows(programme, ProjectRow(id="x#1", name="Alt", created_at=NOON))
    Solution.objects.update(state=SolutionState.SELECTED)
    take_rows(programme, ProjectRow(id="x#1", name="Neu", phase="not_selected", created_at=NOON))
    assert Solution.objects.get().state == SolutionState.SELECTED


def test_a_result_comes_along_with_a_new_solution() -> None:
    programme = make.ProgrammeFactory.create()
    take_rows(
        programme,
        ProjectRow(id="x#1", name="A", phase="selected", created_at=NOON),
        ProjectRow(id="x#2", name="B", phase="Analyse", created_at=NOON),
    )
    states = dict(Solution.objects.values_list("source_ref", "state"))
    assert states == {"x#1": SolutionState.SELECTED, "x#2": SolutionState.HANDED_IN}


def test_nobody_of_a_package_can_be_recognised(tmp_path: Path) -> None:
    sprint = a_sprint()
    for name in ("package.zip", "package.json"):
        content = json.dumps(rows(export(sprint, tmp_path, name)), default=str)
        for user in User.objects.all():
            assert user.email not in content
            assert user.display_name not in content
            assert user.public_id not in content
    users = rows(export(sprint, tmp_path))["users.csv"]
    assert len(users) == 3
    other = make.SprintFactory.create()
    member = TeamMember.objects.filter(left_at=None).select_related("user")[0]
    names = {pseudonym_of(one, member.user.public_id, member.user.email) for one in (sprint, other)}
    assert len(names) == 2, "one person has another name in each event"


def test_what_is_hidden_or_a_draft_is_not_in_it(tmp_path: Path) -> None:
    sprint = make.SprintFactory.create()
    challenge = make.ChallengeFactory.create(sprint=sprint, title="Verborgen", hidden_at=clock.now())
    make.ChallengeFactory.create(sprint=sprint, title="Vorschlag", state=ChallengeState.PROPOSED)
    a_solution(make.TeamFactory.create(sprint=sprint, challenge=challenge))
    shown = make.ChallengeFactory.create(sprint=sprint, title="Offen")
    draft = make.TeamFactory.create(sprint=sprint, challenge=shown)
    make.SolutionFactory.create(team=draft, sprint=sprint, challenge=shown)
    hidden = make.TeamFactory.create(sprint=sprint, challenge=shown, hidden_at=clock.now())
    a_solution(hidden)
    a_solution(make.TeamFactory.create(sprint=sprint, challenge=shown), state=SolutionState.WITHDRAWN)
    assert [row.name for row in rows(export(sprint, tmp_path))["projects.csv"]] == ["Offen"]


def test_dribdats_own_package_becomes_an_archived_sprint_without_names(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(DRIBDAT), encoding="utf-8")
    done = take(path, make.ProgrammeFactory.create())
    assert done.sprint.state == SprintState.ARCHIVED
    challenge = Challenge.objects.get(source_ref="hack.example.org#10")
    assert challenge.category is not None
    assert challenge.category.slug == "stadt-verkehr"
    version = SolutionVersion.objects.get()
    assert version.links == [{"label": "Source code", "url": "https://github.com/a/b"}]
    member = TeamMember.objects.select_related("user").get()
    assert member.role == MemberRole.LEAD
    assert member.user.email.endswith(f"@{PSEUDONYM_DOMAIN}")
    assert not member.user.is_active
    assert not member.user.has_usable_password()
    assert not User.objects.filter(email__icontains="anna").exists()
    found = [(one.kind, one.what) for table in done.tables for one in table.report.findings]
    assert ("corrected", "an address that cannot be opened safely is left out") in found
    assert ("refused", "what is called 'update' has no place here") in found
    assert take(path).changed == 0
    assert AuditEntry.objects.filter(action="programmes.package_imported").count() == 1


def test_a_key_of_another_sprint_is_refused_and_nothing_there_changes() -> None:
    other = make.ChallengeFactory.create(title="Unser")
    programme = make.ProgrammeFactory.create()
    done = take_rows(
        programme,
        ProjectRow(id=other.public_id, name="Fremd", is_challenge=True, created_at=NOON),
        ProjectRow(id="x#1", name="Gut", challenge_id=other.public_id, created_at=NOON),
    )
    (finding,) = done.tables[3].report.findings
    assert (finding.row, finding.kind, finding.what) == (2, "refused", "the key belongs to another sprint")
    other.refresh_from_db()
    assert other.title == "Unser"
    assert Solution.objects.get().challenge.title == "Freie Projekte"


def test_a_sprint_of_another_programme_is_not_touched(tmp_path: Path) -> None:
    first = export(a_sprint(), tmp_path)
    with pytest.raises(Conflict):
        take(first, make.ProgrammeFactory.create())


def test_a_package_without_a_programme_for_its_new_sprint_is_refused() -> None:
    event = EventRow(id="x#0", name="Hack", starts_at=NOON, ends_at=NOON + timedelta(days=1))
    with pytest.raises(Invalid) as found:
        package_import(actor=None, programme=None, package=Package(events=[(2, event)]))
    assert set(found.value.fields) == {"programme"}


@pytest.mark.parametrize("events", [0, 2])
def test_exactly_one_event_is_wanted(events: int) -> None:
    event = EventRow(id="x#0", name="Hack", starts_at=NOON, ends_at=NOON + timedelta(days=1))
    with pytest.raises(Invalid):
        package_import(actor=None, programme=None, package=Package(events=[(2, event)] * events))


def test_an_event_that_ends_before_it_begins_is_refused_and_nothing_is_left() -> None:
    event = EventRow(id="x#0", name="Hack", starts_at=NOON, ends_at=NOON)
    with pytest.raises(Invalid):
        package_import(actor=None, programme=make.ProgrammeFactory.create(), package=Package(events=[(2, event)]))
    assert not Sprint.objects.exists()


def test_rows_without_a_key_or_twice_are_named() -> None:
    done = take_rows(
        make.ProgrammeFactory.create(),
        ProjectRow(id="x" * 151, name="A", created_at=NOON),
        ProjectRow(id="x#1", name=" ", created_at=NOON),
        ProjectRow(id="x#2", name="Eine", created_at=NOON),
        ProjectRow(id="x#2", name="Zwei", created_at=NOON),
    )
    assert [(one.row, one.kind) for one in done.tables[3].report.findings] == [
        (2, "refused"),
        (3, "refused"),
        (5, "refused"),
    ]
    assert list(SolutionVersion.objects.values_list("title", flat=True)) == ["Eine"]


def test_texts_that_are_too_long_are_cut_and_named() -> None:
    done = take_rows(
        make.ProgrammeFactory.create(), ProjectRow(id="x#1", name="a" * 161, longtext="b" * 20_001, created_at=NOON)
    )
    version = SolutionVersion.objects.get()
    assert (len(version.title), len(version.body)) == (160, 20_000)
    assert {one.kind for one in done.tables[3].report.findings} == {"corrected"}


def test_teams_of_one_name_are_told_apart() -> None:
    programme = make.ProgrammeFactory.create()
    done = take_rows(
        programme,
        ProjectRow(id="x#1", name="Karte", created_at=NOON),
        ProjectRow(id="x#2", name="karte", created_at=NOON),
    )
    assert sorted(Team.objects.values_list("name", flat=True)) == ["Karte", "karte (2)"]
    assert done.sprint.teams.count() == 2


def test_somebody_without_an_account_can_never_sign_in_or_get_mail(tmp_path: Path) -> None:
    first = export(a_sprint(), tmp_path)
    wiped(first, tmp_path)
    users = User.objects.filter(email__endswith=f"@{PSEUDONYM_DOMAIN}")
    assert users.count() == 3
    assert not users.filter(is_active=True).exists()


EVERY = int(os.environ.get("ARCHIVE_EVERY", "5"))
"""1: each sprint of the archive, in about a minute."""


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason=f"the real archive is not in {ARCHIVE}")
def test_the_real_archive_imported_exported_and_imported_again_is_a_fixed_point(tmp_path: Path) -> None:
    """Sprints of it: out, into a place that has never seen it, out again; some into the place where they were."""
    archived = tmp_path / "archive"
    archived.mkdir()
    with transaction.atomic():
        archive_import(actor=None, folder=ARCHIVE)
        # Else plans are made for tables that were empty when somebody last looked, and take minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        sprints = list(Sprint.objects.order_by("id"))
        assert len(sprints) > 50
        sprints = sprints[::EVERY]
        for sprint in sprints:
            export(sprint, archived, f"{sprint.pk}.zip")
        before = counts()
        assert {take(archived / f"{one.pk}.zip").changed for one in sprints[::4]} == {0}
        assert counts() == before
        transaction.set_rollback(True)
    assert not Sprint.objects.exists()
    programme, solutions = make.ProgrammeFactory.create(), 0
    for number, path in enumerate(sorted(archived.iterdir())):
        done = take(path, programme)
        again = export(done.sprint, tmp_path, "again.zip")
        assert rows(again) == rows(path)
        if number % 8 == 0:
            assert take(again).changed == 0
        solutions += done.sprint.solutions.count()
    assert solutions == Solution.objects.count() > 400 // (2 * EVERY)


def test_who_knows_a_pseudonym_of_here_is_that_person_and_no_new_account(tmp_path: Path) -> None:
    sprint = a_sprint()
    first = export(sprint, tmp_path)
    users = User.objects.count()
    TeamMember.objects.filter(team__name="Erste", role=MemberRole.MEMBER, left_at=None).update(left_at=clock.now())
    done = take(first)
    assert User.objects.count() == users + 1, "who has left is nobody of this sprint any more"
    assert [one.what for one in done.tables[4].report.findings] == ["this team takes nobody from a package"]
    assert not TeamMember.objects.filter(user__email__endswith=PSEUDONYM_DOMAIN).exists()


def test_an_import_asks_for_as_many_rows_as_there_are_tables_not_projects(
    django_assert_num_queries: Any, tmp_path: Path
) -> None:
    UserFactory.create()
    programme = make.ProgrammeFactory.create()
    projects = [ProjectRow(id=f"x#{number}", name=f"P {number}", created_at=NOON) for number in range(1, 4)]
    take_rows(programme, projects[0])
    take_rows(programme, *projects)
    with django_assert_num_queries(8):
        take_rows(programme, projects[0])
    with django_assert_num_queries(8):
        take_rows(programme, *projects)
