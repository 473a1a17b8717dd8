from dataclasses import replace
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.exchange.publiccode import (
    Software,
    Unfit,
    faults_of,
    publiccode,
    publiccode_yml,
    repository_of,
)

GOOD = Software(
    name="Hitzekarte",
    summary="Zeigt, wo es in der Stadt kühl ist.",
    text="Bürgerinnen messen.\n\n- eine Karte der kühlen Orte\n* Wege im Schatten\n\n" + "Mehr. " * 30,
    language="de",
    licence="EUPL-1.2",
    links=["https://example.org", "https://codeberg.org/hitze/karte"],
    address="https://gemeinwerk.example/loesungen/sol_1/",
    status="beta",
    released_on=date(2026, 6, 14),
)


def test_a_solution_with_licence_and_repository_is_told_to_catalogues() -> None:
    found = yaml.safe_load(publiccode_yml(GOOD))
    assert faults_of(found) == []
    assert found["url"] == "https://codeberg.org/hitze/karte"
    assert found["legal"] == {"license": "EUPL-1.2"}
    assert found["developmentStatus"] == "beta"
    assert found["releaseDate"] == "2026-06-14"
    assert found["description"]["de"]["features"] == ["eine Karte der kühlen Orte", "Wege im Schatten"]
    assert found["description"]["de"]["shortDescription"] == GOOD.summary
    assert found["maintenance"] == {"type": "none"}, "whoever maintains it is a person, whom nobody names from here"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"licence": ""}, "no_licence"),
        ({"licence": "CC-BY-4.0"}, "no_licence"),
        ({"links": []}, "no_repository"),
        ({"links": ["https://github.com/", "https://github.com/owner", "http://github.com/a/b"]}, "no_repository"),
        ({"links": ["https://[", "https://github.com.evil.example/a/b"]}, "no_repository"),
        ({"text": "", "summary": "a" * 149}, "too_short"),
    ],
)
def test_what_the_standard_wants_and_is_missing_makes_no_file(changes: dict[str, object], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        publiccode(replace(GOOD, **changes))  # type: ignore[arg-type]  # one case after the other


def test_borders_of_texts() -> None:
    long = publiccode(replace(GOOD, text="", summary="a" * 150))
    assert faults_of(long) == []
    short = publiccode(replace(GOOD, summary="Wort " * 40))["description"]["de"]["shortDescription"]
    assert len(short) <= 150
    assert short.endswith("Wort …")
    assert len(publiccode(replace(GOOD, text="b" * 20_000))["description"]["de"]["longDescription"]) == 10_000


@given(st.text(max_size=40), st.text(max_size=300))
def test_whatever_a_team_writes_the_file_is_read_as_it_was_meant(title: str, text: str) -> None:
    software = replace(GOOD, name=f"{title}x", text=f"{GOOD.text}{text}")
    assert faults_of(publiccode(software)) == []
    assert yaml.safe_load(publiccode_yml(software)) == publiccode(software)


@pytest.mark.parametrize(
    "name",
    ["publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "legal", "localisation"],
)
def test_a_missing_key_is_named(name: str) -> None:
    found = publiccode(GOOD)
    del found[name]
    assert faults_of(found) == [name]


def test_wrong_content_is_named() -> None:
    found = publiccode(GOOD)
    found["developmentStatus"] = "ready"
    found["maintenance"] = {"type": "community"}
    found["description"]["de"]["longDescription"] = "kurz"
    assert faults_of(found) == ["developmentStatus", "maintenance/contacts", "description/de/longDescription"]
    assert faults_of([]) == ["the file"]


def test_the_first_repository_counts() -> None:
    assert repository_of(["https://a.example/b/c", "https://gitlab.com/a/b", "https://github.com/a/b"]) == (
        "https://gitlab.com/a/b"
    )
