"""Thirty applications, two stages: a large first jury picks twelve, a small second one decides about four of them.

From giving out to the letters and both packages, which hold for an outsider.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from backend.notifications.texts import text_of
from programmes.enums import Feature, ReviewState, SolutionState
from programmes.events import JuryRunAsked, ProjectSelected, SolutionNotSelected
from programmes.events_of_selection import SelectionDecided, SolutionWentOn
from programmes.models import Criterion, Decision, ProgrammeRole, Review, SelectionPackage, Solution, Sprint
from programmes.proof.verifying import verify
from programmes.selectors.ranking import places
from programmes.selectors.vote_log import differences
from programmes.services.jury_runs import jury_run_ask
from programmes.services.reviews import review_submit
from programmes.services.selection import selection_decide
from programmes.services.selection_method import selection_method_set
from programmes.services.selection_stages import selection_stage_close
from tests.factories import programmes as make
from tests.programmes.proof.packages import said
from worker.jury import jury_assign
from worker.notify import notify
from worker.selection_package import selection_package_build

APPLICATIONS, WENT_ON, CHOSEN = 30, 12, 4
COMMENT = "Klar gedacht."


@pytest.mark.django_db
def test_from_applications_through_two_stages_to_letters(tmp_path: Path) -> None:
    random = Random(30)  # noqa: S311  points of a test
    sprint = make.SprintFactory.create(features=[Feature.REVIEW, Feature.SELECT])
    make.CriterionFactory.create_batch(2, rubric=make.RubricFactory.create(sprint=sprint))
    challenge = make.ChallengeFactory.create(sprint=sprint)
    make.SolutionFactory.create_batch(APPLICATIONS, team__challenge=challenge, handed_in=True)
    named(sprint, 1, "Vorauswahl", WENT_ON)
    named(sprint, 2, "Endrunde", CHOSEN)

    jury(sprint, 10)
    judge(sprint, random, each=2, most=6)
    first_closed(sprint)
    ProgrammeRole.objects.filter(programme=sprint.programme, role="juror").delete()
    jury(sprint, 3)
    judge(sprint, random, each=3, most=12)
    assert Counter(Review.objects.values_list("stage", flat=True)) == {1: APPLICATIONS * 2, 2: WENT_ON * 3}
    decided(sprint)

    letters(sprint)
    published(sprint)
    assert differences(sprint) == []
    checked(sprint, tmp_path)


def named(sprint: Sprint, stage: int, title: str, count: int) -> None:
    selection_method_set(
        actor=None, sprint=sprint, stage=stage, title=title, measure="mean", quorum=2, places=count, tie_rule="lot"
    )


def jury(sprint: Sprint, count: int) -> None:
    make.ProgrammeRoleFactory.create_batch(count, programme=sprint.programme, role="juror")


def judge(sprint: Sprint, random: Random, *, each: int, most: int) -> None:
    run = jury_run_ask(actor=None, sprint=sprint, per_solution=each, most_each=most)
    jury_assign(JuryRunAsked(run_id=run.pk))
    run.refresh_from_db()
    assert run.missing == {}
    criteria = list(Criterion.objects.filter(rubric__sprint=sprint))
    for review in Review.objects.filter(state=ReviewState.ASSIGNED).select_related("juror", "solution__sprint"):
        points: dict[str, int | None] = {row.public_id: random.randint(0, row.max_points) for row in criteria}
        review_submit(actor=review.juror, review=review, points=points, comment=COMMENT)


def first_closed(sprint: Sprint) -> None:
    """As the method says, but for one each way."""
    found = places(sprint)
    proposed = [place for place in found if place.is_proposed]
    assert len(proposed) == WENT_ON
    after_all, nonetheless = proposed[-1], next(place for place in found if not place.is_proposed)
    on = [place.key for place in (*proposed[:-1], nonetheless)]
    notes = {nonetheless.public_id: "Es schließt eine Lücke.", after_all.public_id: "Das Team hat abgesagt."}
    chosen = list(Solution.objects.filter(pk__in=on))
    selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=chosen, notes=notes)
    sprint.refresh_from_db()
    assert {place.key for place in places(sprint)} == set(on)


def decided(sprint: Sprint) -> None:
    proposed = [place.key for place in places(sprint) if place.is_proposed]
    chosen = list(Solution.objects.filter(pk__in=proposed))
    assert len(selection_decide(actor=None, sprint=sprint, solutions=chosen, cohort_name="Jahrgang")) == CHOSEN
    states = Counter(Solution.objects.values_list("state", flat=True))
    assert states == {SolutionState.SELECTED: CHOSEN, SolutionState.NOT_SELECTED: APPLICATIONS - CHOSEN}


def letters(sprint: Sprint) -> None:
    """Everybody gets one, with the rank in the stage in which it was decided."""
    Message.objects.all().delete()
    for row in OutboxMessage.objects.filter(topic=SolutionWentOn.topic):
        notify(SolutionWentOn(**row.payload), f"told {row.pk}")
    assert Message.objects.count() == WENT_ON
    assert "kommt in Stufe 2" in text_of(Message.objects.earliest("id"), "de").subject
    Message.objects.all().delete()
    for row in OutboxMessage.objects.filter(topic=ProjectSelected.topic):
        notify(ProjectSelected(**row.payload), f"told {row.pk}")
    for row in OutboxMessage.objects.filter(topic=SolutionNotSelected.topic):
        notify(SolutionNotSelected(**row.payload), f"told {row.pk}")
    assert Message.objects.values("recipient").distinct().count() == Message.objects.count() == APPLICATIONS
    out = Decision.objects.get(note="Das Team hat abgesagt.")
    facts = dict(text_of(Message.objects.get(recipient=make.lead_of(out.solution.team)), "de").facts)
    assert facts["Rang"] == f"{out.rank} von {APPLICATIONS}"
    first = Decision.objects.get(stage=2, rank=1)
    facts = dict(text_of(Message.objects.get(recipient=make.lead_of(first.solution.team)), "de").facts)
    assert facts["Rang"] == f"1 von {WENT_ON}"


def published(sprint: Sprint) -> None:
    for row in OutboxMessage.objects.filter(topic=SelectionDecided.topic):
        selection_package_build(SelectionDecided(**row.payload))
    told = Client().get(reverse("web:sprint-results", args=[sprint.slug])).content.decode()
    assert f"{APPLICATIONS} Lösungen wurden bewertet, {WENT_ON} davon sind weitergekommen." in told
    packages = list(SelectionPackage.objects.order_by("stage"))
    assert [(one.stage, one.failure) for one in packages] == [(1, ""), (2, "")]
    assert all(f"{one.public_id}.zip" in told for one in packages)


def checked(sprint: Sprint, folder: Path) -> None:
    """What the command writes is what was published, and both hold."""
    for stage, count in ((1, APPLICATIONS), (2, WENT_ON)):
        package = folder / str(stage)
        call_command("review", "export", sprint.slug, "--output", str(package), "--stage", str(stage))
        report = verify(package, digest=SelectionPackage.objects.get(stage=stage).digest)
        assert said(package) == ""
        assert (report.holds, report.solutions) == (True, count)
