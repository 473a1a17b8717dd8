import pytest
from django.apps import apps

from programmes import rules
from programmes.models import Category, Profile, Programme, Sprint
from tests.factories import building, connecting, mentoring
from tests.factories import programmes as make
from tests.factories.announcements import AnnouncementFactory
from tests.factories.exchange import DataImportFactory, SprintPackageFactory

pytestmark = pytest.mark.django_db


def test_every_row_below_a_programme_says_which() -> None:
    project = make.ProjectFactory.create()
    programme_id, team_id = project.cohort.programme_id, project.team_id
    slot = mentoring.SlotFactory.create(office_hours__mentor__sprint=project.cohort.sprint)
    booking = mentoring.BookingFactory.create(slot=slot, team=project.team)
    rows = [
        project.cohort.programme,
        project.cohort.sprint,
        project.cohort,
        make.PhaseFactory.create(sprint=project.cohort.sprint, kind="review"),
        project.solution.challenge,
        project.team,
        make.OpenRoleFactory.create(team=project.team),
        make.JoinRequestFactory.create(team=project.team),
        building.LogEntryFactory.create(team=project.team),
        connecting.IntroductionFactory.create(team=project.team),
        connecting.PlaceHoldFactory.create(team=project.team),
        connecting.ConnectorFactory.create(sprint=project.cohort.sprint),
        project.team.members.get(),
        project.solution,
        make.ReviewFactory.create(solution=project.solution),
        make.OfferFactory.create(solution=project.solution),
        project,
        make.MilestoneFactory.create(project=project),
        make.ProgressReportFactory.create(project=project),
        make.CategoryFactory.create(programme=project.cohort.programme),
        make.ProgrammeRoleFactory.create(programme=project.cohort.programme),
        make.RegistrationFactory.create(sprint=project.cohort.sprint),
        make.PlacingWishFactory.create(sprint=project.cohort.sprint),
        make.PlacingRunFactory.create(sprint=project.cohort.sprint),
        make.PlacingSeatFactory.create(run__sprint=project.cohort.sprint),
        make.CallFactory.create(category__programme=project.cohort.programme),
        make.AbuseCaseFactory.create(challenge__sprint=project.cohort.sprint),
        make.SprintBlockFactory.create(sprint=project.cohort.sprint),
        make.AppealFactory.create(challenge__sprint=project.cohort.sprint),
        make.ModerationRunFactory.create(sprint=project.cohort.sprint),
        make.DuplicateRunFactory.create(sprint=project.cohort.sprint),
        make.JuryRunFactory.create(sprint=project.cohort.sprint),
        AnnouncementFactory.create(sprint=project.cohort.sprint),
        booking.slot.office_hours.mentor,
        booking.slot.office_hours,
        booking.slot,
        booking,
        mentoring.BookingLinkFactory.create(mentor=booking.slot.office_hours.mentor),
        SprintPackageFactory.create(sprint=project.cohort.sprint),
        DataImportFactory.create(sprint=project.cohort.sprint),
    ]
    assert {type(row) for row in rows} == set(rules.PROGRAMME_PATHS)
    assert {rules.programme_id_of(row) for row in rows} == {programme_id}
    assert {rules.team_id_of(row) for row in rows if type(row) in rules.TEAM_PATHS} == {team_id}


def test_what_belongs_to_no_team_is_loud() -> None:
    with pytest.raises(KeyError):
        rules.team_id_of(Sprint())
    with pytest.raises(KeyError):
        rules.programme_id_of(Profile())


def test_paths_name_models_of_this_package() -> None:
    known = set(apps.get_app_config("programmes").get_models())
    assert {Programme, Category} <= set(rules.PROGRAMME_PATHS) <= known
    assert set(rules.TEAM_PATHS) <= known
