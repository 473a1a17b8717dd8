"""Cards in other people's pages: frames, caches and cookies."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.core import clock
from programmes.enums import SprintState
from programmes.models import Solution
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def solution() -> Solution:
    return make.SolutionFactory.create(handed_in=True)


def addresses(solution: Solution, language: str = "de") -> list[str]:
    project = make.ProjectFactory.create()
    names = {"sprint": solution.sprint.slug, "solution": solution.public_id, "project": project.public_id}
    return [reverse(f"web:embed-{kind}", args=[language, name]) for kind, name in names.items()]


def test_it_can_be_framed_by_anybody_and_does_nothing_there(solution: Solution) -> None:
    for address in addresses(solution):
        answer = Client().get(address)
        for given in (answer, Client().get(address, headers={"If-None-Match": answer["ETag"]})):
            policy = given["Content-Security-Policy"]
            assert "frame-ancestors *" in policy
            assert "default-src 'none'" in policy
            assert "script-src 'none'" in policy
            assert "X-Frame-Options" not in given
        assert b"<script" not in answer.content
        assert b"<form" not in answer.content


def test_nothing_else_can_be_framed(solution: Solution) -> None:
    for address in (reverse("web:solution", args=[solution.public_id]), "/embed/de/loesungen/sol_none/"):
        answer = Client().get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_nobody_is_asked_who_they_are(solution: Solution) -> None:
    client = signed_in(make.lead_of(solution.team))
    for address in addresses(solution):
        with CaptureQueriesContext(connection) as asked:
            mine = client.get(address)
        assert not any(Session._meta.db_table in query["sql"] for query in asked.captured_queries)
        assert not any("accounts_user" in query["sql"] for query in asked.captured_queries)
        strange = Client().get(address)
        assert mine.content == strange.content
        for answer in (mine, strange):
            assert not answer.cookies
            assert "Vary" not in answer
    assert settings.SESSION_COOKIE_NAME in client.cookies, "whoever is signed in elsewhere stays so"


def test_caches_may_keep_it_and_ask_whether_it_has_changed(solution: Solution) -> None:
    for address in addresses(solution):
        answer = Client().get(address)
        assert answer["Cache-Control"] == "public, max-age=300, stale-while-revalidate=3600"
        again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_address_says_in_which_language(solution: Solution) -> None:
    for language, words in (("de", "öffnet sich in einem neuen Tab"), ("en", "opens in a new tab")):
        for address in addresses(solution, language):
            answer = Client().get(address, headers={"Accept-Language": "en" if language == "de" else "de"})
            assert words in answer.content.decode()
            assert f'<html lang="{language}">' in answer.content.decode()
            assert answer["Content-Language"] == language
    assert Client().get(f"/embed/fr/sprints/{solution.sprint.slug}/").status_code == 404


def test_only_what_everybody_can_see_is_shown(solution: Solution) -> None:
    draft = make.SolutionFactory.create()
    member = signed_in(make.lead_of(draft.team))
    assert member.get(reverse("web:solution", args=[draft.public_id])).status_code == 200
    assert member.get(reverse("web:embed-solution", args=["de", draft.public_id])).status_code == 404
    assert member.get(reverse("web:solution-embedding", args=[draft.public_id])).status_code == 404
    sprint = make.SprintFactory.create(state=SprintState.DRAFT)
    organiser = signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    assert organiser.get(reverse("web:embed-sprint", args=["de", sprint.slug])).status_code == 404
    Solution.objects.filter(pk=solution.pk).update(hidden_at=clock.now())
    assert solution.current_version is not None
    shown = text_of(Client(), reverse("web:embed-sprint", args=["de", solution.sprint.slug]))
    assert solution.current_version.title not in shown


def test_three_solutions_are_no_more_queries_than_one(solution: Solution) -> None:
    address = reverse("web:embed-sprint", args=["en", solution.sprint.slug])
    assert queries_of(Client(), address) == 2
    for _ in range(2):
        make.SolutionFactory.create(team__challenge=solution.challenge, handed_in=True)
    assert queries_of(Client(), address) == 2


def test_what_to_copy_is_shown_and_a_title_can_break_out_of_nothing(solution: Solution) -> None:
    title = '"><script>alert(1)</script>'
    project = make.ProjectFactory.create(title=title)
    shown = text_of(Client(), reverse("web:project-embedding", args=[project.public_id]))
    assert f"/embed/de/projekte/{project.public_id}/" in shown
    assert f"/embed/en/projekte/{project.public_id}/" in shown
    assert "<script>alert" not in shown
    assert "&amp;quot;&amp;gt;&amp;lt;script" in shown, "what is copied is escaped once more than what is shown"
    card = text_of(Client(), reverse("web:embed-project", args=["de", project.public_id]))
    assert "<script" not in card
    for kind, name in (("sprint", solution.sprint.slug), ("solution", solution.public_id)):
        assert "&lt;iframe" in text_of(Client(), reverse(f"web:{kind}-embedding", args=[name]))
