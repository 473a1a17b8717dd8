"""A package on the organiser's desk: tried out and undone, looked at, and taken over as the command would do it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry
from programmes.domain.exchange.package import ACTIVITIES, PROJECTS, USERS, write_json, write_zip
from programmes.enums import SprintState
from programmes.enums_of_exchange import DataImportState
from programmes.models import Challenge, DataImport, Solution, Sprint, TeamMember
from programmes.selectors.data_imports import event_read, import_preview, projects_read
from programmes.services.exchange import imports
from programmes.services.exchange.devpost import BYTES_MOST
from programmes.services.exchange.importing import package_import, package_read
from programmes.services.exchange.imports import (
    import_carry_out,
    import_fail,
    import_take,
    import_try_out,
    package_look,
)
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.programmes.domain.exchange.test_reading import ABOUT, DRIBDAT, ROWS
from tests.programmes.services.exchange.test_devpost import everything
from tests.programmes.services.exchange.test_importing import a_sprint, export

pytestmark = pytest.mark.django_db
NAMED = json.dumps(DRIBDAT).encode()


def zipped() -> bytes:
    target = io.BytesIO()
    write_zip(target, ABOUT, ROWS)
    return target.getvalue()


def inline() -> bytes:
    target = io.StringIO()
    write_json(target, ABOUT, ROWS)
    return target.getvalue().encode()


def look(sprint: Sprint, content: bytes) -> DataImport:
    found = package_look(actor=UserFactory.create(), sprint=sprint, content=content)
    import_try_out(import_id=found.pk)
    found.refresh_from_db()
    return found


def take(found: DataImport) -> DataImport:
    import_take(actor=UserFactory.create(), found=found)
    import_carry_out(import_id=found.pk)
    return DataImport.objects.select_related("into").get(pk=found.pk)


def numbers(found: DataImport) -> dict[str, list[int]]:
    return {file: told for file, *told in found.tables}


@pytest.mark.parametrize("content", [zipped, inline])
def test_it_is_looked_at_before_anything_is_here(content: Any) -> None:
    desk = make.SprintFactory.create()
    found = look(desk, content())
    assert (found.into, event_read(found), found.count) == (None, "Hack", 2)
    assert Sprint.objects.get() == desk
    assert not Challenge.objects.exists()
    assert not AuditEntry.objects.filter(action="programmes.package_imported").exists()
    assert numbers(found)[PROJECTS] == [2, 3, 0, 0], "a challenge, a team and a solution"
    assert [one.challenge for one in import_preview(found, projects_read(found))] == ["", "=1+1"]
    done = take(found)
    assert done.into is not None
    assert (done.into.title, done.into.programme, done.into.state) == ("Hack", desk.programme, SprintState.ARCHIVED)
    assert (done.state, done.rows, done.tables) == (DataImportState.DONE, {}, found.tables)
    again = look(desk, content())
    assert again.into == done.into
    assert all(new == changed == 0 for _rows, new, changed, _same in numbers(again).values())
    assert all(one.is_here for one in import_preview(again, projects_read(again)))


def test_it_does_what_the_command_does(tmp_path: Path) -> None:
    desk = make.SprintFactory.create()
    done = take(look(desk, NAMED))
    here = list(TeamMember.objects.order_by("id").values_list("team__source_ref", "user__email", "role"))
    assert here
    path = tmp_path / "datapackage.json"
    path.write_bytes(NAMED)
    by_command = package_import(actor=None, programme=desk.programme, package=package_read(path=path))
    assert by_command.sprint == done.into
    assert by_command.changed == 0, "the same people, under the same pseudonyms"
    found = [[one.file, one.row, one.kind, one.what] for table in by_command.tables for one in table.report.findings]
    assert sorted(done.findings) == sorted(found)


def test_it_waits_for_a_worker_who_tries_it_out_once() -> None:
    found = package_look(actor=UserFactory.create(), sprint=make.SprintFactory.create(), content=zipped())
    assert (found.state, found.tables) == (DataImportState.READING, [])
    with pytest.raises(Conflict):
        import_take(actor=UserFactory.create(), found=found)
    import_try_out(import_id=found.pk)
    found.refresh_from_db()
    assert (found.state, found.claimed_until) == (DataImportState.READY, None)
    before = found.findings, found.tables
    import_try_out(import_id=found.pk)
    found.refresh_from_db()
    assert (found.findings, found.tables) == before


def test_what_a_worker_cannot_try_out_is_forgotten() -> None:
    found = package_look(actor=UserFactory.create(), sprint=make.SprintFactory.create(), content=zipped())
    import_fail(import_id=found.pk)
    found.refresh_from_db()
    assert (found.state, found.rows) == (DataImportState.FAILED, {})


def test_names_are_nowhere_not_even_while_it_waits() -> None:
    given = json.loads(NAMED)
    [users] = [one["data"] for one in given["resources"] if one["name"] == "users"]
    names = {str(row.get(key)) for row in users for key in ("name", "username", "email") if row.get(key)}
    assert names
    found = look(make.SprintFactory.create(), NAMED)
    assert {USERS, ACTIVITIES} <= set(found.rows)
    stored = everything()
    assert [name for name in names if f'"{name}"' in stored] == []
    take(found)
    stored = everything()
    assert [name for name in names if f'"{name}"' in stored] == []
    assert not User.objects.filter(team_memberships__isnull=False, is_active=True).exists()


def test_what_was_made_here_stays_as_it_is(tmp_path: Path) -> None:
    sprint = a_sprint()
    content = export(sprint, tmp_path).read_bytes()
    Challenge.objects.update(title="Anders")
    found = look(sprint, content)
    assert found.into == sprint
    shown = import_preview(found, projects_read(found))
    assert [one.is_ours for one in shown if not one.project.id.endswith("#open")] == [True] * 3
    take(found)
    assert set(Challenge.objects.values_list("title", flat=True)) >= {"Anders"}
    assert Sprint.objects.count() == 1


def test_a_sprint_of_another_programme_is_not_for_this_desk(tmp_path: Path) -> None:
    content = export(a_sprint(), tmp_path).read_bytes()
    with pytest.raises(Conflict) as error:
        look(make.SprintFactory.create(), content)
    assert error.value.code == "other_programme"
    assert not DataImport.objects.exists()


def test_what_belongs_to_another_sprint_is_left_out_and_said_so() -> None:
    desk = make.SprintFactory.create()
    make.SolutionFactory.create(source_ref="sol_1", team__challenge__sprint=desk)
    found = look(desk, zipped())
    assert [one.is_elsewhere for one in import_preview(found, projects_read(found))] == [False, True]
    assert [PROJECTS, 3, "refused", "the key belongs to another sprint"] in found.findings
    take(found)
    assert Solution.objects.get().sprint == desk


def bomb() -> bytes:
    """A real package whose table of projects unpacks to a hundred times what is taken."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped())) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content + b"\n" * (1 << 27) if name == PROJECTS else content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"{}",
        b'{"gemeinwerk": {"format": 99}}',
        b"[" * 100_000,
        b"x" * (BYTES_MOST + 1),
        zipped()[:-40],
        json.dumps({**json.loads(inline()), "resources": []}).encode(),
    ],
)
def test_what_cannot_be_read_is_kept_nowhere(content: bytes) -> None:
    with pytest.raises(Invalid) as found:
        look(make.SprintFactory.create(), content)
    assert set(found.value.fields) == {"file"}
    assert not DataImport.objects.exists()


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid):
        look(make.SprintFactory.create(), bomb())
    monkeypatch.setattr(imports, "UNPACKED_MOST", 10)
    with pytest.raises(Invalid):
        look(make.SprintFactory.create(), zipped())
