"""A citizen's idea: who is for it, and who takes it over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.accounts.models import Membership, User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from programmes import access
from programmes.models import Challenge, ChallengeSupport
from programmes.selectors.ideas import ideas_unowned, support_count, supports_it
from programmes.selectors.personal_data import programmes_personal_data
from programmes.services.forgetting import person_forget
from programmes.services.ideas import challenge_adopt, offers_follow_adoption, support_give, support_withdraw
from programmes.services.offers import offers_follow
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen() -> User:
    return UserFactory.create()


@pytest.fixture
def idea(citizen: User) -> Challenge:
    return make.ChallengeFactory.create(owner=None, proposed_by=citizen, title="Rosis Sitzbank")


@pytest.fixture
def speaker() -> Membership:
    return MembershipFactory.create()


def adopt(idea: Challenge, speaker: Membership) -> Challenge:
    return challenge_adopt(actor=speaker.user, challenge=idea, organisation=speaker.organisation)


def test_each_person_counts_once_and_may_take_it_back(idea: Challenge, citizen: User) -> None:
    neighbour = UserFactory.create()
    for person in (citizen, neighbour, neighbour):
        support_give(actor=person, challenge=idea)
    assert (support_count(idea), supports_it(neighbour, idea), supports_it(None, idea)) == (2, True, False)
    for _ in range(2):
        support_withdraw(actor=neighbour, challenge=idea)
    assert (support_count(idea), supports_it(neighbour, idea)) == (1, False)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("given", "code"), [({}, "has_owner"), ({"owner": None, "state": "proposed"}, "wrong_state")])
def test_only_what_is_public_and_looks_for_an_owner_is_supported(given: dict[str, object], code: str) -> None:
    challenge = make.ChallengeFactory.create(proposed_by=UserFactory.create(), **given)
    with pytest.raises(Conflict) as error:
        support_give(actor=UserFactory.create(), challenge=challenge)
    assert error.value.code == code
    assert not ChallengeSupport.objects.exists()


def test_the_most_supported_idea_stands_on_top(idea: Challenge) -> None:
    loved = make.ChallengeFactory.create(owner=None, sprint=idea.sprint)
    make.ChallengeFactory.create(sprint=idea.sprint)
    make.ChallengeFactory.create(owner=None, state="proposed")
    make.ChallengeFactory.create(owner=None, sprint__state="archived")
    make.ChallengeSupportFactory.create_batch(2, challenge=loved)
    make.ChallengeSupportFactory.create(challenge=idea)
    found = ideas_unowned()
    assert [(row.pk, row.support_count) for row in found] == [(loved.pk, 2), (idea.pk, 1)]
    assert [row.pk for row in ideas_unowned(query="Sitzbank")] == [idea.pk]


def test_an_organisation_takes_it_over_and_the_duty_begins(idea: Challenge, citizen: User, speaker: Membership) -> None:
    before = make.SolutionFactory.create(team__challenge=idea, handed_in=True)
    later = clock.now() + timedelta(days=3)
    with clock.at(later):
        taken = challenge_adopt(
            actor=speaker.user, challenge=idea, organisation=speaker.organisation, contact_name="Kim Amt"
        )
        adopt(idea, speaker)
        [made] = offers_follow_adoption(challenge_id=idea.pk)
        assert offers_follow_adoption(challenge_id=idea.pk) == offers_follow(solution_id=before.pk) == []
    assert (taken.owner, taken.adopted_at, taken.contact, taken.contact_name) == (
        speaker.organisation,
        later,
        speaker.user,
        "Kim Amt",
    )
    assert (made.organisation, made.offered_at) == (speaker.organisation, later)
    assert made.answer_due_at == later + timedelta(days=14)
    topics = list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))
    assert topics == ["programmes.challenge_adopted", "programmes.offer_made"]
    assert AuditEntry.objects.get(action="programmes.challenge_adopted").facts == {
        "organisation": speaker.organisation.public_id
    }
    with pytest.raises(NotAllowed):
        access.challenge_to_withdraw(citizen, idea.public_id)


def test_who_comes_second_is_refused(idea: Challenge, speaker: Membership) -> None:
    adopt(idea, speaker)
    with pytest.raises(Conflict) as error:
        adopt(idea, MembershipFactory.create())
    assert error.value.code == "has_owner"
    idea.refresh_from_db()
    assert idea.owner == speaker.organisation


def test_only_who_speaks_for_it_takes_over(idea: Challenge, citizen: User) -> None:
    member = MembershipFactory.create(role="member")
    with pytest.raises(Invalid):
        adopt(idea, member)
    for person in (member.user, citizen, None):
        with pytest.raises(NotAllowed):
            access.challenge_to_adopt(person, idea.public_id)
    proposed = make.ChallengeFactory.create(owner=None, proposed_by=citizen, state="proposed")
    with pytest.raises(Conflict):
        adopt(proposed, MembershipFactory.create())


def test_an_owner_stays_even_past_the_services(idea: Challenge, speaker: Membership) -> None:
    adopt(idea, speaker)
    for other in (OrganisationFactory.create(), None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Challenge.objects.filter(pk=idea.pk).update(owner=other)


def test_whom_somebody_supports_is_handed_over_and_forgotten(idea: Challenge) -> None:
    person = make.ChallengeSupportFactory.create(challenge=idea).user
    [row] = programmes_personal_data(person).tables["supported_challenges"]
    assert row["challenge__title"] == "Rosis Sitzbank"
    person_forget(user=person)
    assert support_count(idea) == 0
