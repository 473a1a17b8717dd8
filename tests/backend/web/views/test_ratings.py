"""Stars and comments on the pages: for visitors, for who rates, and for organisers."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from backend.core import clock
from programmes.domain.public_rating import QUORUM
from programmes.enums import Feature
from programmes.models import Comment, CommunityAward, Rating, Solution, Sprint
from programmes.services import ratings
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommentFactory, CommunityAwardFactory, RatingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def solution() -> Solution:
    return make.SolutionFactory.create(handed_in=True)


def page(name: str, *args: str) -> str:
    return reverse(f"web:{name}", args=args)


def organiser_of(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def test_rating_leads_to_the_next_one(solution: Solution) -> None:
    following = make.SolutionFactory.create(team__challenge__sprint=solution.sprint, handed_in=True)
    browser, rate = signed_in(), page("solution-rate", solution.public_id)
    assert rate in text_of(Client(), page("solution", solution.public_id))
    assert browser.post(rate, {}).status_code == 422
    assert browser.post(rate, {"stars": "4"})["Location"] == page("solution-rated", solution.public_id)
    assert Rating.objects.get().stars == 4
    after = text_of(browser, page("solution-rated", solution.public_id))
    assert page("solution", following.public_id) in after
    shown = text_of(browser, page("solution", solution.public_id))
    assert "Sie haben 4 von 5 Sternen gegeben." in shown
    assert 'value="4" class="kern-form-check__radio" aria-required' in text_of(browser, rate) or "checked" in text_of(
        browser, rate
    )
    browser.post(page("solution-unrate", solution.public_id))
    assert not Rating.objects.exists()
    RatingFactory.create(solution=following, user_id=browser.session["_auth_user_id"])
    RatingFactory.create(solution=solution, user_id=browser.session["_auth_user_id"])
    assert "Sie haben alle Lösungen dieses Sprints bewertet." in text_of(
        browser, page("solution-rated", solution.public_id)
    )


def test_while_people_rate_nobody_sees_how(solution: Solution) -> None:
    RatingFactory.create_batch(QUORUM, solution=solution, stars=5)
    shown = text_of(Client(), page("solution", solution.public_id))
    assert f"{QUORUM} Menschen haben sie bisher bewertet." in shown
    assert "5,0" not in shown
    solution.sprint.phases.update(features=[Feature.BUILD])
    assert "bisher bewertet" not in text_of(Client(), page("solution", solution.public_id))


def test_the_own_team_is_told_that_others_rate(solution: Solution) -> None:
    browser = signed_in(make.lead_of(solution.team))
    assert "Andere bewerten sie" in text_of(browser, page("solution", solution.public_id))
    answer = browser.post(page("solution-rate", solution.public_id), {"stars": "5"})
    assert answer.status_code == 422
    assert "Das ist die Arbeit Ihres eigenen Teams." in answer.content.decode()


def test_comments_are_public_and_their_markup_is_text(solution: Solution) -> None:
    browser, write = signed_in(), page("solution-comment", solution.public_id)
    words = "<script>alert(1)</script> <style>body{display:none}</style> Gut."
    assert browser.post(write, {"body": ""}).status_code == 422
    assert browser.post(write, {"body": words}).status_code == 302
    row = Comment.objects.get()
    shown = text_of(Client(), page("solution-comments", solution.public_id))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;style&gt;" in shown
    assert "<style>body" not in shown
    assert page("comment-report", row.public_id) in shown
    mine = text_of(browser, page("solution", solution.public_id))
    assert page("comment-withdraw", row.public_id) in mine
    assert browser.post(page("comment-withdraw", row.public_id)).status_code == 302
    assert "Noch hat niemand etwas dazu gesagt." in text_of(Client(), page("solution-comments", solution.public_id))


def test_a_reported_comment_is_decided_about_by_organisers(solution: Solution) -> None:
    row = CommentFactory.create(solution=solution, body="Sie sind dumm.")
    report = page("comment-report", row.public_id)
    for _ in range(3):
        signed_in().post(report, {"kind": "offensive"})
    assert "Sie sind dumm." not in text_of(Client(), page("solution-comments", solution.public_id))
    assert "verborgen" in text_of(signed_in(row.author), page("solution-comments", solution.public_id))
    desk = organiser_of(solution.sprint)
    assert "Kommentar" in text_of(desk, page("organiser-cases", solution.sprint.slug))
    row.refresh_from_db()
    assert "Sie sind dumm." in text_of(desk, page("abuse-case", row.abuse_case.public_id))


def test_as_many_comments_as_there_are_ask_the_same_questions(solution: Solution, client: Client) -> None:
    address = page("solution-comments", solution.public_id)
    CommentFactory.create(solution=solution)
    few = queries_of(client, address)
    CommentFactory.create_batch(30, solution=solution)
    assert queries_of(client, address) == few == 4
    assert "page=2" in text_of(client, address)


def test_organisers_see_the_order_and_what_is_odd(solution: Solution) -> None:
    desk, address = organiser_of(solution.sprint), page("organiser-rating", solution.sprint.slug)
    assert "When" not in text_of(desk, address)
    RatingFactory.create_batch(12, solution=solution, stars=5)
    make.SolutionFactory.create(team__challenge__sprint=solution.sprint, handed_in=True)
    shown = text_of(desk, address)
    assert "12 von neuen Konten, die nicht teilnehmen" in shown
    assert "Häufung" in shown
    assert "die letzte Stunde" in shown
    assert page("community-award", solution.public_id) not in shown
    assert queries_of(desk, address) == QUERIES


QUERIES = 15


def test_the_award_is_given_from_the_desk_and_shown_in_public(solution: Solution) -> None:
    other = make.SolutionFactory.create(team__challenge__sprint=solution.sprint, handed_in=True)
    RatingFactory.create_batch(QUORUM, solution=solution, stars=5)
    RatingFactory.create_batch(QUORUM, solution=other, stars=4)
    solution.sprint.phases.update(ends_at=clock.now() - timedelta(minutes=1))
    desk, results = organiser_of(solution.sprint), page("sprint-results", solution.sprint.slug)
    give = page("community-award", other.public_id)
    assert give in text_of(desk, page("organiser-rating", solution.sprint.slug))
    assert desk.post(give, {"note": ""}).status_code == 422
    assert "Publikumspreis" not in text_of(Client(), results)
    assert desk.post(give, {"note": "Die erste hat zurückgezogen."}).status_code == 302
    award = CommunityAward.objects.get()
    assert (award.solution, award.rank) == (other, 2)
    shown = text_of(Client(), results)
    assert "Publikumspreis" in shown
    assert "Die erste hat zurückgezogen." in shown
    assert "Publikumspreis" in text_of(Client(), page("solution", other.public_id))
    assert "Der Preis ist verliehen." in text_of(desk, page("organiser-rating", solution.sprint.slug))


def test_the_first_one_gets_it_without_a_word(solution: Solution) -> None:
    RatingFactory.create_batch(QUORUM, solution=solution, stars=5)
    solution.sprint.phases.update(ends_at=clock.now() - timedelta(minutes=1))
    desk = organiser_of(solution.sprint)
    assert 'name="note"' not in text_of(desk, page("community-award", solution.public_id))
    assert desk.post(page("community-award", solution.public_id)).status_code == 302
    assert CommunityAward.objects.get().rank == 1


def test_the_sprint_asks_for_ratings_when_nobody_hands_in_any_more(solution: Solution) -> None:
    sprint = page("sprint", solution.sprint.slug)
    assert "Welche Lösungen überzeugen Sie?" not in text_of(Client(), sprint)
    solution.sprint.phases.update(features=[Feature.RATE])
    assert "Welche Lösungen überzeugen Sie?" in text_of(Client(), sprint)


def test_an_award_is_shown_where_it_is(solution: Solution) -> None:
    award = CommunityAwardFactory.create(solution=solution)
    assert "4,31 von 5 Sternen" in text_of(Client(), page("solution", award.solution.public_id))
    UserFactory.create()


def rate_from(address: str, solution: Solution, **more: str) -> HttpResponse:
    rate = page("solution-rate", solution.public_id)
    answer = signed_in().post(rate, {"stars": "4"}, REMOTE_ADDR=address, headers=more)
    assert isinstance(answer, HttpResponse)
    return answer


def test_many_from_one_network_are_slowed_down_and_told_so(solution: Solution, settings: Settings) -> None:
    settings.RATINGS_OF_A_NETWORK = settings.COMMENTS_OF_A_NETWORK = {3_600: 2}
    with time_machine.travel(clock.now(), tick=False):
        assert [rate_from("203.0.113.7", solution).status_code for _ in range(2)] == [302, 302]
        late = rate_from("203.0.113.7", solution)
        assert late.status_code == 429
        assert 0 < int(late["Retry-After"]) <= 3_600
        assert "Aus Ihrem Netz tun das gerade sehr viele." in late.content.decode()
        assert rate_from("203.0.113.8", solution).status_code == 302
        write = page("solution-comment", solution.public_id)
        last = [signed_in().post(write, {"body": f"Gut, {number}."}) for number in range(3)][-1]
        assert last.status_code == 429
        assert "Gut, 2." in last.content.decode(), "what was written is still there"
    assert (Rating.objects.count(), Comment.objects.count()) == (3, 2)


def test_without_the_limit_one_network_gives_as_many_as_it_likes(
    solution: Solution, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it is the limit that has slowed them down."""
    settings.RATINGS_OF_A_NETWORK = {3_600: 2}
    monkeypatch.setattr(ratings, "require_unhurried", lambda *_given: None)
    assert [rate_from("203.0.113.7", solution).status_code for _ in range(3)] == [302] * 3


@pytest.mark.parametrize(("proxies", "third"), [(1, 302), (0, 429)])
def test_behind_the_own_proxy_it_is_the_network_that_it_names(
    solution: Solution, settings: Settings, proxies: int, third: int
) -> None:
    settings.RATINGS_OF_A_NETWORK, settings.ALLAUTH_TRUSTED_PROXY_COUNT = {3_600: 2}, proxies
    with time_machine.travel(clock.now(), tick=False):
        named = ("203.0.113.7", "203.0.113.7", "203.0.113.8")
        answers = [rate_from("10.0.0.1", solution, **{"X-Forwarded-For": one}) for one in named]
    assert [answer.status_code for answer in answers] == [302, 302, third]
