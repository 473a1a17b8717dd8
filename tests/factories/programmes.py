"""Programmes for tests: by default a published sprint in which everything is allowed right now."""

from datetime import date, datetime, timedelta
from typing import Any

from factory.django import DjangoModelFactory

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import (
    ChallengeState,
    Feature,
    Licence,
    MemberRole,
    PhaseKind,
    ProgrammeRoleKind,
    RegistrationState,
    SolutionState,
    SprintState,
)
from programmes.models import (
    Category,
    Challenge,
    ChallengeSupport,
    Cohort,
    Criterion,
    JoinRequest,
    Milestone,
    Offer,
    OpenRole,
    Phase,
    Profile,
    Programme,
    ProgrammeRole,
    ProgressReport,
    Project,
    Registration,
    Review,
    Rubric,
    Score,
    Solution,
    SolutionVersion,
    Sprint,
    Team,
    TeamMember,
)
from programmes.models.participation import HELD
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.declarations import at_call, of_row, same_as, sequence, sub, trait
from tests.factories.organising import (
    AbuseCaseFactory,
    AbuseReportFactory,
    AppealFactory,
    CallFactory,
    DuplicateRunFactory,
    JuryRunFactory,
    ModerationRunFactory,
    PlacingRunFactory,
    PlacingSeatFactory,
    PlacingWishFactory,
    SelectionMethodFactory,
    SprintBlockFactory,
)
from tests.factories.votes import with_votes

__all__ = [
    "AbuseCaseFactory",
    "AbuseReportFactory",
    "AppealFactory",
    "CallFactory",
    "DuplicateRunFactory",
    "JuryRunFactory",
    "ModerationRunFactory",
    "PlacingRunFactory",
    "PlacingSeatFactory",
    "PlacingWishFactory",
    "SelectionMethodFactory",
    "SprintBlockFactory",
]
"""What is made elsewhere; tests look for all of it here."""


def moment_from_now(hours: float) -> datetime:
    return clock.now() + timedelta(hours=hours)


def day_from_now(days: int) -> date:
    return (clock.now() + timedelta(days=days)).date()


def lead_of(team: Team) -> User:
    return team.members.get(role=MemberRole.LEAD, left_at=None).user


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    slug = sequence(lambda n: f"programm-{n}")
    name = sequence(lambda n: f"Programm {n}")
    summary = "Gemeinsam Lösungen finden."
    organisation = sub(OrganisationFactory)


class ProgrammeRoleFactory(DjangoModelFactory[ProgrammeRole]):
    class Meta:
        model = ProgrammeRole

    programme = sub(ProgrammeFactory)
    user = sub(UserFactory)
    role = ProgrammeRoleKind.ORGANISER


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    programme = sub(ProgrammeFactory)
    slug = sequence(lambda n: f"thema-{n}")
    name_de = sequence(lambda n: f"Thema {n}")
    name_en = sequence(lambda n: f"Topic {n}")


class SprintFactory(DjangoModelFactory[Sprint]):
    """`SprintFactory(features=[...])` opens only those; `SprintFactory(features=[])` has no phase at all."""

    class Meta:
        model = Sprint

    programme = sub(ProgrammeFactory)
    slug = sequence(lambda n: f"sprint-{n}")
    title = sequence(lambda n: f"Sprint {n}")
    summary = "Ein Wochenende für gute Ideen."
    starts_at = at_call(lambda: clock.now() - timedelta(days=1))
    ends_at = at_call(lambda: clock.now() + timedelta(days=1))
    state = SprintState.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[Sprint], *args: Any, **kwargs: Any) -> Sprint:
        features = kwargs.pop("features", list(Feature.values))
        sprint: Sprint = model_class.objects.create(**kwargs)
        if features:
            PhaseFactory.create(sprint=sprint, features=features)
        return sprint


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase

    sprint = sub(SprintFactory, features=[])
    kind = PhaseKind.BUILD
    starts_at = at_call(lambda: clock.now() - timedelta(hours=12))
    ends_at = at_call(lambda: clock.now() + timedelta(hours=12))
    features = at_call(lambda: list(Feature.values))


class ChallengeFactory(DjangoModelFactory[Challenge]):
    class Meta:
        model = Challenge

    sprint = sub(SprintFactory)
    title = sequence(lambda n: f"Herausforderung {n}")
    summary = "Wie erreichen wir alle?"
    body = "Viele Menschen wissen nicht, wo sie Hilfe finden."
    owner = sub(OrganisationFactory)
    state = ChallengeState.PUBLISHED


class ChallengeSupportFactory(DjangoModelFactory[ChallengeSupport]):
    class Meta:
        model = ChallengeSupport

    challenge = sub(ChallengeFactory, owner=None)
    user = sub(UserFactory)


class ProfileFactory(DjangoModelFactory[Profile]):
    class Meta:
        model = Profile

    user = sub(UserFactory)
    skills = ["Python"]
    is_public = True


class RegistrationFactory(DjangoModelFactory[Registration]):
    """With `state` offered or consent, the place is kept for a day."""

    class Meta:
        model = Registration

    sprint = sub(SprintFactory)
    user = sub(UserFactory)
    state = RegistrationState.REGISTERED
    sequence = sequence(lambda n: n + 1)
    held_until = of_row(lambda row: moment_from_now(24) if row.state in HELD else None)


class TeamFactory(DjangoModelFactory[Team]):
    """`TeamFactory(lead=user)` has that lead, `TeamFactory()` one of its own; both are registered in the sprint."""

    class Meta:
        model = Team
        exclude = ["lead"]

    lead = sub(UserFactory)
    challenge = sub(ChallengeFactory)
    sprint = same_as("challenge.sprint")
    name = sequence(lambda n: f"Team {n}")
    pitch = "Wir bauen eine Karte der Hilfe."
    size_limit = 8
    created_by = same_as("lead")

    @classmethod
    def _create(cls, model_class: type[Team], *args: Any, **kwargs: Any) -> Team:
        team: Team = model_class.objects.create(**kwargs)
        if team.created_by:
            TeamMemberFactory.create(team=team, user=team.created_by, role=MemberRole.LEAD)
        return team


class TeamMemberFactory(DjangoModelFactory[TeamMember]):
    class Meta:
        model = TeamMember

    team = sub(TeamFactory)
    user = sub(UserFactory)
    role = MemberRole.MEMBER

    @classmethod
    def _create(cls, model_class: type[TeamMember], *args: Any, **kwargs: Any) -> TeamMember:
        member: TeamMember = model_class.objects.create(**kwargs)
        if not Registration.objects.filter(sprint_id=member.team.sprint_id, user=member.user).exists():
            RegistrationFactory.create(sprint=member.team.sprint, user=member.user)
        return member


class OpenRoleFactory(DjangoModelFactory[OpenRole]):
    class Meta:
        model = OpenRole

    team = sub(TeamFactory)
    title = "Gestaltung"
    skills = ["Figma"]


class JoinRequestFactory(DjangoModelFactory[JoinRequest]):
    class Meta:
        model = JoinRequest

    team = sub(TeamFactory)
    user = sub(UserFactory)
    motivation = "Ich möchte helfen."


class SolutionFactory(DjangoModelFactory[Solution]):
    """A draft with one draft version; `handed_in=True` (or a later state) hands that version in."""

    class Meta:
        model = Solution

    class Params:
        handed_in = trait(state=SolutionState.HANDED_IN)

    team = sub(TeamFactory)
    sprint = same_as("team.sprint")
    challenge = same_as("team.challenge")

    @classmethod
    def _create(cls, model_class: type[Solution], *args: Any, **kwargs: Any) -> Solution:
        state = kwargs.pop("state", SolutionState.DRAFT)
        given = kwargs.pop("current_version", None)
        solution: Solution = model_class.objects.create(**kwargs)
        is_draft = state == SolutionState.DRAFT
        version = given or SolutionVersionFactory.create(
            solution=solution, handed_in_at=None if is_draft else clock.now()
        )
        if not is_draft:
            solution.state, solution.current_version = state, version
            solution.save()
        return solution


class SolutionVersionFactory(DjangoModelFactory[SolutionVersion]):
    class Meta:
        model = SolutionVersion

    solution = sub(SolutionFactory)
    number = of_row(lambda version: version.solution.versions.count() + 1)
    title = sequence(lambda n: f"Lösung {n}")
    summary = "Eine Karte zeigt, wo es Hilfe gibt."
    body = "Die Karte zeigt Angebote in der Nähe."
    licence = Licence.CC_BY
    author = same_as("solution.team.created_by")


class OfferFactory(DjangoModelFactory[Offer]):
    """Of a solution that was handed in for a challenge of the organisation."""

    class Meta:
        model = Offer

    solution = sub(SolutionFactory, handed_in=True)
    challenge = same_as("solution.challenge")
    organisation = same_as("challenge.owner")
    offered_at = at_call(lambda: clock.now() - timedelta(days=1))
    answer_due_at = of_row(lambda offer: offer.offered_at + timedelta(days=14))
    state_since = same_as("offered_at")


class RubricFactory(DjangoModelFactory[Rubric]):
    class Meta:
        model = Rubric

    sprint = sub(SprintFactory)
    title = "Bewertungsbogen"


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    rubric = sub(RubricFactory)
    title = sequence(lambda n: f"Kriterium {n}")
    weight = 1
    max_points = 5
    position = sequence(lambda n: n)


class ReviewFactory(DjangoModelFactory[Review]):
    """Of somebody who is a juror of the programme."""

    class Meta:
        model = Review

    solution = sub(SolutionFactory, handed_in=True)
    juror = sub(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Review], *args: Any, **kwargs: Any) -> Review:
        programme, juror = kwargs["solution"].sprint.programme, kwargs["juror"]
        ProgrammeRole.objects.get_or_create(programme=programme, user=juror, role=ProgrammeRoleKind.JUROR)
        return with_votes(model_class.objects.create(**kwargs))


class ScoreFactory(DjangoModelFactory[Score]):
    class Meta:
        model = Score

    review = sub(ReviewFactory)
    criterion = sub(CriterionFactory)
    points = 3


class CohortFactory(DjangoModelFactory[Cohort]):
    class Meta:
        model = Cohort

    sprint = sub(SprintFactory)
    programme = same_as("sprint.programme")
    name = sequence(lambda n: f"Jahrgang {n}")


class ProjectFactory(DjangoModelFactory[Project]):
    """A project with its selected solution; `ProjectFactory(solution__team__lead=user)` names the team's lead."""

    class Meta:
        model = Project

    solution = sub(SolutionFactory, state=SolutionState.SELECTED)
    team = same_as("solution.team")
    cohort = sub(CohortFactory, sprint=same_as("..solution.sprint"))
    title = sequence(lambda n: f"Projekt {n}")
    summary = "Eine Karte der Hilfe."


class MilestoneFactory(DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    project = sub(ProjectFactory)
    title = "Prototyp steht"
    due_on = at_call(lambda: day_from_now(30))


class ProgressReportFactory(DjangoModelFactory[ProgressReport]):
    class Meta:
        model = ProgressReport

    project = sub(ProjectFactory)
    title = "Der erste Monat"
    body = "Wir haben viel gelernt."
    period_start = at_call(lambda: day_from_now(-30))
    period_end = at_call(lambda: day_from_now(0))
