"""An untouched package is right, and each planted manipulation is found and named, even when sealed anew."""

import zipfile
from pathlib import Path
from typing import Final

import pytest

from backend.core.evidence.layout import README
from backend.core.evidence.writing import zip_package
from programmes.domain.jury_book import Refused, RulesNamed
from programmes.proof.findings import SENTENCES
from programmes.proof.layout import EVENTS, LAYOUT, SOLUTIONS, SUMMARY
from programmes.proof.verifying import verify
from tests.backend.core.forging import Line, change_events, codes, event_of, forge_events, forge_json, forge_table
from tests.programmes.proof import manipulations
from tests.programmes.proof.packages import ABOUT, CRITERIA, eventful, package, said

OLD: Final = Path(__file__).with_name("format_2.zip")
OLD_DIGEST: Final = "3b28d0c574fe1643bbce41a7ce4dd786ec5a314ef4b2f924700d205f07f3b263"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return package(tmp_path / "package", eventful()).folder


def test_an_honest_package_holds(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful())
    zip_package(written.folder, LAYOUT, tmp_path / "package.zip")
    for path in (written.folder, tmp_path / "package.zip"):
        report = verify(path, digest=written.digest)
        assert said(path) == ""
        assert (report.holds, report.digest, report.solutions) == (True, written.digest, 6)
        assert report.votes == written.votes == 35


def test_the_same_history_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (package(tmp_path / name, eventful()) for name in ("one", "two"))
    assert first.digest == second.digest
    for name in LAYOUT.names:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()


@pytest.mark.parametrize("name", manipulations.ALL)
def test_a_planted_manipulation_is_named(name: str, folder: Path) -> None:
    plan = manipulations.plan_for(folder)
    words = manipulations.ALL[name](folder, plan)
    assert words in said(folder)


@pytest.mark.parametrize("name", LAYOUT.files)
def test_a_byte_in_any_file_is_found(name: str, folder: Path) -> None:
    with (folder / name).open("ab") as file:
        file.write(b" ")
    assert not verify(folder).holds


def test_an_event_changed_with_an_editor_breaks_the_chain(folder: Path) -> None:
    change_events(folder, lambda lines: event_of(lines, "handed_in").update(track="health"))
    assert {"content_changed", "file_changed"} <= codes(verify(folder))


def test_votes_in_another_order_are_found(folder: Path) -> None:
    def turn(lines: list[dict[str, object]]) -> None:
        lines[-2], lines[-3] = lines[-3], lines[-2]

    change_events(folder, turn)
    assert {"chain_broken", "sequence_broken"} <= codes(verify(folder))


def test_only_the_digest_tells_of_another_story_that_agrees_with_itself(tmp_path: Path) -> None:
    true = package(tmp_path / "true", eventful())
    made_up = package(tmp_path / "made_up", eventful()[:-1])
    assert verify(made_up.folder).holds
    assert codes(verify(made_up.folder, digest=true.digest)) == {"digest_differs"}


def test_before_the_decision_nothing_is_selected_and_all_holds(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful()[:-1])
    assert verify(written.folder).holds
    forge_table(written.folder, SOLUTIONS, lambda rows: rows[0].update(selected="true"))
    assert "selected is “true”, recomputed “”" in said(written.folder)


def test_without_a_method_people_decide_freely(tmp_path: Path) -> None:
    events = eventful()
    events[0] = RulesNamed(CRITERIA, None)
    written = package(tmp_path / "package", events)
    assert verify(written.folder).holds


def test_nothing_at_all_names_no_rules(tmp_path: Path) -> None:
    assert codes(verify(package(tmp_path / "package", []).folder)) == {"nothing_named"}


def test_a_history_that_cannot_be_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="before_the_rules"):
        package(tmp_path / "package", eventful()[1:])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("at", "2026-03-20", "event_unreadable"),
        ("more", 1, "event_unreadable"),
        ("track", 1, "event_unreadable"),
        ("kind", "stolen", "event_unreadable"),
        ("solution", "b", "event_impossible"),
    ],
)
def test_events_that_cannot_be_are_named(field: str, value: object, code: str, folder: Path) -> None:
    forge_events(folder, lambda lines: event_of(lines, "handed_in", solution="a").update({field: value}))
    assert {code, "not_recomputed"} <= codes(verify(folder))


def test_a_package_of_another_kind_is_refused(folder: Path) -> None:
    forge_json(folder, SUMMARY, lambda data: data.update(votes=1))
    assert "votes is “1”" in said(folder)
    for number in ("4", "true", '"3"', "[3]"):
        (folder / "datapackage.json").write_text(f'{{"gemeinwerk": {{"format": {number}}}}}')
        assert codes(verify(folder)) == {"unknown_format"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """What was published before anybody could abstain, as it is."""
    zipfile.ZipFile(OLD).extractall(tmp_path / "old")
    return tmp_path / "old"


def test_a_package_from_before_abstentions_holds_as_it_is(old: Path) -> None:
    for path in (OLD, old):
        report = verify(path, digest=OLD_DIGEST)
        assert said(path, OLD_DIGEST) == ""
        assert (report.digest, report.solutions, report.votes) == (OLD_DIGEST, 6, 35)


@pytest.mark.parametrize("points", [0, None])
def test_a_package_from_before_abstentions_is_still_checked(old: Path, points: int | None) -> None:
    """Also where somebody brings abstentions into it: its tables know of none, so its rules differ."""

    def change(lines: list[Line]) -> None:
        event_of(lines, "rules_named")["criteria"][1]["may_abstain"] = points is None
        event_of(lines, "submitted", review="b1")["points"][0]["points"] = points

    forge_events(old, change)
    words = said(old)
    assert "review b1: score is" in words
    assert ("rules.json: rules.json: criteria is" in words) == (points is None)


def test_the_readme_says_how_to_check_in_both_languages(folder: Path) -> None:
    told = (folder / README).read_text()
    assert "python -m programmes.proof verify" in told
    assert "keine Datenbank" in told
    assert "no database" in told
    assert ABOUT.address in told
    assert "zählt also nie als 0 Punkte" in told
    assert "never counts as 0 points" in told
    for table in LAYOUT.tables.values():
        assert all(f"`{name}`" in told for name in table.names)


@pytest.mark.parametrize("code", SENTENCES)
def test_every_finding_has_a_sentence_in_both_languages(code: str) -> None:
    assert SENTENCES[code].keys() == {"de", "en"}
    assert SENTENCES[code]["de"] != SENTENCES[code]["en"]


def test_no_event_is_left_unread(folder: Path) -> None:
    assert len((folder / EVENTS).read_text().splitlines()) == verify(folder).events
