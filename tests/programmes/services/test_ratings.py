"""Stars of the public: once a person, never for the own work, not by whoever is blocked; and the award."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import AuditEntry, OutboxMessage
from programmes.domain.public_rating import QUORUM
from programmes.enums import Feature
from programmes.models import CommunityAward, Rating, Solution, Sprint
from programmes.selectors.ratings import next_to_rate, opinion_of, rated, rating_hours, standings_of
from programmes.services.forgetting import person_forget
from programmes.services.ratings import (
    RATINGS_A_MINUTE,
    community_award_give,
    rating_give,
    rating_withdraw,
)
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommunityAwardFactory, RatingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


def handed_in(sprint: Sprint) -> Solution:
    return make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)


def over(sprint: Sprint) -> None:
    sprint.phases.update(ends_at=clock.now() - timedelta(minutes=1))


def test_the_last_stars_count(sprint: Sprint) -> None:
    solution, person = handed_in(sprint), UserFactory.create()
    rating_give(actor=person, solution=solution, stars=2)
    rating_give(actor=person, solution=solution, stars=5)
    assert list(Rating.objects.values_list("stars", flat=True)) == [5]
    opinion = opinion_of(solution, person)
    assert (opinion.own, opinion.ratings, opinion.can_rate) == (5, 1, True)
    for _ in range(2):
        rating_withdraw(actor=person, solution=solution)
    assert not Rating.objects.exists()
    # Who rated what stands nowhere but in the rating.
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("stars", [0, 6, True])
def test_what_is_no_star_is_refused(sprint: Sprint, stars: int) -> None:
    with pytest.raises(Invalid):
        rating_give(actor=UserFactory.create(), solution=handed_in(sprint), stars=stars)


def test_who_may_not(sprint: Sprint) -> None:
    solution, person = handed_in(sprint), UserFactory.create()
    left = make.TeamMemberFactory.create(team=solution.team, left_at=clock.now()).user
    for member in (make.lead_of(solution.team), left):
        with pytest.raises(Conflict) as refusal:
            rating_give(actor=member, solution=solution, stars=5)
        assert refusal.value.code == "own"
        assert not opinion_of(solution, member).can_rate
    make.SprintBlockFactory.create(sprint=sprint, user=person)
    draft = make.SolutionFactory.create(team__challenge__sprint=sprint)
    hidden = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True, hidden_at=clock.now())
    for actor, thing, code in [
        (person, solution, "blocked"),
        (UserFactory.create(), draft, "wrong_state"),
        (UserFactory.create(), hidden, "wrong_state"),
    ]:
        with pytest.raises(Conflict) as refusal:
            rating_give(actor=actor, solution=thing, stars=5)
        assert refusal.value.code == code
    sprint.phases.update(features=[Feature.COMMENT])
    for act in (lambda: rating_give(actor=person, solution=solution, stars=5), lambda: _withdraw(person, solution)):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "phase_closed"


def _withdraw(person: User, solution: Solution) -> None:
    rating_withdraw(actor=person, solution=Solution.objects.get(pk=solution.pk))


def test_a_program_is_slowed_down(sprint: Sprint) -> None:
    person, solution = UserFactory.create(), handed_in(sprint)
    RatingFactory.create_batch(RATINGS_A_MINUTE, user=person, solution__team__challenge__sprint=sprint)
    with pytest.raises(LimitReached):
        rating_give(actor=person, solution=solution, stars=5)
    Rating.objects.filter(pk=Rating.objects.latest("pk").pk).update(rated_at=clock.now() - timedelta(minutes=2))
    rating_give(actor=person, solution=solution, stars=5)
    rating_give(actor=person, solution=solution, stars=4)


def test_the_order_leaves_out_blocked_people_the_own_team_and_what_is_hidden(sprint: Sprint) -> None:
    first, second, hidden = (handed_in(sprint) for _ in range(3))
    RatingFactory.create_batch(QUORUM, solution=first, stars=4)
    RatingFactory.create_batch(QUORUM, solution=second, stars=3)
    RatingFactory.create_batch(QUORUM, solution=hidden, stars=5)
    Solution.objects.filter(pk=hidden.pk).update(hidden_at=clock.now())
    stuffed = RatingFactory.create_batch(3, solution=second, stars=5)
    late = RatingFactory.create(solution=second, stars=5)
    assert standings_of(sprint)[0].solution == second.public_id
    for rating in stuffed:
        make.SprintBlockFactory.create(sprint=sprint, user=rating.user)
    make.TeamMemberFactory.create(team=second.team, user=late.user)
    found = standings_of(sprint)
    assert [(one.solution, one.rank, one.ratings) for one in found] == [
        (first.public_id, 1, QUORUM),
        (second.public_id, 2, QUORUM),
    ]
    assert rating_hours(sprint)[0][1] == 3 * QUORUM


def test_bursts_and_new_accounts_are_named(sprint: Sprint, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    quiet, loud = handed_in(sprint), handed_in(sprint)
    old = UserFactory.create(created_at=clock.now() - timedelta(days=60))
    RatingFactory.create(solution=quiet, user=old)
    taking_part = make.RegistrationFactory.create(sprint=sprint).user
    RatingFactory.create(solution=quiet, user=taking_part)
    RatingFactory.create_batch(12, solution=loud)
    with django_assert_num_queries(6):
        rows = {row.solution.pk: row for row in rated(sprint, standings_of(sprint))}
    assert (rows[quiet.pk].newcomers, rows[quiet.pk].burst) == (0, None)
    assert rows[loud.pk].newcomers == 12
    burst = rows[loud.pk].burst
    assert burst is not None
    assert (burst.ratings, burst.of, burst.is_late) == (12, 12, True)


def test_whoever_rates_is_led_to_what_few_have_seen(sprint: Sprint) -> None:
    person = UserFactory.create()
    seen, popular, lonely, own = (handed_in(sprint) for _ in range(4))
    make.TeamMemberFactory.create(team=own.team, user=person)
    RatingFactory.create(solution=seen, user=person)
    RatingFactory.create_batch(2, solution=popular)
    assert next_to_rate(person, sprint) == lonely
    for solution in (lonely, popular):
        RatingFactory.create(solution=solution, user=person)
    assert next_to_rate(person, sprint) is None


def test_the_award_is_given_once_when_the_time_is_over(sprint: Sprint) -> None:
    best, other, few = (handed_in(sprint) for _ in range(3))
    RatingFactory.create_batch(QUORUM, solution=best, stars=5)
    RatingFactory.create_batch(QUORUM, solution=other, stars=4)
    RatingFactory.create(solution=few, stars=5)
    organiser = UserFactory.create()
    with pytest.raises(Conflict) as refusal:
        community_award_give(actor=organiser, sprint=sprint, solution=best)
    assert refusal.value.code == "rating_open"
    over(sprint)
    with pytest.raises(Invalid) as fault:
        community_award_give(actor=organiser, sprint=sprint, solution=few)
    assert "solution" in fault.value.fields
    with pytest.raises(Invalid) as fault:
        community_award_give(actor=organiser, sprint=sprint, solution=other)
    assert "note" in fault.value.fields
    award = community_award_give(actor=organiser, sprint=sprint, solution=best)
    assert community_award_give(actor=organiser, sprint=sprint, solution=best) == award
    assert (award.rank, award.ratings) == (1, QUORUM)
    assert award.score_hundredths == standings_of(sprint)[0].score_hundredths == 330
    with pytest.raises(Conflict) as refusal:
        community_award_give(actor=organiser, sprint=sprint, solution=other, note="Doch.")
    assert refusal.value.code == "award_given"
    assert OutboxMessage.objects.get(topic="programmes.community_award_given").payload == {"award_id": award.pk}
    assert AuditEntry.objects.filter(action="programmes.community_award_given").count() == 1
    sprint.phases.update(ends_at=clock.now() + timedelta(days=1))
    with pytest.raises(Conflict) as refusal:
        rating_give(actor=organiser, solution=Solution.objects.get(pk=other.pk), stars=5)
    assert refusal.value.code == "award_given"


def test_another_one_gets_it_with_a_reason_in_public(sprint: Sprint) -> None:
    best, other = handed_in(sprint), handed_in(sprint)
    RatingFactory.create_batch(QUORUM, solution=best, stars=5)
    RatingFactory.create_batch(QUORUM, solution=other, stars=4)
    over(sprint)
    award = community_award_give(actor=UserFactory.create(), sprint=sprint, solution=other, note="Zurückgezogen.")
    assert (award.rank, award.note) == (2, "Zurückgezogen.")


def test_without_a_time_for_ratings_there_is_no_award(sprint: Sprint) -> None:
    solution = handed_in(sprint)
    RatingFactory.create_batch(QUORUM, solution=solution)
    sprint.phases.all().delete()
    with pytest.raises(Conflict):
        community_award_give(actor=UserFactory.create(), sprint=sprint, solution=solution)


def test_who_leaves_takes_the_stars_along_until_the_award_rests_on_them(sprint: Sprint) -> None:
    person = UserFactory.create()
    RatingFactory.create(solution=handed_in(sprint), user=person)
    award = CommunityAwardFactory.create()
    kept = RatingFactory.create(solution=award.solution, user=person)
    person_forget(user=person)
    assert list(Rating.objects.all()) == [kept]
    assert CommunityAward.objects.count() == 1
