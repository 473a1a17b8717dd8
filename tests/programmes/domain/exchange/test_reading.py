"""Packages of others: nothing in them is trusted."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.core.evidence.reading import Broken
from programmes.domain.exchange import reading
from programmes.domain.exchange.package import (
    ACTIVITIES,
    CATEGORIES,
    EVENTS,
    KINDS,
    PROJECTS,
    USERS,
    About,
    write_json,
    write_zip,
)
from programmes.domain.exchange.reading import read_package
from programmes.domain.exchange.rows import ActivityRow, CategoryRow, EventRow, ProjectRow, UserRow

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
ABOUT = About("sprint-a", "Hack", "https://example.org/sprints/a/", "Ein Wochenende", "Verein", NOON)
ROWS: dict[str, list[Any]] = {
    EVENTS: [
        EventRow(id="spr_1", name="Hack", starts_at=NOON, ends_at=NOON.replace(hour=13), timezone="Europe/Berlin")
    ],
    CATEGORIES: [CategoryRow(id="klima", event_id="spr_1", name="Klima")],
    USERS: [UserRow(id="p_0123456789abcdef", username="p_0123456789abcdef")],
    PROJECTS: [
        ProjectRow(id="cha_1", name="=1+1", is_challenge=True, longtext='Eine\nZeile, "noch" eine', created_at=NOON),
        ProjectRow(
            id="sol_1",
            name="Karte",
            challenge_id="cha_1",
            links=({"label": "Code", "url": "https://github.com/a/b"},),
            created_at=NOON.replace(microsecond=5),
        ),
    ],
    ACTIVITIES: [ActivityRow(name="star", time=NOON, user_id="p_0123456789abcdef", project_id="sol_1")],
}
DRIBDAT = {
    "name": "event-3",
    "title": "Hackday Bern",
    "sources": [{"title": "dribdat", "path": "https://dribdat.cc"}],
    "resources": [
        {
            "name": "events",
            "data": [
                {
                    "id": 3,
                    "name": "Hackday Bern",
                    "summary": "Zwei Tage",
                    "hostname": "Stadt Bern",
                    "location": "Käfigturm",
                    "description": "Offen für alle",
                    "hashtags": "#hackbe",
                    "starts_at": "2023-01-06T09:00",
                    "ends_at": "2023-01-07T09:00",
                    "has_started": False,
                }
            ],
        },
        {"name": "categories", "data": [{"id": 1, "name": "Stadt & Verkehr", "logo_color": "#fff"}]},
        {"name": "users", "data": [{"id": 7, "username": "anna", "email": "anna@example.org", "roles": ""}]},
        {
            "name": "projects",
            "data": [
                {
                    "id": 10,
                    "url": "https://hack.example.org/project/10",
                    "event_name": "Hackday Bern",
                    "name": "Veloparkplätze",
                    "is_challenge": True,
                    "progress": 0,
                    "category_name": "Stadt & Verkehr",
                    "longtext": "Wo?",
                    "created_at": "2023-01-05T09:00",
                },
                {
                    "id": 11,
                    "event_name": "Hackday Bern",
                    "name": "Velokarte",
                    "is_challenge": False,
                    "progress": -100,
                    "autotext": "# Lies mich",
                    "source_url": "https://github.com/a/b",
                    "webpage_url": "javascript:alert(1)",
                    "maintainer": "anna",
                    "team": "anna",
                    "created_at": "2023-01-06T10:00",
                    "updated_at": "2023-01-07T08:00",
                },
            ],
        },
        {
            "name": "activities",
            "data": [
                {"id": 1, "name": "star", "time": 1673000000, "project_id": 11, "user_name": "anna", "user_id": 7},
                {"id": 2, "name": "update", "time": 1673000001, "project_id": 11, "content": "geschafft"},
            ],
        },
    ],
}


def write(folder: Path, name: str) -> Path:
    path = folder / name
    if path.suffix == ".json":
        with path.open("w", encoding="utf-8") as file:
            write_json(file, ABOUT, ROWS)
    else:
        write_zip(path, ABOUT, ROWS)
    return path


def changed(path: Path, **content: bytes) -> Path:
    """The same ZIP file with other content in some of its files, named without their ending."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files |= {name: content[name.partition(".")[0]] for name in files if name.partition(".")[0] in content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["a.zip", "a.json"])
def test_both_forms_give_every_row_back(tmp_path: Path, name: str) -> None:
    found = read_package(write(tmp_path, name))
    assert {file: [row for _number, row in rows] for file, rows in found.tables().items()} == ROWS
    assert found.unfit == []
    assert [number for number, _row in found.projects] == [2, 3]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first = write(tmp_path, "a.zip").read_bytes()
    assert write(tmp_path, "b.zip").read_bytes() == first


def test_the_description_types_every_column(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path, "a.zip")) as archive:
        said = json.loads(archive.read("datapackage.json"))
    tables = {one["path"]: one for one in said["resources"] if one["format"] == "csv"}
    assert set(tables) == set(KINDS)
    types = {one["name"]: one["type"] for one in tables[PROJECTS]["schema"]["fields"]}
    assert types["created_at"] == "datetime"
    assert (types["is_challenge"], types["progress"], types["links"]) == ("boolean", "integer", "array")
    assert tables[PROJECTS]["schema"]["primaryKey"] == ["id"]


def test_the_json_form_has_what_dribdat_asks_for(tmp_path: Path) -> None:
    said = json.loads(write(tmp_path, "a.json").read_bytes())
    assert said["sources"][0]["title"] == "dribdat"
    found = {one["name"]: one["data"] for one in said["resources"]}
    wanted = "name summary hashtag image_url source_url webpage_url autotext_url download_url contact_url logo_color"
    wanted += " logo_icon longtext autotext score progress created_at updated_at event_name maintainer category_name"
    assert all(set(wanted.split()) <= set(row) for row in found["projects"])
    assert {"name", "summary", "starts_at", "ends_at"} <= set(found["events"][0])
    assert {"name", "action", "content", "ref_url", "time", "user_name"} <= set(found["activities"][0])
    assert found["activities"][0]["time"] == int(NOON.timestamp())
    assert {"username", "roles", "webpage_url"} <= set(found["users"][0])


def test_dribdats_own_package_is_read(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(DRIBDAT), encoding="utf-8")
    found = read_package(path)
    assert found.unfit == []
    ((_, event),) = found.events
    assert (event.id, event.description) == ("hack.example.org#3", "Stadt Bern\n\nKäfigturm\n\nOffen für alle")
    (_, challenge), (_, solution) = found.projects
    assert (challenge.id, challenge.is_challenge, challenge.category_id) == (
        "hack.example.org#10",
        True,
        "Stadt & Verkehr",
    )
    assert (solution.longtext, solution.phase, solution.progress) == ("# Lies mich", "handed_in", 30)
    assert [link["label"] for link in solution.links] == ["Source code", "Website"]
    assert found.activities[0][1].project_id == "hack.example.org#11"


def test_without_any_address_rows_are_named_by_the_title(tmp_path: Path) -> None:
    data = json.loads(json.dumps(DRIBDAT))
    data["resources"][3]["data"][0]["url"] = "http://[/project/10"
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_package(path).events[0][1].id == "dribdat:hackday-bern#3"


def test_a_row_that_does_not_fit_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    data = json.loads(json.dumps(DRIBDAT))
    del data["resources"][3]["data"][0]["created_at"]
    data["resources"][4]["data"].append(5)
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    found = read_package(path)
    assert found.unfit == [(PROJECTS, 2, "created_at is missing")]
    assert len(found.projects) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"[]", "wrong_type"),
        (b"[" * 100_000, "not_json"),
        (b"{}", "unknown_format"),
        (b'{"gemeinwerk": {"format": 2}}', "unknown_format"),
        (b'{"gemeinwerk": 1}', "unknown_format"),
        (b'{"sources": [{"title": "other"}]}', "unknown_format"),
        (b"\xff\xfe", "not_json"),
    ],
)
def test_what_is_no_package_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(Broken) as found:
        read_package(path)
    assert found.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Broken) as found:
        read_package(tmp_path / "none.json")
    assert found.value.code == "not_a_package"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"projects": b"a,b\n"}, "other_columns"),
        ({"projects": b""}, "other_columns"),
        ({"datapackage": b"{}"}, "unknown_format"),
        ({"datapackage": b"{"}, "not_json"),
        ({"projects": b"\xff\n"}, "not_utf8"),
        ({"projects": b"\0" * (30 << 20)}, "unpacks_to_too_much"),
    ],
)
def test_a_zip_file_that_was_tampered_with_is_refused(tmp_path: Path, content: dict[str, bytes], code: str) -> None:
    path = changed(write(tmp_path, "a.zip"), **content)
    with pytest.raises(Broken) as found:
        read_package(path)
    assert found.value.code == code


def test_a_zip_file_without_our_files_is_refused(tmp_path: Path) -> None:
    path, content = tmp_path / "a.zip", io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("../../etc/passwd", "root")
    path.write_bytes(content.getvalue())
    with pytest.raises(Broken) as found:
        read_package(path)
    assert found.value.code == "file_missing"


def test_more_rows_than_any_sprint_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.zip")
    monkeypatch.setattr(reading, "ROWS_MOST", 3)
    assert len(read_package(path).projects) == 2
    monkeypatch.setattr(reading, "ROWS_MOST", 2)
    with pytest.raises(Broken, match="file_too_large"):
        read_package(path)
