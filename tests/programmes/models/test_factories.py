"""The factories are the ground that every other test stands on."""

import pytest

from programmes.enums import Feature, SolutionState
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def test_a_project_comes_with_everything_below_it() -> None:
    project = make.ProjectFactory.create()
    assert project.solution.state == SolutionState.SELECTED
    assert project.solution.current_version == project.solution.versions.get(handed_in_at__isnull=False)
    assert project.cohort.sprint == project.team.sprint == project.solution.sprint
    assert [member.user for member in project.team.members.all()] == [project.team.created_by]


def test_a_sprint_opens_what_the_test_asks_for() -> None:
    assert set(make.SprintFactory.create().phases.get().features) == set(Feature.values)
    assert make.SprintFactory.create(features=[Feature.REVIEW]).phases.get().features == [Feature.REVIEW]
    assert not make.SprintFactory.create(features=[]).phases.exists()


def test_the_other_rows_can_be_made() -> None:
    make.ScoreFactory.create()
    make.MilestoneFactory.create()
    make.ProgressReportFactory.create()
    make.JoinRequestFactory.create()
    make.OpenRoleFactory.create()
    make.CategoryFactory.create()
    make.ProfileFactory.create()
    make.ProgrammeRoleFactory.create()
