import pytest
from django.apps import apps

from backend.core import clock
from programmes import seeds
from programmes.domain.answering import days_overdue
from programmes.enums import Feature, MilestoneState, OfferState, RegistrationState, ReviewState
from programmes.models import Registration, Review, Sprint, Team
from programmes.rules import sprint_accepts
from programmes.seeds.personas import KEYS, persona
from programmes.selectors.ideas import ideas_unowned
from programmes.selectors.next import next_items
from programmes.selectors.offers import offers_public, overdue
from programmes.selectors.projects import projects_public
from programmes.selectors.ranking import ranking
from programmes.selectors.teams import teams_public
from tests.seeded import fill_database

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    models = [*apps.get_app_config("programmes").get_models(), *apps.get_app_config("core").get_models()]
    models += apps.get_app_config("accounts").get_models()
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.django_db(transaction=True)
def test_the_story_is_alive_and_a_second_run_changes_nothing() -> None:
    fill_database()
    before = counts()
    for stage in seeds.STAGES:
        seeds.seed(stage)
    assert counts() == before
    _the_sprints_are_past_in_review_running_and_coming()
    _every_task_has_something_to_do()
    _every_answer_is_given_and_one_is_late()


def _the_sprints_are_past_in_review_running_and_coming() -> None:
    past, review, comparing, running, coming = Sprint.objects.order_by("starts_at")
    assert past.ends_at < clock.now() < coming.starts_at
    assert sprint_accepts(review, Feature.REVIEW)
    assert sprint_accepts(review, Feature.SELECT)
    assert sprint_accepts(comparing, Feature.REVIEW)
    assert [ranked.place.is_proposed for ranked in ranking(comparing)].count(True) == 2
    for feature in (Feature.REGISTER, Feature.JOIN_TEAM, Feature.HAND_IN, Feature.PROPOSE_CHALLENGE):
        assert sprint_accepts(running, feature)
    waiting = Registration.objects.filter(sprint=coming, state=RegistrationState.WAITING)
    assert waiting.count() == 3
    assert Team.objects.count() >= 12
    assert teams_public(sprint=running, only_seeking=True).count() == 9
    assert {review.state for review in Review.objects.all()} == {
        ReviewState.ASSIGNED,
        ReviewState.STARTED,
        ReviewState.SUBMITTED,
    }
    assert [ranked.place.rank for ranked in ranking(past)] == [1, 2, 3, 3, 5, 6]
    assert projects_public().count() == 5
    assert {milestone.state for project in projects_public() for milestone in project.milestones.all()} == {
        MilestoneState.PLANNED,
        MilestoneState.IN_PROGRESS,
        MilestoneState.SUBMITTED,
        MilestoneState.ACCEPTED,
    }


def _every_task_has_something_to_do() -> None:
    kinds = {key: {item.kind.removeprefix("programmes.") for item in next_items(persona(key))} for key in KEYS}
    assert {"challenge_moderate", "selection_decide", "milestone_check", "report_check"} <= kinds["olivia"]
    assert {"join_request_answer", "solution_hand_in", "milestone_submit", "report_revise"} <= kinds["tarik"]
    assert {"solution_hand_in", "milestone_submit"} <= kinds["mira"]
    assert kinds["jonas"] == {"review_write"}
    assert {"milestone_check", "report_check"} == kinds["karim"]
    assert {"offer_answer"} <= kinds["clemens"]


def _every_answer_is_given_and_one_is_late() -> None:
    assert set(offers_public().values_list("state", flat=True)) == set(OfferState.values) - {OfferState.WITHDRAWN}
    [late] = offers_public().filter(overdue())
    assert late.solution.team.name == "Radelrudel"
    # In the week when clocks change, five days of the calendar are an hour short.
    assert days_overdue(late.answer_due_at, clock.now()) in {4, 5}
    first, *others = ideas_unowned()
    assert first.title.startswith("Rosis Sitzbank")
    assert others
    bank = offers_public().get(solution__team__name="Mitfahrbank")
    assert bank.answered_at is not None
    assert bank.offered_at < bank.answered_at < bank.state_since


def test_a_later_day_fits_the_earlier_stages() -> None:
    seeds.seed("sprint")
    later = clock.now() + (Sprint.objects.latest("starts_at").starts_at - clock.now()) / 9
    with clock.at(later):
        for stage in ("teams", "review", "programme", "answers"):
            seeds.seed(stage)
    assert projects_public().exists()
