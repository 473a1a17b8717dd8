"""What a solution consists of, changed while teams write: nothing that they wrote is lost."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.core.errors import Invalid
from backend.core.models import AuditEntry
from programmes.domain import outline_editing as editing
from programmes.domain.outline import BODY_LONGEST, Section, asked, joined, missing, parted, sections_of, stored
from programmes.enums import SolutionState
from programmes.models import Solution, SolutionVersion, Sprint, Team
from programmes.selectors.outlines import teams_under
from programmes.services.outlines import sections_change, sections_set
from programmes.services.solutions import solution_hand_in, solution_save_draft
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
IDEA = Section(key="idea", title_de="Idee", title_en="Idea")
COSTS = Section(key="costs", title_de="Kosten", title_en="Costs")
WORDS: Any = {"title": "Wir", "summary": "Kurz.", "licence": "CC-BY-4.0", "language": "de"}


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create(sections=stored([IDEA, COSTS]))


def write(team: Team, **texts: str) -> Solution:
    body = joined(sections_of(team.sprint.sections), texts, "de")
    return solution_save_draft(actor=make.lead_of(team), team=team, body=body, **WORDS)


def team_of(sprint: Sprint) -> Team:
    return make.TeamFactory.create(challenge__sprint=sprint)


def put(sprint: Sprint, section: Section) -> list[Section]:
    sections_change(actor=None, sprint=sprint, change=partial(editing.section_put, section=section))
    return now(sprint)


def remove(sprint: Sprint, key: str) -> list[Section]:
    sections_change(actor=None, sprint=sprint, change=partial(editing.section_removed, key=key))
    return now(sprint)


def now(sprint: Sprint) -> list[Section]:
    sprint.refresh_from_db()
    return sections_of(sprint.sections)


def texts_of(sprint: Sprint) -> dict[str, str]:
    return parted(now(sprint), SolutionVersion.objects.latest("id").body)


def changed(section: Section, **values: Any) -> Section:
    return Section(**{**stored([section])[0], "former": section.former, **values})


def test_before_anybody_writes_nothing_is_remembered(sprint: Sprint) -> None:
    assert put(sprint, changed(IDEA, title_de="Einfall"))[0] == changed(IDEA, title_de="Einfall")
    assert [one.key for one in remove(sprint, "costs")] == ["idea"]
    # A title that is free again can be taken.
    put(sprint, Section(key="new", title_de="Idee", title_en=""))


def test_each_change_is_told_once(sprint: Sprint) -> None:
    organiser = UserFactory.create()
    for _time in range(2):
        sections_change(actor=organiser, sprint=sprint, change=lambda now: editing.section_moved(now, "costs", -1))
        sections_change(actor=organiser, sprint=sprint, change=lambda now: now)
    assert [one.key for one in now(sprint)] == ["costs", "idea"]
    entry = AuditEntry.objects.get(action="programmes.sections_set")
    assert (entry.actor_ref, entry.object_ref) == (organiser.public_id, sprint.public_id)
    assert entry.facts == {"asked": ["costs", "idea"], "kept": []}


def test_what_was_written_is_found_under_a_new_title(sprint: Sprint) -> None:
    write(team_of(sprint), idea="Eine Karte.", costs="Miete.")
    put(sprint, changed(IDEA, title_de="Einfall"))
    put(sprint, changed(now(sprint)[0], title_de="Gedanke", title_en="Thought"))
    assert texts_of(sprint) == {"idea": "Eine Karte.", "costs": "Miete."}
    # Nobody has written under the one in between, which a later change forgets.
    assert put(sprint, changed(now(sprint)[0], title_de="Plan"))[0].former == ("Gedanke", "Idee")


def test_a_title_under_which_others_wrote_is_not_given_away(sprint: Sprint) -> None:
    write(team_of(sprint), idea="Eine Karte.", costs="Miete.")
    put(sprint, changed(IDEA, title_de="Einfall"))
    for title in ("Idee", "Kosten", "Costs"):
        with pytest.raises(Invalid) as error:
            put(sprint, Section(key="new", title_de=title, title_en=""))
        assert "Ein anderer Abschnitt" in str(error.value.fields.popitem()[1][0])
    remove(sprint, "costs")
    with pytest.raises(Invalid) as error:
        put(sprint, Section(key="new", title_de="Kosten", title_en=""))
    assert "wurde entfernt" in str(error.value.fields.popitem()[1][0])


def test_what_is_removed_keeps_its_texts_and_comes_back_with_them(sprint: Sprint) -> None:
    team = team_of(sprint)
    solution = write(team, idea="Eine Karte.", costs="Miete.")
    after = remove(sprint, "costs")
    assert ([one.key for one in asked(after)], len(after)) == (["idea"], 2)
    assert texts_of(sprint)["costs"] == "Miete."
    team.refresh_from_db()
    write(team, idea="Eine bessere Karte.", costs="Miete.")
    assert solution_hand_in(actor=make.lead_of(team), solution=solution).state == SolutionState.HANDED_IN
    sections_change(actor=None, sprint=sprint, change=lambda now: editing.section_returned(now, "costs"))
    assert [one.key for one in asked(now(sprint))] == ["idea", "costs"]
    assert texts_of(sprint) == {"idea": "Eine bessere Karte.", "costs": "Miete."}


def test_what_is_removed_and_holds_nothing_goes_with_the_next_change(sprint: Sprint) -> None:
    write(team_of(sprint), idea="Eine Karte.")
    # Somebody may be writing in it at this moment.
    assert [one.key for one in remove(sprint, "costs")] == ["idea", "costs"]
    assert [one.key for one in put(sprint, changed(IDEA, hint_de="Was ist neu?"))] == ["idea"]


def test_what_was_handed_in_stays_whatever_is_asked_now(sprint: Sprint) -> None:
    team = team_of(sprint)
    solution = solution_hand_in(actor=make.lead_of(team), solution=write(team, idea="Karte.", costs="Miete."))
    put(sprint, Section(key="new", title_de="Neu", title_en=""))
    solution.refresh_from_db()
    assert solution.state == SolutionState.HANDED_IN
    assert solution.current_version is not None
    assert [one.key for one in missing(now(sprint), solution.current_version.body)] == ["new"]


def test_nothing_becomes_shorter_than_what_somebody_wrote(sprint: Sprint) -> None:
    write(team_of(sprint), idea="x" * 40, costs="y" * 90)
    for longest in (1, 39):
        with pytest.raises(Invalid) as error:
            put(sprint, changed(IDEA, longest=longest))
        assert list(error.value.fields) == ["longest"]
        assert "40 Zeichen" in str(error.value.fields["longest"][0])
    assert put(sprint, changed(IDEA, longest=40))[0].longest == 40
    assert put(sprint, changed(IDEA, longest=50))[0].longest == 50
    assert put(sprint, changed(IDEA, longest=None))[0].longest is None


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"title_de": "", "title_en": ""}, "idea"),
        ({"title_de": "a\nb"}, "title_de"),
        ({"hint_en": "x" * 501}, "hint_en"),
        ({"longest": BODY_LONGEST + 1}, "idea"),
    ],
)
def test_what_cannot_be_asked_is_refused(sprint: Sprint, values: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as error:
        put(sprint, changed(IDEA, **values))
    assert list(error.value.fields) == [place]
    assert now(sprint) == [IDEA, COSTS]


def test_programs_set_all_of_them_and_cannot_claim_titles(sprint: Sprint) -> None:
    write(team_of(sprint), idea="Karte.", costs="Miete.")
    sections_set(actor=None, sprint=sprint, sections=[{"key": "costs", "title_de": "Geld", "title_en": "Money"}])
    money, idea = now(sprint)
    assert (money.key, money.former, idea.key, idea.is_asked) == ("costs", ("Kosten", "Costs"), "idea", False)
    sections_set(actor=None, sprint=sprint, sections=[])
    assert (asked(now(sprint)), len(now(sprint))) == ([], 2)


def test_a_section_has_to_be_as_short_as_asked_when_it_is_handed_in(sprint: Sprint) -> None:
    team = team_of(sprint)
    put(sprint, changed(IDEA, longest=5))
    team.refresh_from_db()
    solution = write(team, idea="123456", costs="Miete.")
    with pytest.raises(Invalid) as error:
        solution_hand_in(actor=make.lead_of(team), solution=solution)
    assert "„Idee“" in str(error.value.fields["body"][0])
    write(team, idea="12345", costs="Miete.")
    assert solution_hand_in(actor=make.lead_of(team), solution=solution).state == SolutionState.HANDED_IN


def test_something_must_stand_in_one_of_them(sprint: Sprint) -> None:
    team = team_of(sprint)
    sections_set(
        actor=None, sprint=sprint, sections=[{"key": "a", "title_de": "A", "title_en": "", "is_required": False}]
    )
    team.refresh_from_db()
    with pytest.raises(Invalid) as error:
        solution_hand_in(actor=make.lead_of(team), solution=write(team))
    assert "mindestens einen Abschnitt" in str(error.value.fields["body"][0])


@pytest.mark.parametrize("many", [1, 3])
def test_teams_are_counted_by_their_latest_text_in_one_question(sprint: Sprint, many: int) -> None:
    for _number in range(many):
        write(team_of(sprint), idea="## Kosten\nKarte.")
    team = team_of(sprint)
    write(team, idea="Karte.", costs="Miete.")
    make.SolutionFactory.create(team=team_of(make.SprintFactory.create()), handed_in=True)
    with CaptureQueriesContext(connection) as asked_for:
        teams = teams_under(sprint, {"idea": IDEA.titles, "costs": ["Costs", "Kosten"], "none": []})
    assert teams == {"idea": many + 1, "costs": 1, "none": 0}
    assert len(asked_for) == 1
    assert teams_under(sprint, {"none": []}) == {"none": 0}
