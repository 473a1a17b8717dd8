"""The room and the pages of a team that hands in more than one solution."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.enums import SolutionState
from programmes.models import Solution, Sprint, Team
from programmes.services.solutions import solution_begin, solution_save_draft
from tests.backend.web.views.test_hand_in import TEXT
from tests.backend.web.visitors import signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create(challenge__sprint__solutions_per_team=2)


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(team.created_by)


def page(name: str, row: Team | Solution) -> str:
    return reverse(f"web:{name}", args=[row.public_id])


def test_a_team_writes_hands_in_and_begins_another(team: Team, browser: Client) -> None:
    room, begin = page("team-room", team), page("solution-begin", team)
    assert page("hand-in", team) in text_of(browser, room), "the first one begins as everywhere"
    assert begin not in text_of(browser, room)
    browser.post(page("hand-in", team), {**TEXT, "do": "hand_in"})
    text = text_of(browser, room)
    assert begin in text
    assert "gw-checks" not in text
    second_page = browser.post(begin)["Location"]
    first, second = team.solutions.order_by("id")
    assert second_page == page("solution-hand-in", second)
    assert begin not in text_of(browser, room), "there is no place left"
    assert team.name in text_of(browser, second_page)

    other = {**TEXT, "title": "Der Plan"}
    assert browser.post(page("solution-hand-in-draft", second), {**other, "base": ""}).status_code == 409
    assert browser.post(page("solution-hand-in-draft", second), other).status_code == 200
    assert browser.post(second_page, {**other, "do": "preview"})["Location"] == page("solution-hand-in-preview", second)
    assert second_page in text_of(browser, page("solution-hand-in-preview", second))
    text = text_of(browser, room)
    assert "Der Plan" in text
    assert "Die Karte" in text
    assert browser.post(second_page, {**other, "do": "hand_in"})["Location"] == room
    assert set(team.solutions.values_list("state", flat=True)) == {SolutionState.HANDED_IN}
    shown = text_of(Client(), page("team", team))
    assert shown.index("Die Karte") < shown.index("Der Plan")

    assert page("solution-hand-in-withdraw", second) in text_of(browser, second_page)
    browser.post(page("solution-hand-in-withdraw", second))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (SolutionState.HANDED_IN, SolutionState.WITHDRAWN)


def test_more_than_the_sprint_allows_are_refused_in_the_room(team: Team, browser: Client) -> None:
    for _ in range(2):
        solution_begin(actor=make.lead_of(team), team=team)
    answer = browser.post(page("solution-begin", team), follow=True)
    assert answer.redirect_chain == [(page("team-room", team), 302)]
    assert "so viele Lösungen, wie dieser Sprint erlaubt" in answer.content.decode()
    assert team.solutions.count() == 2


def test_a_draft_is_discarded_after_one_question(team: Team, browser: Client) -> None:
    first, second = (solution_begin(actor=make.lead_of(team), team=team, title=title) for title in ("Eins", "Zwei"))
    discard = page("solution-discard", second)
    assert discard in text_of(browser, page("solution-hand-in", second))
    assert "Zwei" in text_of(browser, discard)
    assert browser.post(discard)["Location"] == page("team-room", team)
    assert team.solutions.get() == first
    assert browser.get(page("solution-hand-in", second)).status_code == 404


def test_where_one_is_allowed_nothing_tells_of_more(browser: Client, team: Team) -> None:
    Sprint.objects.update(solutions_per_team=1)
    solution = solution_save_draft(actor=make.lead_of(team), team=team, title="Eins")
    text = text_of(browser, page("team-room", team)) + text_of(browser, page("hand-in", team))
    assert "gw-checks" in text
    for name, row in (("solution-begin", team), ("solution-discard", solution), ("solution-hand-in", solution)):
        assert page(name, row) not in text


def test_whoever_organises_sees_the_room_and_no_way_to_write(team: Team, browser: Client) -> None:
    browser.post(page("hand-in", team), {**TEXT, "do": "hand_in"})
    solution = team.solutions.get()
    organiser = make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user
    text = text_of(signed_in(organiser), page("team-room", team))
    assert page("solution", solution) in text
    for name, row in (("solution-begin", team), ("solution-hand-in", solution)):
        assert page(name, row) not in text
