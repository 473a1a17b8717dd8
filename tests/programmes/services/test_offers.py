"""What is offered to whom, until when it is to be answered, and the answers."""

from datetime import timedelta

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.core.models import AuditEntry, OutboxMessage
from programmes import access
from programmes.enums import OfferState, SolutionState
from programmes.models import Challenge, Offer, OfferReminder, Solution
from programmes.selectors.offers import figures_of_challenge
from programmes.services.challenges import challenge_update
from programmes.services.forgetting import person_forget
from programmes.services.offers import offer_answer, offer_create, offers_follow
from programmes.services.solutions import solution_hand_in, solution_withdraw
from programmes.services.sprints import sprint_update
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def solution() -> Solution:
    return make.SolutionFactory.create(handed_in=True)


@pytest.fixture
def offer() -> Offer:
    return make.OfferFactory.create()


@pytest.fixture
def speaker(offer: Offer) -> User:
    return MembershipFactory.create(organisation=offer.organisation).user


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


# How offers arise.


def test_what_is_handed_in_is_offered_once_to_the_owner_of_its_challenge(solution: Solution) -> None:
    [made] = offers_follow(solution_id=solution.pk)
    assert offers_follow(solution_id=solution.pk) == []
    assert solution.current_version is not None
    handed_in_at = solution.current_version.handed_in_at
    assert handed_in_at is not None
    assert Offer.objects.get() == made
    assert (made.organisation, made.challenge) == (solution.challenge.owner, solution.challenge)
    assert (made.state, made.offered_at) == (OfferState.OFFERED, handed_in_at)
    assert made.answer_due_at == handed_in_at + 14 * DAYS
    assert topics() == ["programmes.offer_made"]
    assert [entry.action for entry in AuditEntry.objects.all()] == ["programmes.offer.offered"]


def test_drafts_and_challenges_of_citizens_are_offered_to_nobody() -> None:
    draft = make.SolutionFactory.create()
    own_idea = make.SolutionFactory.create(
        handed_in=True, team__challenge=make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create())
    )
    assert offers_follow(solution_id=draft.pk) == offers_follow(solution_id=own_idea.pk) == []


def test_the_organisers_say_in_how_many_days(solution: Solution) -> None:
    sprint_update(actor=None, sprint=solution.sprint, answer_days=5)
    [made] = offers_follow(solution_id=solution.pk)
    assert made.answer_due_at == made.offered_at + 5 * DAYS
    for wrong in (0, 181):
        with pytest.raises(Invalid) as error:
            sprint_update(actor=None, sprint=solution.sprint, answer_days=wrong)
        assert list(error.value.fields) == ["answer_days"]


def test_a_later_date_of_the_owner_holds(solution: Solution) -> None:
    Challenge.objects.update(answer_due_at=clock.now() + 40 * DAYS)
    [made] = offers_follow(solution_id=solution.pk)
    assert made.answer_due_at == made.challenge.answer_due_at


def test_a_withdrawn_solution_ends_what_is_not_decided_and_comes_back_with_new_time(solution: Solution) -> None:
    [made] = offers_follow(solution_id=solution.pk)
    decided = make.OfferFactory.create(
        solution=solution, organisation=OrganisationFactory.create(), state="adopted", answered_at=clock.now()
    )
    OfferReminder.objects.create(offer=made, level="soon")
    lead = make.lead_of(solution.team)
    solution_withdraw(actor=lead, solution=solution)
    solution_withdraw(actor=lead, solution=solution)
    assert [row.pk for row in offers_follow(solution_id=solution.pk)] == [made.pk]
    assert offers_follow(solution_id=solution.pk) == []
    made.refresh_from_db()
    decided.refresh_from_db()
    assert (made.state, decided.state) == (OfferState.WITHDRAWN, OfferState.ADOPTED)
    later = clock.now() + timedelta(hours=5)
    with clock.at(later):
        solution_hand_in(actor=lead, solution=solution)
        assert [row.pk for row in offers_follow(solution_id=solution.pk)] == [made.pk]
    made.refresh_from_db()
    assert (made.state, made.offered_at, made.answer_due_at) == (OfferState.OFFERED, later, later + 14 * DAYS)
    assert not made.reminders.exists()
    assert topics() == [
        "programmes.offer_made",
        "programmes.solution_withdrawn",
        "programmes.solution_returned",
        "programmes.offer_made",
    ]


def test_a_team_offers_its_solution_to_another_organisation_once(solution: Solution) -> None:
    lead = make.lead_of(solution.team)
    other = make.ChallengeFactory.create(sprint=solution.sprint)
    made = offer_create(actor=lead, solution=solution, challenge=other)
    again = make.ChallengeFactory.create(sprint=solution.sprint, owner=other.owner)
    assert offer_create(actor=lead, solution=solution, challenge=again) == made
    assert (made.organisation, made.challenge) == (other.owner, other)
    assert topics() == ["programmes.offer_made"]


def test_it_is_offered_only_where_somebody_asks_and_once_it_is_handed_in(solution: Solution) -> None:
    lead = make.lead_of(solution.team)
    elsewhere = make.ChallengeFactory.create()
    own_idea = make.ChallengeFactory.create(sprint=solution.sprint, owner=None, proposed_by=lead)
    waiting = make.ChallengeFactory.create(sprint=solution.sprint, state="proposed")
    for wrong in (elsewhere, own_idea, waiting):
        with pytest.raises(Invalid):
            offer_create(actor=lead, solution=solution, challenge=wrong)
    draft = make.SolutionFactory.create(team__challenge=solution.challenge)
    with pytest.raises(Conflict):
        offer_create(actor=lead, solution=draft, challenge=solution.challenge)
    assert not Offer.objects.exists()


# Answers.


def test_an_answer_is_told_and_kept(offer: Offer, speaker: User) -> None:
    answered = offer_answer(actor=speaker, offer=offer, to="in_talks", note="Wir treffen uns am Montag.")
    first = answered.answered_at
    assert first is not None
    assert (answered.state, answered.note, answered.state_since) == ("in_talks", "Wir treffen uns am Montag.", first)
    later = first + 9 * DAYS
    with clock.at(later):
        answered = offer_answer(actor=speaker, offer=offer, to="adopted", reason="Steht nirgends.")
    assert (answered.state, answered.answered_at, answered.state_since) == ("adopted", first, later)
    assert (answered.reason, answered.note) == ("", "")
    assert topics() == ["programmes.offer_answered"] * 2
    actions = list(AuditEntry.objects.order_by("id").values_list("action", "actor_ref"))
    assert actions == [
        ("programmes.offer.in_talks", speaker.public_id),
        ("programmes.offer.adopted", speaker.public_id),
    ]


def test_the_same_answer_again_changes_its_words_and_tells_nobody(offer: Offer, speaker: User) -> None:
    offer_answer(actor=speaker, offer=offer, to="piloting", note="Ab Mai.")
    again = offer_answer(actor=speaker, offer=offer, to="piloting", note="Ab Juni.")
    assert again.note == "Ab Juni."
    assert topics() == ["programmes.offer_answered"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"to": "declined"}, "reason"),
        ({"to": "declined", "reason": "  "}, "reason"),
        ({"to": "offered"}, "state"),
        ({"to": "withdrawn"}, "state"),
        ({"to": "lost"}, "state"),
        ({"to": "in_talks", "note": "x" * 2_001}, "note"),
    ],
)
def test_a_wrong_answer_changes_nothing(offer: Offer, speaker: User, given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as error:
        offer_answer(actor=speaker, offer=offer, **given)
    assert list(error.value.fields) == [field]
    offer.refresh_from_db()
    assert offer.state == OfferState.OFFERED


def test_what_is_decided_stays_and_who_said_no_may_come_back(offer: Offer, speaker: User) -> None:
    offer_answer(actor=speaker, offer=offer, to="declined", reason="Zu teuer.")
    with pytest.raises(Conflict):
        offer_answer(actor=speaker, offer=offer, to="adopted")
    assert offer_answer(actor=speaker, offer=offer, to="in_talks").reason == ""
    offer_answer(actor=speaker, offer=offer, to="adopted")
    with pytest.raises(Conflict):
        offer_answer(actor=speaker, offer=offer, to="declined", reason="Doch nicht.")


# Who may.


def test_speakers_and_the_contact_answer_and_nobody_else(offer: Offer, speaker: User) -> None:
    contact = MembershipFactory.create(organisation=offer.organisation, role="member")
    with pytest.raises(NotAllowed):
        access.offer_to_answer(contact.user, offer.public_id)
    challenge_update(actor=speaker, challenge=offer.challenge, contact=contact.user, contact_name="Kim Amt")
    for person in (speaker, contact.user):
        assert access.offer_to_answer(person, offer.public_id) == offer
    for stranger in (make.lead_of(offer.solution.team), MembershipFactory.create().user, None):
        with pytest.raises(NotAllowed):
            access.offer_to_answer(stranger, offer.public_id)
    contact.delete()
    with pytest.raises(NotAllowed):
        access.offer_to_answer(contact.user, offer.public_id)


def test_what_was_taken_back_is_for_those_whom_it_concerns(offer: Offer, speaker: User) -> None:
    Offer.objects.update(state=OfferState.WITHDRAWN)
    organiser = make.ProgrammeRoleFactory.create(programme=offer.solution.sprint.programme).user
    for person in (speaker, make.lead_of(offer.solution.team), organiser):
        assert access.offer_to_view(person, offer.public_id) == offer
    for stranger in (None, UserFactory.create()):
        with pytest.raises(NotFound):
            access.offer_to_view(stranger, offer.public_id)


def test_offers_of_solutions_that_nobody_sees_are_hidden(offer: Offer) -> None:
    assert access.offer_to_view(None, offer.public_id) == offer
    Solution.objects.update(state=SolutionState.WITHDRAWN)
    with pytest.raises(NotFound):
        access.offer_to_view(None, offer.public_id)


# The contact.


def test_the_contact_is_in_the_organisation(offer: Offer, speaker: User) -> None:
    challenge = offer.challenge
    stranger = UserFactory.create()
    with pytest.raises(Invalid) as error:
        challenge_update(actor=speaker, challenge=challenge, contact=stranger)
    assert list(error.value.fields) == ["contact"]
    own_idea = make.ChallengeFactory.create(owner=None, proposed_by=stranger)
    with pytest.raises(Invalid) as error:
        challenge_update(actor=stranger, challenge=own_idea, contact_name="Ich")
    assert list(error.value.fields) == ["contact_name"]
    assert access.contact_among(speaker, challenge, speaker.public_id) == speaker
    for viewer, person in ((speaker, stranger), (stranger, speaker)):
        with pytest.raises(Invalid):
            access.contact_among(viewer, challenge, person.public_id)


def test_who_leaves_for_good_is_no_contact_any_more(offer: Offer, speaker: User) -> None:
    challenge_update(
        actor=speaker, challenge=offer.challenge, contact=speaker, contact_name="Kim Amt", contact_role="Grünflächen"
    )
    person_forget(user=speaker)
    challenge = Challenge.objects.get(pk=offer.challenge_id)
    assert (challenge.contact, challenge.contact_name, challenge.contact_role) == (None, "", "")


# Figures.


def test_the_figures_count_what_is_public() -> None:
    challenge = make.ChallengeFactory.create()
    now = clock.now()

    def made(**given: object) -> Offer:
        solution = make.SolutionFactory.create(team__challenge=challenge, handed_in=True)
        return make.OfferFactory.create(solution=solution, **given)

    assert figures_of_challenge(challenge).median_days is None
    made(offered_at=now - 19 * DAYS)
    made()
    for days in (1, 2, 9):
        made(offered_at=now - 20 * DAYS, answered_at=now - (20 - days) * DAYS, state="in_talks")
    made(state="withdrawn")
    figures = figures_of_challenge(challenge)
    assert (figures.offered, figures.answered, figures.overdue) == (5, 3, 1)
    assert (figures.oldest_due_days, figures.median_days) == (5, 2.0)
