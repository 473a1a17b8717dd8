from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.core import clock
from backend.core.errors import Invalid
from backend.core.models import AuditEntry
from programmes.domain.outline import joined, sections_of, stored
from programmes.domain.templates import TEMPLATES
from programmes.domain.templates.startup import CANVAS
from programmes.enums import AnnouncementState, SolutionState, SprintState
from programmes.models import Announcement, Criterion, Phase, Programme, Rubric, Sprint
from programmes.services import sprint_templates
from programmes.services.announcements import announcement_send
from programmes.services.solutions import solution_hand_in, solution_save_draft
from programmes.services.sprint_templates import sprint_from_template
from programmes.services.sprints import sprint_publish
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2027, 3, 26, 18, tzinfo=BERLIN)


@pytest.fixture
def programme() -> Programme:
    return make.ProgrammeFactory.create()


def given(**changed: Any) -> Any:
    usual = {"slug": "neu", "title": "Neu", "starts_at": BEGIN, "language": "de", "timezone": "Europe/Berlin"}
    return {"template": "hackathon", **usual, **changed}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_template_gives_a_whole_sprint(template: str, language: str, programme: Programme) -> None:
    form, actor = TEMPLATES[template], UserFactory.create()
    sprint = sprint_from_template(actor=actor, programme=programme, **given(template=template, language=language))
    assert (sprint.state, sprint.language, sprint.summary) == (
        SprintState.DRAFT,
        language,
        form.summary.in_language(language),
    )
    assert sprint.phases.count() == len(form.phases)
    assert all(phase.ends_at <= sprint.ends_at for phase in sprint.phases.all())
    criteria = Criterion.objects.filter(rubric__sprint=sprint).order_by("position")
    assert [row.title for row in criteria] == [one.title.in_language(language) for one in form.criteria]
    drafts = Announcement.objects.filter(sprint=sprint).order_by("send_at")
    assert {row.state for row in drafts} == {AnnouncementState.DRAFT}
    assert [row.subject_de for row in drafts] == [one.subject.de for one in form.announcements]
    assert all(row.subject_en and row.created_by == actor for row in drafts)
    assert sections_of(sprint.sections) == list(form.sections)
    assert AuditEntry.objects.get(action="programmes.sprint_from_template").facts == {"template": template}
    assert sprint_publish(actor=actor, sprint=sprint).state == SprintState.PUBLISHED


def test_times_are_by_the_clock_there_also_when_it_changes(programme: Programme) -> None:
    sprint = sprint_from_template(actor=None, programme=programme, **given())
    handed_in = sprint.phases.get(kind="hand_in").ends_at
    assert handed_in.astimezone(BERLIN).isoformat() == "2027-03-28T18:00:00+02:00"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"template": "party"}, "template"),
        ({"language": "fr"}, "language"),
        ({"timezone": "Europe/Auental"}, "timezone"),
        ({"starts_at": clock.now() - timedelta(minutes=1)}, "starts_at"),
        ({"title": ""}, "title"),
        ({"slug": "Kein Name"}, "slug"),
    ],
)
def test_what_cannot_be_is_said(change: dict[str, Any], field: str, programme: Programme) -> None:
    with pytest.raises(Invalid) as error:
        sprint_from_template(actor=None, programme=programme, **given(**change))
    assert list(error.value.fields) == [field]
    assert not Sprint.objects.exists()


@pytest.mark.parametrize("step", ["_phases", "_rubric", "_announcements"])
def test_nothing_is_half_made(step: str, programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object) -> None:
        raise Invalid({"title": "Nein."})

    monkeypatch.setattr(sprint_templates, step, fails)
    with pytest.raises(Invalid):
        sprint_from_template(actor=None, programme=programme, **given())
    assert not any(model.objects.exists() for model in (Sprint, Phase, Rubric, Announcement, AuditEntry))


def test_a_name_that_is_taken_makes_nothing(programme: Programme) -> None:
    sprint_from_template(actor=None, programme=programme, **given())
    with pytest.raises(Invalid):
        sprint_from_template(actor=None, programme=programme, **given(template="lab"))
    assert (Sprint.objects.count(), Rubric.objects.count()) == (1, 1)


def test_its_announcements_can_be_scheduled_for_when_they_are_meant(programme: Programme) -> None:
    sprint = sprint_from_template(actor=None, programme=programme, **given(starts_at=clock.now() + timedelta(days=40)))
    sprint_publish(actor=None, sprint=sprint)
    row = Announcement.objects.filter(sprint=sprint).order_by("send_at").first()
    assert row
    sent = announcement_send(actor=UserFactory.create(), announcement=row, send_at=row.send_at)
    assert sent.state == AnnouncementState.SCHEDULED


def test_a_solution_is_handed_in_once_all_nine_fields_are_filled() -> None:
    sprint = make.SprintFactory.create(sections=stored(CANVAS))
    team = make.TeamFactory.create(challenge__sprint=sprint)
    lead = make.lead_of(team)
    texts = {section.key: "Etwas." for section in CANVAS}
    most = joined(CANVAS, {**texts, "costs": " "}, "de")
    words: Any = {"title": "Wir", "summary": "Kurz.", "licence": "CC-BY-4.0", "language": "de"}
    solution = solution_save_draft(actor=lead, team=team, body=most, **words)
    with pytest.raises(Invalid) as error:
        solution_hand_in(actor=lead, solution=solution)
    assert "Kosten" in str(error.value.fields["body"][0])
    solution_save_draft(actor=lead, team=team, body=joined(CANVAS, texts, "en"), **words)
    assert solution_hand_in(actor=lead, solution=solution).state == SolutionState.HANDED_IN
