"""Challenges merged and split: what hangs on them goes along, people are counted once, and the trace says it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, DomainError, Invalid, LimitReached
from backend.core.models import AuditEntry, OutboxMessage
from programmes.enums import ChallengeState
from programmes.models import Challenge, Reshaping, Team, TeamWait
from programmes.selectors.challenges import challenges_public, challenges_visible_to
from programmes.selectors.ideas import support_count
from programmes.selectors.offers import figures_of_challenge
from programmes.selectors.reshapings import reshapings_of, reshapings_shown
from programmes.services.challenges import challenge_update, challenge_withdraw
from programmes.services.ideas import support_give, support_withdraw
from programmes.services.offers import offer_create
from programmes.services.reshapings import (
    AT_ONCE,
    Part,
    challenge_split,
    challenges_merge,
    offers_follow_merge,
)
from programmes.services.teams import team_create
from tests.factories import connecting
from tests.factories import programmes as make
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> User:
    return UserFactory.create()


@pytest.fixture
def into() -> Challenge:
    return make.ChallengeFactory.create(title="Sitzbänke", owner=None)


@pytest.fixture
def other(into: Challenge) -> Challenge:
    return make.ChallengeFactory.create(title="Bänke im Ort", sprint=into.sprint, owner=None)


def merged(organiser: User, into: Challenge, *others: Challenge) -> Reshaping:
    return challenges_merge(actor=organiser, into=into, challenges=others, reason="Dasselbe Anliegen.")


def test_all_that_hangs_on_one_hangs_on_the_other(organiser: User, into: Challenge, other: Challenge) -> None:
    solution = make.SolutionFactory.create(team__challenge=other, handed_in=True)
    ended = make.TeamFactory.create(challenge=other, state="dissolved")
    wish = make.PlacingWishFactory.create(sprint=into.sprint, wishes=[other.public_id, into.public_id])
    twice = make.ChallengeSupportFactory.create(challenge=other).user
    make.ChallengeSupportFactory.create(challenge=other)
    make.ChallengeSupportFactory.create(challenge=into, user=twice)
    trace = merged(organiser, into, other)
    for row in (solution, solution.team, ended, other, wish):
        row.refresh_from_db()
    assert (solution.challenge, solution.team.challenge, ended.challenge) == (into, into, into)
    assert (other.state, other.merged_into, other.was_published) == (ChallengeState.MERGED, into, True)
    assert wish.wishes == [into.public_id]
    assert (support_count(into), support_count(other)) == (2, 0)
    [part] = trace.parts.all()
    assert part.moved == {
        "teams": [solution.team.public_id, ended.public_id],
        "solutions": [solution.public_id],
        "offers": [],
        "offers_kept": [],
        "supports": 1,
        "supports_both": 1,
    }
    assert (trace.done_by, trace.reason) == (organiser, "Dasselbe Anliegen.")
    topics = OutboxMessage.objects.values_list("topic", flat=True)
    assert list(topics) == ["programmes.challenge_merged"]
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"programmes.challenge_merge", "programmes.challenge.merged"}


def test_who_waits_for_a_team_goes_on_waiting_once(organiser: User, into: Challenge, other: Challenge) -> None:
    both = connecting.TeamWaitFactory.create(challenge=into).user
    connecting.TeamWaitFactory.create(challenge=other, user=both)
    alone = connecting.TeamWaitFactory.create(challenge=other).user
    challenges_merge(actor=organiser, into=into, challenges=[other], reason="Dasselbe.")
    waits = TeamWait.objects.values_list("challenge_id", "user_id")
    assert sorted(waits) == sorted([(into.pk, both.pk), (into.pk, alone.pk)])


def test_repeating_it_returns_the_first(organiser: User, into: Challenge, other: Challenge) -> None:
    assert merged(organiser, into, other) == merged(organiser, into, other)
    third = make.ChallengeFactory.create(sprint=into.sprint, owner=None)
    again = merged(organiser, into, other, third)
    assert [part.source for part in again.parts.all()] == [third]
    assert Reshaping.objects.count() == 2


def test_there_are_no_circles_and_one_step_leads_there(organiser: User, into: Challenge, other: Challenge) -> None:
    third = make.ChallengeFactory.create(sprint=into.sprint, owner=None)
    merged(organiser, other, third)
    merged(organiser, into, other)
    third.refresh_from_db()
    assert third.merged_into == into
    with pytest.raises(Conflict) as error:
        merged(organiser, other, into)
    assert (error.value.code, error.value.facts["merged_into"]) == ("merged", into.public_id)
    assert "Sitzbänke" in str(error.value.message)
    with pytest.raises(Conflict):
        merged(organiser, make.ChallengeFactory.create(sprint=into.sprint), other)


def test_the_database_holds_it_too(organiser: User, into: Challenge, other: Challenge) -> None:
    merged(organiser, into, other)
    third = make.ChallengeFactory.create(sprint=into.sprint)
    for row, target in ((third, other), (into, third), (third, third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Challenge.objects.filter(pk=row.pk).update(state="merged", merged_into=target)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.TeamFactory.create(challenge=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ChallengeSupportFactory.create(challenge=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=third.pk).update(state="merged")


def refusal(organiser: User, into: Challenge, others: list[Challenge], reason: str = "Doppelt") -> DomainError:
    with pytest.raises(DomainError) as error:
        challenges_merge(actor=organiser, into=into, challenges=others, reason=reason)
    assert not Reshaping.objects.exists()
    return error.value


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"state": "withdrawn"}, "wrong_state"),
        ({"state": "declined", "decline_reason": "Nein"}, "wrong_state"),
        ({"owner": "new"}, "needs_owner"),
    ],
)
def test_what_does_not_fit_is_refused(organiser: User, into: Challenge, given: dict[str, Any], code: str) -> None:
    owner = OrganisationFactory.create() if given.get("owner") else None
    other = make.ChallengeFactory.create(sprint=into.sprint, **{**given, "owner": owner})
    assert refusal(organiser, into, [other]).code == code


def test_who_asks_for_nothing_or_too_much_is_refused(organiser: User, into: Challenge, other: Challenge) -> None:
    elsewhere = make.ChallengeFactory.create(owner=None)
    for others in ([], [into], [elsewhere]):
        error = refusal(organiser, into, others)
        assert isinstance(error, Invalid)
        assert list(error.fields) == ["challenges"]
    error = refusal(organiser, into, [other], reason=" ")
    assert isinstance(error, Invalid)
    assert list(error.fields) == ["reason"]
    many = make.ChallengeFactory.create_batch(AT_ONCE + 1, sprint=into.sprint, owner=None)
    assert isinstance(refusal(organiser, into, many), LimitReached)


def test_a_proposal_becomes_part_without_ever_being_public(organiser: User, into: Challenge) -> None:
    citizen = UserFactory.create()
    proposal = make.ChallengeFactory.create(sprint=into.sprint, owner=None, proposed_by=citizen, state="proposed")
    merged(organiser, into, proposal)
    assert proposal not in challenges_visible_to(None)
    assert proposal in challenges_visible_to(citizen)
    [shown] = reshapings_shown(list(reshapings_of(into)))
    assert not shown.parts[0].source_is_known
    waiting = make.ChallengeFactory.create(sprint=into.sprint, owner=None, state="proposed")
    with pytest.raises(Conflict):
        merged(organiser, waiting, into)


def test_the_old_one_is_known_and_on_no_list(organiser: User, into: Challenge, other: Challenge) -> None:
    merged(organiser, into, other)
    assert other in challenges_visible_to(None)
    assert list(challenges_public(sprint=into.sprint)) == [into]


def test_whoever_comes_late_is_told_where_it_is_now(organiser: User, into: Challenge, other: Challenge) -> None:
    solution = make.SolutionFactory.create(team__challenge=into, handed_in=True)
    merged(organiser, into, other)
    founder = make.RegistrationFactory.create(sprint=into.sprint).user
    attempts = (
        lambda: team_create(actor=founder, challenge=other, name="Zu spät"),
        lambda: offer_create(actor=founder, solution=solution, challenge=other),
        lambda: challenge_update(actor=organiser, challenge=other, title="Neu"),
    )
    for attempt in attempts:
        with pytest.raises(Conflict) as error:
            attempt()
        assert error.value.facts["merged_into"] == into.public_id
    with pytest.raises(Conflict):
        challenge_withdraw(actor=organiser, challenge=other)


def test_support_for_the_old_one_counts_for_the_new_one(organiser: User, into: Challenge, other: Challenge) -> None:
    merged(organiser, into, other)
    person = UserFactory.create()
    assert [support_give(actor=person, challenge=one) for one in (other, into)] == [into, into]
    assert support_count(into) == 1
    assert support_withdraw(actor=person, challenge=other) == into
    assert support_count(into) == 0


def test_the_owner_is_offered_what_the_merge_brought(organiser: User) -> None:
    into = make.ChallengeFactory.create()
    other = make.ChallengeFactory.create(sprint=into.sprint, owner=None)
    solution = make.SolutionFactory.create(team__challenge=other, handed_in=True)
    make.SolutionFactory.create(team__challenge=other)
    later = clock.now() + timedelta(days=3)
    with clock.at(later):
        [part] = merged(organiser, into, other).parts.all()
        [offer] = offers_follow_merge(part_id=part.pk)
        assert offers_follow_merge(part_id=part.pk) == []
    assert (offer.organisation, offer.solution, offer.offered_at) == (into.owner, solution, later)


def test_offers_go_along_unless_another_organisation_owes_the_answer(organiser: User) -> None:
    into = make.ChallengeFactory.create()
    same = make.ChallengeFactory.create(sprint=into.sprint, owner=into.owner)
    foreign = make.ChallengeFactory.create(sprint=into.sprint)
    elsewhere = make.TeamFactory.create(challenge=into)
    along = [
        make.OfferFactory.create(solution__team__challenge=same),
        make.OfferFactory.create(solution__team=elsewhere, challenge=same),
    ]
    stays = make.OfferFactory.create(solution__team__challenge=foreign)
    trace = merged(organiser, into, same, foreign)
    for row in (*along, stays):
        row.refresh_from_db()
    assert [row.challenge for row in along] == [into, into]
    assert (stays.challenge, stays.solution.challenge) == (foreign, into)
    first, second = [part.moved for part in trace.parts.order_by("source")]
    assert (first["offers"], first["offers_kept"]) == ([row.public_id for row in along], [])
    assert (second["offers"], second["offers_kept"]) == ([], [stays.public_id])
    assert figures_of_challenge(into).offered == 2


def split(organiser: User, challenge: Challenge, *parts: Part) -> Reshaping:
    return challenge_split(actor=organiser, challenge=challenge, parts=parts, reason="Zwei Anliegen.")


def test_a_part_takes_its_teams_along(organiser: User) -> None:
    whole = make.ChallengeFactory.create()
    stays, goes = make.TeamFactory.create_batch(2, challenge=whole)
    offer = make.OfferFactory.create(solution__team=goes, challenge=whole)
    make.ChallengeSupportFactory.create(challenge=whole)
    trace = split(organiser, whole, Part(title="Neu", summary="Nur das eine", teams=[goes]))
    [part] = trace.parts.all()
    for row in (stays, goes, offer):
        row.refresh_from_db()
    made = part.target
    assert (stays.challenge, goes.challenge, offer.challenge, offer.solution.challenge) == (whole, made, made, made)
    assert (made.owner, made.state, made.sprint) == (whole.owner, ChallengeState.PUBLISHED, whole.sprint)
    assert (part.source, part.moved["offers"], support_count(whole)) == (whole, [offer.public_id], 1)
    assert split(organiser, whole, Part(title="Neu", summary="Nur das eine", teams=[goes])) == trace
    assert list(OutboxMessage.objects.values_list("topic", flat=True)) == ["programmes.challenge_split"]


def test_a_team_goes_to_one_part_and_only_if_it_is_there(organiser: User) -> None:
    whole = make.ChallengeFactory.create()
    team, foreign = make.TeamFactory.create(challenge=whole), make.TeamFactory.create()
    wrong: list[list[list[Team]]] = [[[team], [team]], [[foreign]]]
    for teams in wrong:
        parts = [Part(title=f"Teil {n}", summary="Kurz", teams=some) for n, some in enumerate(teams)]
        with pytest.raises(Invalid):
            split(organiser, whole, *parts)
    with pytest.raises(Invalid):
        split(organiser, whole)
    proposed = make.ChallengeFactory.create(state="proposed")
    with pytest.raises(Conflict):
        split(organiser, proposed, Part(title="Neu", summary="Kurz"))
    assert not Reshaping.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_trace_costs_as_much_for_many(
    organiser: User, into: Challenge, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        other = make.ChallengeFactory.create(sprint=into.sprint, owner=None)
        make.SolutionFactory.create(team__challenge=other, handed_in=True)
        merged(organiser, into, other)
    with django_assert_num_queries(4):
        shown = reshapings_shown(list(reshapings_of(into)))
        assert [part.source_is_known for row in shown for part in row.parts] == [True] * count
        assert all(part.teams and part.solutions for row in shown for part in row.parts)
