"""A team hands two solutions in: both are judged, both are selected, and each becomes a project with its letter."""

from typing import Any

import pytest

from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from programmes.enums import Feature, SolutionState
from programmes.events import ProjectSelected, SolutionHandedIn
from programmes.models import Project, Review
from programmes.selectors.ranking import places
from programmes.services.reviews import review_assign, review_submit
from programmes.services.selection import selection_decide
from programmes.services.solutions import solution_begin, solution_hand_in
from tests.factories import programmes as make
from worker.notify import notify

TEXT: Any = {"summary": "Kurz.", "body": "Lang.", "licence": "MIT"}


def letters(event: type[ProjectSelected | SolutionHandedIn]) -> list[Message]:
    Message.objects.all().delete()
    for row in OutboxMessage.objects.filter(topic=event.topic):
        notify(event(**row.payload), f"told {row.pk}")
    return list(Message.objects.all())


@pytest.mark.django_db
def test_from_two_hand_ins_to_two_projects() -> None:
    sprint = make.SprintFactory.create(
        solutions_per_team=2, features=[Feature.BUILD, Feature.HAND_IN, Feature.REVIEW, Feature.SELECT]
    )
    team = make.TeamFactory.create(challenge__sprint=sprint)
    lead = make.lead_of(team)
    criterion = make.CriterionFactory.create(rubric__sprint=sprint)
    both = [
        solution_hand_in(actor=lead, solution=solution_begin(actor=lead, team=team, title=title, **TEXT))
        for title in ("Karte", "Plan")
    ]
    assert len(letters(SolutionHandedIn)) == 2

    juror = make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    review_assign(actor=None, sprint=sprint, solutions=both, jurors=[juror])
    for review, points in zip(Review.objects.order_by("solution_id"), (1, 5), strict=True):
        review_submit(actor=juror, review=review, points={criterion.public_id: points})
    assert [place.key for place in places(sprint)] == [both[1].pk, both[0].pk]

    selection_decide(actor=None, sprint=sprint, solutions=both, cohort_name="Jahrgang")
    assert set(team.solutions.values_list("state", flat=True)) == {SolutionState.SELECTED}
    assert {(row.title, row.team) for row in Project.objects.all()} == {("Karte", team), ("Plan", team)}
    assert len(letters(ProjectSelected)) == 2
