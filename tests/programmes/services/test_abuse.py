"""Reported texts: hidden after so many independent reports, found nowhere, and decided with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, OutboxMessage
from programmes.enums import AbuseCaseState
from programmes.models import AbuseCase, AbuseReport, Challenge, Comment, Solution, Team
from programmes.models.moderation import Reportable
from programmes.selectors.abuse import cases_of, reporters_in_bad_faith, title_of
from programmes.selectors.challenges import challenges_public, challenges_visible_to
from programmes.selectors.figures import live_figures
from programmes.selectors.offers import offers_public
from programmes.selectors.projects import projects_public, projects_visible_to
from programmes.selectors.search import search
from programmes.selectors.solutions import solutions_public, solutions_visible_to
from programmes.selectors.sprints import sprint_overview
from programmes.selectors.teams import teams_public, teams_visible_to
from programmes.services.abuse import abuse_case_decide, abuse_report_create
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.ratings import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> User:
    return UserFactory.create()


def report(thing: Reportable, person: User | None = None) -> AbuseReport:
    return abuse_report_create(actor=person or UserFactory.create(), thing=thing, kind="offensive", words="Grob.")


def reported(thing: Reportable, times: int = 3) -> AbuseCase:
    return [report(thing) for _ in range(times)][-1].case


def idea() -> Challenge:
    return make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create())


def solution() -> Solution:
    return make.SolutionFactory.create(handed_in=True)


def comment() -> Comment:
    return CommentFactory.create()


THINGS: dict[str, Callable[[], Reportable]] = {
    "idea": idea,
    "team": make.TeamFactory.create,
    "solution": solution,
    "comment": comment,
}


@pytest.mark.parametrize("name", THINGS)
def test_the_last_of_so_many_reports_hides_it(name: str) -> None:
    thing = THINGS[name]()
    for times in (1, 2):
        report(thing)
        thing.refresh_from_db()
        assert thing.hidden_at is None, times
    case = report(thing).case
    thing.refresh_from_db()
    assert thing.hidden_at is not None
    assert (thing.is_removed, case.state, case.thing) == (False, AbuseCaseState.OPEN, thing)
    assert title_of(case)
    topics = list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))
    assert topics == ["programmes.abuse_case_opened", "programmes.abuse_case_hidden"]
    report(thing)
    assert OutboxMessage.objects.count() == 2


def test_each_person_counts_once_and_an_organisation_once() -> None:
    thing, person = idea(), UserFactory.create()
    assert report(thing, person) == report(thing, person)
    office = MembershipFactory.create().organisation
    for _ in range(3):
        report(thing, MembershipFactory.create(organisation=office).user)
    thing.refresh_from_db()
    assert thing.hidden_at is None
    report(thing)
    thing.refresh_from_db()
    assert thing.hidden_at is not None


def test_the_sprint_says_how_many() -> None:
    thing = make.ChallengeFactory.create(sprint__reports_to_hide=1)
    report(thing)
    thing.refresh_from_db()
    assert thing.hidden_at is not None


def test_what_has_become_a_project_is_hidden_by_a_decision_alone(organiser: User) -> None:
    project = make.ProjectFactory.create()
    case = reported(project.solution, 5)
    project.solution.refresh_from_db()
    assert project.solution.hidden_at is None
    abuse_case_decide(actor=organiser, case=case, remove=True, reason="Abgeschrieben.")
    assert project not in projects_public()
    assert project not in projects_visible_to(None)
    assert project in projects_visible_to(make.lead_of(project.team))


def test_nobody_reports_the_own_text() -> None:
    challenge, team = idea(), make.TeamFactory.create()
    speaker = MembershipFactory.create()
    posed = make.ChallengeFactory.create(owner=speaker.organisation)
    for thing, person in ((challenge, challenge.proposed_by), (team, make.lead_of(team)), (posed, speaker.user)):
        with pytest.raises(Conflict) as error:
            report(thing, person)
        assert error.value.code == "own"
    with pytest.raises(Invalid):
        abuse_report_create(actor=UserFactory.create(), thing=challenge, kind="ugly")
    assert not AbuseReport.objects.exists()


def test_what_is_kept_is_public_again_and_may_be_reported_by_others(organiser: User) -> None:
    thing = idea()
    case = reported(thing)
    decided = abuse_case_decide(actor=organiser, case=case, remove=False, reason="Eine Meinung.")
    thing.refresh_from_db()
    assert (thing.hidden_at, decided.state, decided.decided_by) == (None, AbuseCaseState.KEPT, organiser)
    assert abuse_case_decide(actor=organiser, case=case, remove=False, reason="Noch einmal.").reason == "Eine Meinung."
    reported(thing, 2)
    thing.refresh_from_db()
    case.refresh_from_db()
    assert (thing.hidden_at, case.state) == (None, AbuseCaseState.OPEN)
    report(thing)
    thing.refresh_from_db()
    assert thing.hidden_at is not None
    topics = list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))
    assert topics == [f"programmes.abuse_case_{word}" for word in ("opened", "hidden", "decided", "opened", "hidden")]


def test_what_is_removed_stays_hidden_until_somebody_keeps_it(organiser: User) -> None:
    thing = idea()
    case = report(thing).case
    abuse_case_decide(actor=organiser, case=case, remove=True, reason="Beleidigt.")
    thing.refresh_from_db()
    assert (thing.is_removed, thing.hidden_why) == (True, "Beleidigt.")
    with pytest.raises(Conflict) as error:
        report(thing)
    assert error.value.code == "removed"
    abuse_case_decide(actor=organiser, case=case, remove=False, reason="Doch nicht.")
    thing.refresh_from_db()
    assert (thing.hidden_at, thing.is_removed, thing.hidden_why) == (None, False, "")
    with pytest.raises(Invalid):
        abuse_case_decide(actor=organiser, case=case, remove=True, reason=" ")


def test_what_is_kept_without_having_been_hidden_is_told_to_nobody(organiser: User) -> None:
    case = report(idea()).case
    abuse_case_decide(actor=organiser, case=case, remove=False, reason="Kein Grund.")
    assert OutboxMessage.objects.filter(topic="programmes.abuse_case_decided").count() == 0


def test_bad_faith_is_noted_and_counted(organiser: User) -> None:
    troll = UserFactory.create()
    sprint = make.SprintFactory.create()
    for _ in range(2):
        assert list(reporters_in_bad_faith(sprint)) == []
        bad = report(make.ChallengeFactory.create(sprint=sprint), troll)
        abuse_case_decide(actor=organiser, case=bad.case, remove=False, reason="Grundlos.", bad_faith=[bad])
    bad.refresh_from_db()
    assert bad.in_bad_faith
    assert [(row.pk, row.times) for row in reporters_in_bad_faith(sprint)] == [(troll.pk, 2)]
    assert AuditEntry.objects.filter(action="programmes.abuse_report_in_bad_faith").count() == 2


# Found nowhere.


def hide(thing: Reportable) -> None:
    reported(thing)
    thing.refresh_from_db()


def full_set() -> tuple[Challenge, Team, Solution]:
    challenge = make.ChallengeFactory.create(title="Giraffenpfad", proposed_by=UserFactory.create())
    team = make.TeamFactory.create(challenge=challenge, name="Giraffenbande", pitch="Giraffen.")
    row = make.SolutionFactory.create(team=team, handed_in=True)
    make.OfferFactory.create(solution=row, challenge=challenge)
    return challenge, team, row


def found() -> dict[str, int]:
    figures = live_figures()
    return {
        "challenges": challenges_public().count(),
        "teams": teams_public().count(),
        "solutions": solutions_public().count(),
        "offers": offers_public().count(),
        "search": len(search("Giraffenpfad")) + len(search("Giraffenbande")) + len(search("Karte")),
        "figures": figures.challenges + figures.teams + figures.solutions,
    }


def counted(challenge: Challenge) -> tuple[int, int, int]:
    overview = sprint_overview(challenge.sprint)
    return overview.challenges, overview.teams, overview.solutions


@pytest.mark.parametrize(
    ("which", "left"),
    [
        (0, {"challenges": 0, "teams": 0, "solutions": 0, "offers": 0, "search": 0, "figures": 0}),
        (1, {"challenges": 1, "teams": 0, "solutions": 0, "offers": 0, "search": 1, "figures": 1}),
        (2, {"challenges": 1, "teams": 1, "solutions": 0, "offers": 0, "search": 2, "figures": 2}),
    ],
)
def test_what_is_hidden_is_found_nowhere_nor_what_names_it(which: int, left: dict[str, int]) -> None:
    things = full_set()
    assert found() == {"challenges": 1, "teams": 1, "solutions": 1, "offers": 1, "search": 3, "figures": 3}
    hide(things[which])
    assert found() == left
    assert sum(counted(things[0])) == left["figures"]
    if which:
        assert [row.solution_count for row in challenges_public()] == [0]  # type: ignore[attr-defined]  # annotated


@pytest.mark.parametrize("which", [0, 1, 2])
def test_pages_and_api_know_nothing_of_it_but_its_authors_do(which: int, client: Client) -> None:
    challenge, team, row = things = full_set()
    hide(things[which])
    title = row.current_version.title if row.current_version else ""
    areas = (("herausforderungen", "challenges"), ("teams", "teams"), ("loesungen", "solutions"))
    for place, (page, api) in enumerate(areas):
        expected = 404 if place >= which else 200
        ref = things[place].public_id
        assert client.get(f"/{page}/{ref}/").status_code == expected
        assert client.get(f"/api/v1/{api}/{ref}/").status_code == expected
        listed = client.get(f"/api/v1/{api}/").json()["results"]
        assert len(listed) == (expected == 200)
    addresses = ["/", f"/sprints/{challenge.sprint.slug}/", "/suche/?q=Karte"]
    addresses += [f"/{page}/{thing.public_id}/" for (page, _api), thing in zip(areas, things[:which], strict=False)]
    for address in addresses:
        assert title not in client.get(address).content.decode()
    author = challenge.proposed_by if which == 0 else make.lead_of(team)
    assert author is not None
    client.force_login(author)
    text = client.get(f"/{areas[which][0]}/{things[which].public_id}/").content.decode()
    assert "Niemand sonst sieht das" in text
    assert (challenge in challenges_visible_to(author)) is True
    if which:
        assert team in teams_visible_to(author)
        assert row in solutions_visible_to(author)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cases_costs_as_much_for_many(count: int, django_assert_num_queries: Any) -> None:
    sprint = make.SprintFactory.create()
    for _ in range(count):
        report(make.ChallengeFactory.create(sprint=sprint))
        report(make.TeamFactory.create(challenge__sprint=sprint))
        report(make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True))
    with django_assert_num_queries(1):
        assert len([title_of(row) for row in cases_of(sprint)]) == 3 * count
