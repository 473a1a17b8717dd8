"""A package from somewhere is only a claim: whatever is wrong with its files ends in a sentence, never in a crash."""

import json
import zipfile
from pathlib import Path

import pytest

from backend.core.evidence import reading
from backend.core.evidence.findings import Finding
from backend.core.evidence.layout import DESCRIPTION, README
from backend.core.evidence.writing import zip_package
from funding.proof.findings import SENTENCES
from funding.proof.layout import CAUSES, EVENTS, LAYOUT, MATCHES, RULES, SUMMARY
from funding.proof.verifying import Report, verify
from tests.backend.core.forging import change_events, codes, event_of, forge_events, seal
from tests.funding.proof.packages import eventful, package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return package(tmp_path / "package", eventful()).folder


def only(report: Report) -> Finding:
    (finding,) = report.findings.rows
    return finding


@pytest.mark.parametrize("name", LAYOUT.names)
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert only(verify(folder)) == Finding(name, 0, "file_missing", (("detail", ""),))


def test_nothing_at_all_and_something_else_are_no_packages(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive")
    for name in ("nothing", "text.zip"):
        assert only(verify(tmp_path / name)).code == "not_a_package"


def test_what_does_not_belong_there_is_named_and_not_read(folder: Path) -> None:
    (folder / "more.csv").write_text("a,b")
    assert only(verify(folder)) == Finding("more.csv", 0, "file_unlisted")


def test_a_link_out_of_the_package_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("{}")
    (folder / SUMMARY).unlink()
    (folder / SUMMARY).symlink_to(tmp_path / "secret")
    assert only(verify(folder)).code == "not_a_plain_file"


def packed(folder: Path, target: Path, name: str) -> Path:
    """The package with one more entry of that name."""
    zip_package(folder, LAYOUT, target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "x")
    return target


def test_names_in_an_archive_never_become_paths(folder: Path, tmp_path: Path) -> None:
    for number, name in enumerate(["../events.jsonl", "/etc/passwd", "sub/events.jsonl"]):
        file = packed(folder, tmp_path / f"{number}.zip", name)
        assert only(verify(file)) == Finding(name, 0, "file_unlisted")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.zip", "1.zip", "2.zip", "package"]


def test_a_name_that_stands_twice_in_an_archive_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = packed(folder, tmp_path / "a.zip", MATCHES)
    assert only(verify(file)).code == "name_twice"


def test_an_archive_that_unpacks_to_far_too_much_is_not_unpacked(folder: Path, tmp_path: Path) -> None:
    (folder / CAUSES).write_bytes(b"0" * 50_000_000)
    zip_package(folder, LAYOUT, tmp_path / "bomb.zip")
    assert (tmp_path / "bomb.zip").stat().st_size < 100_000
    assert only(verify(tmp_path / "bomb.zip")).code == "unpacks_to_too_much"


def test_an_archive_that_lies_about_its_sizes_is_found(folder: Path, tmp_path: Path) -> None:
    zip_package(folder, LAYOUT, tmp_path / "a.zip")
    content = bytearray((tmp_path / "a.zip").read_bytes())
    place = content.index(b"events.jsonl") + 200
    content[place : place + 40] = bytes(40)
    (tmp_path / "a.zip").write_bytes(content)
    assert codes(verify(tmp_path / "a.zip")) & {"cannot_be_read", "content_changed", "not_json"}


def test_a_link_in_an_archive_is_refused(folder: Path, tmp_path: Path) -> None:
    zip_package(folder, LAYOUT, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for entry in old.infolist():
            if entry.filename == SUMMARY:
                entry.external_attr = 0o120777 << 16
            new.writestr(entry, old.read(entry.filename))
    assert only(verify(tmp_path / "b.zip")).code == "not_a_plain_file"


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "huge line": (EVENTS, b'{"event": "' + b"x" * (reading.LINE_BYTES + 1) + b'"}\n', "line_too_long"),
    "no text": (EVENTS, b"\xff\xfe\x00\n", "not_json"),
    "no JSON": (EVENTS, b"{\n", "not_json"),
    "empty line": (EVENTS, b"\n", "not_json"),
    "other line": (EVENTS, b"[1, 2]\n", "wrong_type"),
    "key twice": (EVENTS, b'{"event": {}, "event": {}}\n', "not_json"),
    "no number": (EVENTS, b'{"event": NaN}\n', "not_json"),
    "fraction": (EVENTS, b'{"event": 0.5}\n', "not_json"),
    "large number": (EVENTS, b'{"event": 9' + b"9" * 5_000 + b"}\n", "not_json"),
    "deep nesting": (EVENTS, b"[" * 200_000 + b"\n", "not_json"),
    "word as sequence": (EVENTS, b'{"event": {}, "hash": "", "previous": "", "sequence": "1"}\n', "wrong_type"),
    "yes as sequence": (EVENTS, b'{"event": {}, "hash": "", "previous": "", "sequence": true}\n', "wrong_type"),
    "no event": (EVENTS, b'{"event": 1, "hash": "", "previous": "", "sequence": 1}\n', "event_unreadable"),
    "odd letters": (EVENTS, b'{"event": "\\ud800", "hash": "", "previous": "", "sequence": 1}\n', "event_unreadable"),
    "empty table": (MATCHES, b"", "other_columns"),
    "other columns": (MATCHES, b"match,money\nm1,100\n", "other_columns"),
    "table in Latin-1": (MATCHES, "für\n".encode("latin-1"), "not_utf8"),
    "open quote": (MATCHES, b'"match\n', "not_a_table"),
    "rules are none": (RULES, b"{}", "wrong_type"),
    "rules of words": (RULES, b'["25 %"]', "wrong_type"),
    "sums are none": (SUMMARY, b"[]", "value_differs"),
    "description is none": (DESCRIPTION, b"[]", "wrong_type"),
    "other format": (DESCRIPTION, b'{"gemeinwerk": {"format": 2}}', "unknown_format"),
    "fund without a name": (DESCRIPTION, b'{"gemeinwerk": {"format": 1, "fund": 1, "currency": "EUR"}}', "wrong_type"),
    "no list of files": (DESCRIPTION, b'{"gemeinwerk": {"format": 1, "fund": "f", "currency": "EUR"}}', "wrong_type"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_and_nothing_crashes(name: str, folder: Path) -> None:
    file, content, code = BROKEN[name]
    (folder / file).write_bytes(content)
    found = [finding for finding in verify(folder).findings.rows if finding.code == code]
    assert [finding.file for finding in found][:1] == [file]


def test_a_row_with_too_few_cells_is_named(folder: Path) -> None:
    lines = (folder / MATCHES).read_text().splitlines(keepends=True)
    (folder / MATCHES).write_text("".join([*lines[:2], "m2,5\n", *lines[3:]]))
    seal(folder)
    assert only(verify(folder)) == Finding(MATCHES, 3, "wrong_number_of_cells", (("detail", ""),))


def test_a_line_that_means_the_same_but_is_written_otherwise_is_found(folder: Path) -> None:
    lines = (folder / EVENTS).read_text().splitlines()
    spaced = [json.dumps(json.loads(line), sort_keys=True) for line in lines]
    (folder / EVENTS).write_text("\n".join(spaced) + "\n")
    seal(folder)
    assert codes(verify(folder)) == {"not_canonical"}


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("pledged", "amount_minor", 10**15),
        ("pledged", "amount_minor", -1),
        ("pledged", "amount_minor", True),
        ("pledged", "at", "0001-01-01T00:00:00+14:00"),
        ("pledged", "at", "2026-03-20"),
        ("deposited", "amount_minor", 0),
        ("campaign_ended", "outcome", "perhaps"),
        ("pledged", "more", 1),
    ],
)
def test_values_that_no_fund_has_are_named(kind: str, field: str, value: object, folder: Path) -> None:
    forge_events(folder, lambda lines: event_of(lines, kind).update({field: value}))
    assert not verify(folder).holds


def test_a_readme_is_part_of_what_is_sealed(folder: Path) -> None:
    (folder / README).write_text("Everything is fine.")
    assert codes(verify(folder)) == {"file_changed"}


def test_what_stands_in_a_foreign_file_cannot_take_over_the_terminal(folder: Path) -> None:
    (folder / "\x1b[2Jevil").write_text("")
    change_events(folder, lambda lines: lines[0].update(previous="\x1b[2J" + "x" * 500))
    for finding in verify(folder).findings.rows:
        assert "\x1b" not in finding.sentence("de")
        assert len(finding.sentence("en")) < 600


@pytest.mark.parametrize("code", SENTENCES)
def test_every_finding_has_a_sentence_in_both_languages(code: str) -> None:
    names = (
        "detail",
        "expected",
        "found",
        "code",
        "where",
        "sequence",
        "kind",
        "what",
        "column",
        "version",
        "campaign",
    )
    finding = Finding("events.jsonl", 3, code, tuple((name, f"<{name}>") for name in names), SENTENCES[code])
    german, english = finding.sentence("de"), finding.sentence("en")
    assert german.startswith("events.jsonl, Zeile 3: ")
    assert english.startswith("events.jsonl, line 3: ")
    assert german.partition(": ")[2] != english.partition(": ")[2]
