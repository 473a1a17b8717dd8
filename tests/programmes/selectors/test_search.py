import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from programmes.models import Challenge, SolutionVersion, Sprint, Team, challenge, solution, sprint, team
from programmes.selectors import search as search_module
from programmes.selectors.challenges import challenges_public
from programmes.selectors.matching import matching
from programmes.selectors.search import search
from programmes.selectors.solutions import solutions_public
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def titles(query: str, language: str = "de") -> list[str]:
    return [hit.title for hit in search(query, language)]


@pytest.fixture(autouse=True)
def _challenges() -> None:
    rows = [
        ("Wie schützen wir alte Bäume?", "Im August vertrocknen sie.", "de"),
        ("Shade for schoolyards", "Children are running between trees in the heat.", "en"),
        ("Nachbarschaftshilfe organisieren", "Einkaufen, Vorlesen, Reparieren", "de"),
    ]
    for title, summary, language in rows:
        make.ChallengeFactory.create(title=title, summary=summary, language=language, body="")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Baum", ["Wie schützen wir alte Bäume?"]),
        ("BÄUME", ["Wie schützen wir alte Bäume?"]),
        ("Augusts", ["Wie schützen wir alte Bäume?"]),
        ("tree", ["Shade for schoolyards"]),
        ("run child", ["Shade for schoolyards"]),
        ("Nachbarsch", ["Nachbarschaftshilfe organisieren"]),
        ("vorgelesen Baum", []),
        ("alte Bäu", ["Wie schützen wir alte Bäume?"]),
        ('"alte Bäume"', ["Wie schützen wir alte Bäume?"]),
        ('"Bäume alte"', []),
        ("einkaufen -vorlesen", []),
        ("einkaufen -baum", ["Nachbarschaftshilfe organisieren"]),
        ("", []),
        ("   ", []),
        ("!&|():*'\\", []),
        ("'; DROP TABLE x --", []),
        ("\x00", []),
        ('"alte\x00Bäume"', ["Wie schützen wir alte Bäume?"]),
        ("alte\ud800 -shade", ["Wie schützen wir alte Bäume?"]),
    ],
)
def test_words_are_found_in_both_languages(query: str, expected: list[str]) -> None:
    assert titles(query) == expected


def test_a_hit_in_the_title_comes_before_one_in_the_text() -> None:
    make.ChallengeFactory.create(title="Etwas anderes", summary="Mit Bäumen", body="")
    assert titles("Baum") == ["Wie schützen wir alte Bäume?", "Etwas anderes"]


def test_among_equals_the_readers_language_comes_first() -> None:
    for language in ("de", "en"):
        make.ChallengeFactory.create(title=f"Robotik {language}", summary="x", language=language, body="")
    assert titles("Robotik", "de") == ["Robotik de", "Robotik en"]
    assert titles("Robotik", "en") == ["Robotik en", "Robotik de"]


def test_every_kind_is_found_with_where_it_belongs(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    project = make.ProjectFactory.create(title="Quirl Projekt")
    sprint_row = project.cohort.sprint
    Sprint.objects.filter(pk=sprint_row.pk).update(title="Quirl Sprint")
    Team.objects.filter(pk=project.team.pk).update(name="Quirl Team")
    Challenge.objects.filter(pk=project.team.challenge.pk).update(title="Quirl Frage")
    version = make.SolutionVersionFactory.create(
        solution=project.solution, title="Quirl Lösung", handed_in_at=make.moment_from_now(0)
    )
    project.solution.current_version = version
    project.solution.save()
    with django_assert_num_queries(5):
        hits = {hit.kind: hit for hit in search("quirl")}
    assert {kind: (hit.ref, hit.about) for kind, hit in hits.items()} == {
        "sprint": (sprint_row.slug, sprint_row.programme.name),
        "challenge": (project.team.challenge.public_id, "Quirl Sprint"),
        "team": (project.team.public_id, "Quirl Sprint"),
        "solution": (project.solution.public_id, "Quirl Sprint"),
        "project": (project.public_id, project.cohort.name),
    }
    assert [row.pk for row in solutions_public(query="quirl")] == [project.solution.pk]


def test_what_is_hidden_is_not_found() -> None:
    make.ChallengeFactory.create(title="Geheimnis", state="proposed")
    make.SprintFactory.create(title="Geheimnis", state="draft")
    make.SolutionFactory.create(current_version=None)
    SolutionVersion.objects.update(title="Geheimnis")
    assert titles("Geheimnis") == []
    assert not challenges_public(query="Geheimnis").exists()


@pytest.mark.parametrize(
    ("rows", "vector", "index"),
    [
        (Sprint.objects, sprint.SEARCH, "sprint_search"),
        (Challenge.objects, challenge.SEARCH, "challenge_search"),
        (Team.objects, team.SEARCH, "team_search"),
        (SolutionVersion.objects, solution.SEARCH, "solution_version_search"),
    ],
    ids=["sprints", "challenges", "teams", "solutions"],
)
def test_the_index_serves_the_search(rows: object, vector: object, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = matching(rows.all(), "Baum", vector).order_by().explain()  # type: ignore[attr-defined, arg-type]  # one of four
    assert index in plan


def test_of_many_hits_those_with_the_word_in_the_title_and_the_newest_are_ranked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_module, "RANKED", 2)
    titled = make.ChallengeFactory.create(title="Robotik", summary="x", body="")
    # The oldest says it most often, so it would be the best of all texts.
    for number, times in enumerate((9, 1, 1)):
        make.ChallengeFactory.create(title=f"Frage {number}", summary="Robotik " * times, body="")
    assert [hit.title for hit in search("Robotik", per_kind=2)] == [titled.title, "Frage 2"]
    monkeypatch.setattr(search_module, "RANKED", 4)
    assert [hit.title for hit in search("Robotik", per_kind=2)] == [titled.title, "Frage 0"]
