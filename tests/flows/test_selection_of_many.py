"""400 applications and 176 people who judge them: from giving out to the published list, the letters and the package.

Conflicts, an undo, somebody who drops out, a tie where the places end, people who decide otherwise than the method; and
afterwards nothing can be bent without being named.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from backend.accounts.models import Membership, Organisation, User
from backend.core import clock
from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from backend.notifications.texts import text_of
from programmes.domain.votes import VoteKind
from programmes.enums import Feature, MemberRole, ReviewState, SolutionState
from programmes.events import JuryRunAsked, ProjectSelected, SolutionNotSelected
from programmes.models import (
    Challenge,
    Criterion,
    Decision,
    JuryRun,
    ProgrammeRole,
    Project,
    Review,
    Score,
    Solution,
    SolutionVersion,
    Sprint,
    Team,
    TeamMember,
    Vote,
)
from programmes.proof.verifying import verify
from programmes.selectors.ranking import places
from programmes.selectors.vote_log import differences
from programmes.services.jury_runs import juror_release, jury_run_ask
from programmes.services.reviews import review_recuse, review_reopen, review_submit
from programmes.services.selection import selection_decide
from programmes.services.selection_method import selection_method_set
from tests.factories import programmes as make
from tests.programmes.proof import manipulations
from tests.programmes.proof.packages import said
from worker.jury import jury_assign
from worker.notify import notify

APPLICATIONS, JURORS, EACH, MOST, CHOSEN = 400, 176, 3, 8, 150
COMMENT = "Klar gedacht, und es hilft schon morgen."


@pytest.mark.django_db
def test_from_applications_to_letters_and_back_again(tmp_path: Path) -> None:
    random = Random(400)  # noqa: S311  points of a test
    sprint = sprint_with_applications()
    jury = jury_of(sprint)
    selection_method_set(
        actor=None, sprint=sprint, measure="mean", quorum=2, places=CHOSEN, tie_rule="lot", tracks=health_kept(sprint)
    )
    known_to_the_planner()
    give_out(sprint, jury)
    judge(sprint, random, share=0.5)
    known_to_the_planner()
    change_ones_mind(sprint)
    drop_out(sprint, jury)
    judge(sprint, random, share=1)
    selected = decide(sprint)
    letters(sprint, selected)
    published(sprint)
    assert differences(sprint) == []
    checked(sprint, tmp_path)


def known_to_the_planner() -> None:
    """What autovacuum does in life within a minute: without it, tables of thousands are read as if they were empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sprint_with_applications() -> Sprint:
    sprint = make.SprintFactory.create(features=[Feature.REVIEW, Feature.SELECT])
    rubric = make.RubricFactory.create(sprint=sprint)
    for weight, most in ((4, 5), (3, 5), (2, 5), (1, 10)):
        make.CriterionFactory.create(rubric=rubric, weight=weight, max_points=most, may_abstain=most > 5)
    health = make.CategoryFactory.create(programme=sprint.programme)
    challenges = make.ChallengeFactory.create_batch(10, sprint=sprint)
    Challenge.objects.filter(pk=challenges[0].pk).update(category=health)
    leads = people("lead", APPLICATIONS)
    teams = Team.objects.bulk_create(
        Team(challenge=challenges[n % 10], sprint=sprint, name=f"Team {n}", pitch="Wir.", created_by=lead, size_limit=5)
        for n, lead in enumerate(leads)
    )
    TeamMember.objects.bulk_create(
        TeamMember(team=team, user=lead, role=MemberRole.LEAD) for team, lead in zip(teams, leads, strict=True)
    )
    drafts = Solution.objects.bulk_create(
        Solution(team=team, sprint=sprint, challenge_id=team.challenge_id) for team in teams
    )
    versions = SolutionVersion.objects.bulk_create(
        SolutionVersion(
            solution=row, number=1, title=f"Lösung {n}", language="de", handed_in_at=clock.now() + timedelta(seconds=n)
        )
        for n, row in enumerate(drafts)
    )
    for row, version in zip(drafts, versions, strict=True):
        row.state, row.current_version = SolutionState.HANDED_IN, version
    Solution.objects.bulk_update(drafts, ["state", "current_version"])
    return sprint


def people(name: str, count: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"{name}{n}@example.org", display_name=f"{name} {n}", password="!") for n in range(count)
    )


def health_kept(sprint: Sprint) -> dict[str, int]:
    return {sprint.programme.categories.get().public_id: 20}


def jury_of(sprint: Sprint) -> list[User]:
    """Ten of them are colleagues of somebody in a team."""
    jury = people("juror", JURORS)
    ProgrammeRole.objects.bulk_create(
        ProgrammeRole(programme=sprint.programme, user=person, role="juror") for person in jury
    )
    for number, person in enumerate(jury[:10]):
        organisation = Organisation.objects.create(name=f"Amt {number}", kind="administration")
        colleague = User.objects.get(email=f"lead{number}@example.org")
        Membership.objects.bulk_create(
            Membership(organisation=organisation, user=user, role="member") for user in (person, colleague)
        )
    return jury


def give_out(sprint: Sprint, jury: Sequence[User]) -> None:
    run = carried_out(sprint)
    assert (run.assigned, run.missing) == (APPLICATIONS * EACH, {})
    loads = Counter(Review.objects.values_list("juror_id", flat=True))
    assert set(loads.values()) == {6, 7}
    assert len(loads) == JURORS
    for number, person in enumerate(jury[:10]):
        assert not Review.objects.filter(juror=person, solution__team__name=f"Team {number}").exists()


def carried_out(sprint: Sprint) -> JuryRun:
    run = jury_run_ask(actor=None, sprint=sprint, per_solution=EACH, most_each=MOST)
    jury_assign(JuryRunAsked(run_id=run.pk))
    run.refresh_from_db()
    return run


def judge(sprint: Sprint, random: Random, *, share: float) -> None:
    """Let the jury submit that share of what is open: two of them through the service, the others as it leaves them."""
    criteria = list(Criterion.objects.filter(rubric__sprint=sprint))
    waiting = list(Review.objects.filter(state=ReviewState.ASSIGNED).select_related("juror", "solution").order_by("pk"))
    waiting = waiting[: int(len(waiting) * share)]
    points: dict[int, dict[str, int | None]] = {
        review.pk: {row.public_id: random.randint(row.max_points // 2, row.max_points) for row in criteria}
        for review in waiting
    }
    for review in waiting[:2]:
        review_submit(actor=review.juror, review=review, points=points[review.pk], comment=COMMENT)
    abstaining = [row.public_id for row in criteria if row.may_abstain]
    for review in waiting[2::20]:
        points[review.pk] |= dict.fromkeys(abstaining)
    others = waiting[2:]
    Score.objects.bulk_create(
        Score(review=review, criterion=row, points=points[review.pk][row.public_id])
        for review in others
        for row in criteria
    )
    for review in others:
        review.state, review.submitted_at, review.comment = ReviewState.SUBMITTED, clock.now(), COMMENT
    Review.objects.bulk_update(others, ["state", "submitted_at", "comment"])
    Vote.objects.bulk_create(
        Vote(review=review, kind=VoteKind.SUBMITTED, points=points[review.pk], at=clock.now()) for review in others
    )


def change_ones_mind(sprint: Sprint) -> None:
    """One takes a review back and gives other points, one takes it back for good, one declares a conflict."""
    changed, taken_back, conflict = Review.objects.filter(state=ReviewState.SUBMITTED).order_by("pk")[:3]
    review_reopen(actor=changed.juror, review=changed)
    most = {row.public_id: row.max_points for row in Criterion.objects.filter(rubric__sprint=sprint)}
    review_submit(actor=changed.juror, review=changed, points=most)
    review_reopen(actor=taken_back.juror, review=taken_back)
    review_recuse(actor=conflict.juror, review=conflict, reason="Wir sind verwandt.")


def drop_out(sprint: Sprint, jury: Sequence[User]) -> None:
    leaving = jury[-1]
    organiser = make.ProgrammeRoleFactory.create(programme=sprint.programme).user
    had = Review.objects.filter(juror=leaving, state=ReviewState.ASSIGNED).count()
    assert juror_release(actor=organiser, sprint=sprint, juror=leaving, reason="Krank.") == had > 0
    ProgrammeRole.objects.filter(user=leaving).delete()
    run = carried_out(sprint)
    # The places of who left and of who declared a conflict.
    assert (run.assigned, run.missing) == (had + 1, {})
    held = Review.objects.exclude(state=ReviewState.RECUSED)
    assert set(Counter(held.values_list("solution_id", flat=True)).values()) == {EACH}
    assert max(Counter(held.values_list("juror_id", flat=True)).values()) <= MOST


def decide(sprint: Sprint) -> list[Project]:
    """As the method says, but for one each way."""
    found = places(sprint)
    by_reason = defaultdict(list)
    for place in found:
        by_reason[str(place.why)].append(place)
    assert by_reason["tie_in"]
    assert by_reason["tie_out"]
    proposed = [place for place in found if place.is_proposed]
    assert len(proposed) == CHOSEN
    assert sum(place.track != "" for place in proposed) >= 20
    nonetheless, after_all = by_reason["below"][0], proposed[-1]
    chosen = [*proposed[:-1], nonetheless]
    return selection_decide(
        actor=None,
        sprint=sprint,
        solutions=list(Solution.objects.filter(pk__in=[place.key for place in chosen])),
        cohort_name="Jahrgang",
        notes={nonetheless.public_id: "Es schließt eine Lücke.", after_all.public_id: "Das Team hat abgesagt."},
    )


def letters(sprint: Sprint, selected: Sequence[Project]) -> None:
    """All are told in one go: each by one message, with the rank and what the jury wrote, in both languages."""
    topics = {ProjectSelected.topic: len(selected), SolutionNotSelected.topic: APPLICATIONS - len(selected)}
    assert {topic: OutboxMessage.objects.filter(topic=topic).count() for topic in topics} == topics
    Message.objects.all().delete()
    for project in selected:
        notify(ProjectSelected(project_id=project.pk), "selected")
    for key in Solution.objects.filter(state=SolutionState.NOT_SELECTED).values_list("pk", flat=True):
        notify(SolutionNotSelected(solution_id=key), "not_selected")
    assert Message.objects.count() == APPLICATIONS
    assert Message.objects.values("recipient").distinct().count() == APPLICATIONS
    lead = Decision.objects.get(note="Das Team hat abgesagt.").solution.team.created_by
    (letter,) = Message.objects.filter(recipient=lead)
    rank = Decision.objects.get(note="Das Team hat abgesagt.").rank
    german, english = dict(text_of(letter, "de").facts), dict(text_of(letter, "en").facts)
    assert (german["Rang"], english["Rank"]) == (f"{rank} von {APPLICATIONS}", f"{rank} of {APPLICATIONS}")
    assert german["Warum so entschieden wurde"] == "Das Team hat abgesagt."
    assert english["From the jury"] == COMMENT


def published(sprint: Sprint) -> None:
    told = Client().get(reverse("web:sprint-results", args=[sprint.slug])).content.decode()
    assert f"{APPLICATIONS} Lösungen wurden eingereicht, {CHOSEN} davon ausgewählt." in told
    assert "Das Team hat abgesagt." in told


def checked(sprint: Sprint, folder: Path) -> None:
    package = folder / "package"
    call_command("review", "export", sprint.slug, "--output", str(package))
    report = verify(package)
    assert said(package) == ""
    assert (report.holds, report.solutions) == (True, APPLICATIONS)
    content = "".join(file.read_text() for file in package.iterdir())
    for juror in ("juror1@example.org", "juror 1", *User.objects.values_list("public_id", flat=True)):
        assert juror not in content
    plan = manipulations.plan_for(package)
    for name, manipulate in manipulations.ALL.items():
        copy = folder / name
        shutil.copytree(package, copy)
        words = manipulate(copy, plan)
        assert words in said(copy), name
