"""What a solution consists of: composed at the desk, filled in by teams, changed while they write."""

from typing import Any

import pytest
from django.test import Client

from programmes.domain.outline import Section, sections_of, stored
from programmes.models import Solution, SolutionVersion, Sprint, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
OVERVIEW_QUERIES = 6
IDEA = Section(key="idea", title_de="Idee", title_en="Idea", hint_de="Was ist neu?", longest=20)
COSTS = Section(key="costs", title_de="Kosten", title_en="Costs", is_required=False)


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create(sections=stored([IDEA, COSTS]))


@pytest.fixture
def organiser(sprint: Sprint) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


@pytest.fixture
def team(sprint: Sprint) -> Team:
    return make.TeamFactory.create(challenge__sprint=sprint)


@pytest.fixture
def writer(team: Team) -> Client:
    return signed_in(make.lead_of(team))


def desk(sprint: Sprint) -> str:
    return f"/organisation/sprints/{sprint.slug}/abgabe/"


def hand_in(team: Team) -> str:
    return f"/teams/{team.public_id}/abgabe/"


def written(**more: str) -> dict[str, str]:
    return {"title": "Wir", "summary": "Kurz.", "language": "de", "licence": "CC-BY-4.0", **more}


def filled(**more: Any) -> dict[str, Any]:
    return {"title_de": "Idee", "title_en": "Idea", "hint_de": "", "hint_en": "", "longest": "", **more}


def asked_of(sprint: Sprint) -> list[Section]:
    sprint.refresh_from_db()
    return sprint.outline


def test_sections_are_composed_step_by_step() -> None:
    sprint = make.SprintFactory.create()
    organiser = signed_in(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    page = desk(sprint)
    assert "Noch keine Abschnitte" in text_of(organiser, page)
    wrong = organiser.post(f"{page}abschnitt/", filled(title_de="", title_en=""))
    assert (wrong.status_code, 'href="#id_title_de"' in wrong.text) == (422, True)
    for body in (filled(is_required="on", longest="500"), filled(title_de="Kosten", title_en="")):
        assert organiser.post(f"{page}abschnitt/", body).status_code == 302
    idea, costs = asked_of(sprint)
    assert (idea.is_required, idea.longest, costs.is_required, costs.longest) == (True, 500, False, None)
    shown = text_of(organiser, page)
    assert "muss ausgefüllt werden · höchstens 500 Zeichen" in shown
    assert "darf leer bleiben" in shown
    twice = organiser.post(f"{page}abschnitt/{costs.key}/", filled())
    assert (twice.status_code, "Ein anderer Abschnitt" in twice.text) == (422, True)
    assert organiser.post(f"{page}verschieben/{costs.key}/", {"step": "up"}).status_code == 302
    assert organiser.post(f"{page}verschieben/{costs.key}/", {"step": "sideways"}).status_code == 404
    assert [one.key for one in asked_of(sprint)] == [costs.key, idea.key]
    assert "Bisher hat niemand" in text_of(organiser, f"{page}entfernen/{idea.key}/")
    assert organiser.post(f"{page}entfernen/{idea.key}/").status_code == 302
    assert sections_of(Sprint.objects.get(pk=sprint.pk).sections) == [costs]
    for address in ("abschnitt", "entfernen"):
        assert organiser.get(f"{page}{address}/{idea.key}/").status_code == 404
    assert organiser.post(f"{page}wieder/{idea.key}/").status_code == 404


def test_what_is_there_stands_in_the_form_and_its_limits_are_said(
    organiser: Client, sprint: Sprint, writer: Client, team: Team
) -> None:
    shown = text_of(organiser, f"{desk(sprint)}abschnitt/idea/")
    assert 'value="Was ist neu?"' in shown
    assert 'value="20"' in shown
    page = text_of(writer, hand_in(team))
    assert "Was ist neu? Höchstens 20 Zeichen." in page
    # What is pasted is not cut: it is told when it is handed in.
    assert 'maxlength="20"' not in page
    long = written(section_idea="x" * 21)
    assert writer.post(hand_in(team), {**long, "do": "save"}).status_code == 302
    refused = writer.post(hand_in(team), {**long, "do": "hand_in"})
    assert (refused.status_code, 'href="#id_section_idea"' in refused.text) == (422, True)
    assert "21 von höchstens 20 Zeichen" in refused.text
    assert not Solution.objects.get().current_version
    # 19 characters and a break, which browsers send as two.
    fits = written(section_idea="x" * 9 + "\r\n" + "x" * 10)
    assert writer.post(hand_in(team), {**fits, "do": "hand_in"}).status_code == 302


def test_nothing_is_lost_whatever_the_organisers_change(
    organiser: Client, sprint: Sprint, writer: Client, team: Team
) -> None:
    text = written(section_idea="Eine Karte.", section_costs="Miete.")
    writer.post(hand_in(team), {**text, "do": "save"})
    assert "1 Team hat hineingeschrieben" in text_of(organiser, desk(sprint))
    organiser.post(f"{desk(sprint)}abschnitt/idea/", filled(title_de="Einfall", is_required="on"))
    assert "Ein Team hat hineingeschrieben" in text_of(organiser, f"{desk(sprint)}entfernen/costs/")
    organiser.post(f"{desk(sprint)}entfernen/costs/")
    page = text_of(writer, hand_in(team))
    for word in ("Einfall", "Eine Karte.", "Kosten", "Miete.", "Danach wird nicht mehr gefragt."):
        assert word in page
    assert writer.post(hand_in(team), {**text, "do": "hand_in"}).status_code == 302
    assert SolutionVersion.objects.get().body == "## Einfall\n\nEine Karte.\n\n## Kosten\n\nMiete."
    desk_now = text_of(organiser, desk(sprint))
    assert "1 Team hat hineingeschrieben; sein Text bleibt erhalten." in desk_now
    back = organiser.post(f"{desk(sprint)}wieder/costs/", follow=True)
    assert "Die Teams werden wieder danach gefragt." in back.content.decode()
    assert [one.key for one in asked_of(sprint)] == ["idea", "costs"]


def test_what_somebody_was_just_writing_is_kept(organiser: Client, sprint: Sprint, writer: Client, team: Team) -> None:
    """The page was open when the section was removed."""
    writer.post(hand_in(team), {**written(section_idea="Eine Karte."), "do": "save"})
    organiser.post(f"{desk(sprint)}entfernen/costs/")
    assert "Kosten" not in text_of(writer, hand_in(team))
    body = written(section_idea="Eine Karte.", section_costs="Miete.")
    assert writer.post(f"{hand_in(team)}entwurf/", body).status_code == 200
    assert "Miete." in text_of(writer, hand_in(team))


def test_a_limit_below_what_was_written_is_refused_beside_the_field(
    organiser: Client, sprint: Sprint, writer: Client, team: Team
) -> None:
    writer.post(hand_in(team), {**written(section_costs="Miete und Strom."), "do": "save"})
    refused = organiser.post(f"{desk(sprint)}abschnitt/costs/", filled(title_de="Kosten", title_en="Costs", longest=15))
    assert (refused.status_code, 'href="#id_longest"' in refused.text) == (422, True)
    assert "16 Zeichen" in refused.text


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_much_however_much_was_written(organiser: Client, sprint: Sprint, many: int) -> None:
    for _number in range(many):
        team = make.TeamFactory.create(challenge__sprint=sprint)
        signed_in(make.lead_of(team)).post(hand_in(team), {**written(section_idea="Eine Karte."), "do": "save"})
    sprint.sections = [
        *sprint.sections,
        *stored([Section(key=f"s{n}", title_de=f"T{n}", title_en="") for n in range(many)]),
    ]
    sprint.save(update_fields=["sections"])
    assert queries_of(organiser, desk(sprint)) == OVERVIEW_QUERIES
