"""Against the real archive where it is there, and against small made-up ones for what it does not hold."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from programmes.models import Challenge, Registration, Solution, SolutionVersion, Sprint, Team, TeamMember
from programmes.services.archive.importing import archive_import
from programmes.services.archive.reading import COLUMNS, EVENTS, PARTICIPATION, PROJECTS
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
ARCHIVE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hackathon"
EVENT = {
    "event_key": "a#1",
    "name": "Hack Bern",
    "starts_at": "2023-01-06T09:00:00Z",
    "ends_at": "2023-01-07T09:00:00Z",
}
PROJECT = {
    "project_key": "a#10",
    "event_key": "a#1",
    "name": "Karte",
    "summary": "Eine Karte für alle",
    "is_challenge": "False",
    "phase": "Get",
    "progress": "10",
    "created_at": "2023-01-06T10:00",
    "updated_at": "2023-01-06T12:00",
    "team_count_reported": "2",
    "team_pseudonyms": "p1 p2",
    "maintainer_pseudonym": "p2",
}
TAKES_PART = {"participant": "p1", "project_key": "a#10", "event_key": "a#1", "is_maintainer": "0"}
Rows = list[dict[str, str]]


def counts() -> dict[str, int]:
    models = [model for app in ("programmes", "accounts", "core") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model._default_manager.count() for model in models}


def write(folder: Path, events: Rows, projects: Rows, people: Rows) -> Path:
    for name, rows in ((EVENTS, events), (PROJECTS, projects), (PARTICIPATION, people)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def people_of_karte() -> Rows:
    return [TAKES_PART, {**TAKES_PART, "participant": "p2", "is_maintainer": "1"}]


@pytest.mark.skipif(not ARCHIVE.exists(), reason=f"the archive is not at {ARCHIVE}")
def test_the_real_archive_comes_in_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    out = StringIO()
    call_command("import", "hackathon-archive", str(ARCHIVE), "--report", str(tmp_path / "report.csv"), stdout=out)
    assert Sprint.objects.count() == 57
    assert Challenge.objects.exclude(title="Freie Projekte").count() + Team.objects.count() == 934 - 114
    assert Solution.objects.count() == Team.objects.count()
    assert Registration.objects.exists()
    assert not Team.objects.filter(members__user__is_active=True).exists()
    before = counts()
    again = StringIO()
    call_command("import", "hackathon-archive", str(ARCHIVE), stdout=again)
    assert counts() == before
    assert "Rows changed: 0" in again.getvalue()
    with (tmp_path / "report.csv").open() as file:
        findings = Counter((row["file"], row["kind"]) for row in csv.DictReader(file))
    assert findings[EVENTS, "merged"] == 7
    assert findings[PROJECTS, "merged"] == 114
    assert not Challenge.objects.filter(summary__contains="**").exists()
    assert Challenge.objects.filter(category__slug="dienste-kunden").exists()


def test_a_project_becomes_a_team_with_a_solution(tmp_path: Path) -> None:
    archive_import(actor=None, folder=write(tmp_path, [EVENT], [PROJECT], people_of_karte()))
    team = Team.objects.get()
    assert (team.name, team.sprint.slug, team.sprint.timezone) == ("Karte", "hack-bern-1", "Europe/Zurich")
    version = team.solutions.get().current_version
    assert version is not None
    assert (version.number, version.licence, version.language) == (1, "CC-BY-SA-4.0", "de")
    assert dict(TeamMember.objects.values_list("user__display_name", "role")) == {"p1": "member", "p2": "lead"}


def test_a_changed_text_becomes_the_next_version(tmp_path: Path) -> None:
    archive_import(actor=None, folder=write(tmp_path, [EVENT], [PROJECT], people_of_karte()))
    changed = {**PROJECT, "summary": "Eine bessere Karte"}
    reports = archive_import(actor=None, folder=write(tmp_path, [EVENT], [changed], people_of_karte()))
    assert [row.report.updated for row in reports] == [0, 2, 0]
    assert list(SolutionVersion.objects.order_by("number").values_list("number", "summary")) == [
        (1, "Eine Karte für alle"),
        (2, "Eine bessere Karte"),
    ]
    assert Solution.objects.get().current_version == SolutionVersion.objects.get(number=2)


def test_two_exports_of_one_project_become_one(tmp_path: Path) -> None:
    events = [EVENT, {**EVENT, "event_key": "b#7", "name": " hack  BERN "}]
    other = {
        **PROJECT,
        "project_key": "b#70",
        "event_key": "b#7",
        "updated_at": "2023-02-01T00:00",
        "summary": "",
        "team_pseudonyms": "q1",
        "maintainer_pseudonym": "q1",
        "team_count_reported": "1",
    }
    people = [*people_of_karte(), {**TAKES_PART, "participant": "q1", "project_key": "b#70", "event_key": "b#7"}]
    reports = archive_import(actor=None, folder=write(tmp_path, events, [PROJECT, other], people))
    assert Sprint.objects.count() == Team.objects.count() == 1
    assert Team.objects.get().pitch == "Eine Karte für alle"
    assert [member.user.display_name for member in TeamMember.objects.all()] == ["q1"]
    assert [(row.row, row.kind) for report in reports for row in report.report.findings] == [
        (3, "merged"),
        (2, "merged"),
        (2, "merged"),
        (3, "merged"),
    ]


def test_equal_names_are_told_apart(tmp_path: Path) -> None:
    long = "Sehr " * 30
    second = {**PROJECT, "project_key": "a#11", "name": f"{long} anders"}
    archive_import(actor=None, folder=write(tmp_path, [EVENT], [{**PROJECT, "name": long}, second], []))
    names = sorted(Team.objects.values_list("name", flat=True))
    assert len(names) == 2
    assert all(len(name) <= 80 for name in names)
    assert names[0].casefold() != names[1].casefold()


@pytest.mark.parametrize(
    ("file", "row", "fault"),
    [
        (EVENTS, {**EVENT, "name": " "}, "no key or no name"),
        (EVENTS, {**EVENT, "ends_at": EVENT["starts_at"]}, "dates"),
        (EVENTS, {**EVENT, "starts_at": "yesterday"}, "dates"),
        (EVENTS, EVENT, "earlier row"),
        (PROJECTS, {**PROJECT, "project_key": ""}, "no key or no name"),
        (PROJECTS, {**PROJECT, "project_key": "a" * 300}, "no key or no name"),
        (PROJECTS, {**PROJECT, "is_challenge": "maybe"}, "neither"),
        (PROJECTS, {**PROJECT, "project_key": "a#12", "event_key": "z#9"}, "event z#9 is unknown"),
        (PARTICIPATION, {**TAKES_PART, "participant": ""}, "no participant"),
        (PARTICIPATION, {**TAKES_PART, "participant": "p" * 300}, "no participant"),
        (PARTICIPATION, {**TAKES_PART, "project_key": "a#99"}, "unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_row(
    tmp_path: Path, file: str, row: dict[str, str], fault: str
) -> None:
    rows: dict[str, Rows] = {EVENTS: [EVENT], PROJECTS: [PROJECT], PARTICIPATION: people_of_karte()}
    rows[file].append(row)
    reports = archive_import(actor=None, folder=write(tmp_path, *rows.values()))
    findings = [found for report in reports for found in report.report.findings if found.kind == "refused"]
    assert [(found.file, found.row) for found in findings] == [(file, len(rows[file]) + 1)]
    assert fault in findings[0].what
    assert Team.objects.count() == 1


def test_a_challenge_stands_in_its_category(tmp_path: Path) -> None:
    named = {**PROJECT, "is_challenge": "True", "category": "Dienste & Kunden", "team_count_reported": ""}
    plain = {**named, "project_key": "a#11", "name": "Ohne", "category": ""}
    archive_import(actor=None, folder=write(tmp_path, [EVENT], [named, plain], []))
    found = Challenge.objects.values_list("title", "category__slug", "category__name_de").order_by("title")
    assert list(found) == [("Karte", "dienste-kunden", "Dienste & Kunden"), ("Ohne", None, None)]


def test_a_team_that_a_later_export_makes_smaller_keeps_its_people(tmp_path: Path) -> None:
    archive_import(actor=None, folder=write(tmp_path, [EVENT], [PROJECT], people_of_karte()))
    smaller = {**PROJECT, "team_pseudonyms": "p3", "maintainer_pseudonym": "p3"}
    people = [*people_of_karte(), {**TAKES_PART, "participant": "p3"}]
    reports = archive_import(actor=None, folder=write(tmp_path, [EVENT], [smaller], people))
    assert sorted(TeamMember.objects.values_list("user__display_name", flat=True)) == ["p1", "p2"]
    assert [(found.row, found.kind) for found in reports[2].report.findings][-1] == (4, "refused")


def test_the_largest_team_is_full(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(51)]
    crowd = {**PROJECT, "team_pseudonyms": " ".join(names), "team_count_reported": "51"}
    people = [{**TAKES_PART, "participant": name} for name in names]
    reports = archive_import(actor=None, folder=write(tmp_path, [EVENT], [crowd], people))
    assert TeamMember.objects.count() == 50
    assert [found.kind for found in reports[2].report.findings] == ["refused"]


def test_an_address_is_given_once(tmp_path: Path) -> None:
    make.SprintFactory.create(slug="hack-bern-1")
    later = {"event_key": "b#1", "starts_at": "2024-01-06T09:00:00Z", "ends_at": "2024-01-07T09:00:00Z"}
    folder = write(tmp_path, [EVENT, {**EVENT, **later}], [], [])
    archive_import(actor=None, folder=folder)
    slugs = Sprint.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["hack-bern-1", "hack-bern-1-2", "hack-bern-1-3"]
    assert not any(row.report.changed for row in archive_import(actor=None, folder=folder))


def test_what_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    long = {**PROJECT, "excerpt": "Wort " * 5_000}
    reports = archive_import(actor=None, folder=write(tmp_path, [EVENT], [long], people_of_karte()))
    assert len(SolutionVersion.objects.get().body) <= 20_000
    assert "too long" in reports[1].report.findings[-1].what


def test_gaps_are_filled_and_told(tmp_path: Path) -> None:
    gaps = {
        **PROJECT,
        "summary": "",
        "excerpt": "## The **map**\x07 of the city",
        "phase": "",
        "progress": "-100",
        "team_pseudonyms": "",
    }
    reports = archive_import(actor=None, folder=write(tmp_path, [EVENT], [gaps], []))
    findings = reports[1].report.findings
    assert {(found.row, found.kind) for found in findings} == {(2, "corrected")}
    told = ["nobody is named", "phase is missing", "progress of -100", "no summary", "mark-up"]
    assert all(part in found.what for part, found in zip(told, findings, strict=True))
    version = SolutionVersion.objects.get()
    assert (version.summary, version.language) == ("The map of the city", "en")


@pytest.mark.parametrize("break_it", ["missing", "columns", "encoding"])
def test_a_broken_file_changes_nothing(tmp_path: Path, break_it: str) -> None:
    folder = write(tmp_path, [EVENT], [PROJECT], [])
    path = folder / PARTICIPATION
    if break_it == "missing":
        path.unlink()
    elif break_it == "columns":
        path.write_text("participant\np1\n")
    else:
        path.write_bytes(b"participant,project_key,event_key,is_maintainer\n\xff\xfe,a,b,1\n")
    before = counts()
    with pytest.raises(CommandError, match=PARTICIPATION):
        call_command("import", "hackathon-archive", str(folder), stdout=StringIO())
    assert counts() == before


def test_a_fault_within_a_file_takes_all_of_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path, [EVENT], [PROJECT], people_of_karte())

    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("programmes.services.archive.projects._import_solutions", fail)
    with pytest.raises(RuntimeError):
        archive_import(actor=None, folder=folder)
    assert Sprint.objects.count() == 1
    assert not Team.objects.exists()
