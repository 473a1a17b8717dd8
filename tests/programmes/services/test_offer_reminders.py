"""Who hears when that an answer is missing; and nobody hears it twice."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from programmes.events import OfferReminded
from programmes.models import Offer, OfferReminder
from programmes.services.challenges import challenge_update
from programmes.services.offer_reminders import offers_remind_due
from programmes.services.offers import offer_answer
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory
from worker.notify import notify

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def offer() -> Offer:
    return make.OfferFactory.create()


@pytest.fixture
def owner(offer: Offer) -> User:
    return MembershipFactory.create(organisation=offer.organisation, role="owner").user


@pytest.fixture
def manager(offer: Offer) -> User:
    return MembershipFactory.create(organisation=offer.organisation, role="manager").user


@pytest.fixture
def contact(offer: Offer, owner: User) -> User:
    person = MembershipFactory.create(organisation=offer.organisation, role="member").user
    challenge_update(actor=owner, challenge=offer.challenge, contact=person, contact_name="Kim Amt")
    return person


@pytest.fixture
def organiser(offer: Offer) -> User:
    return make.ProgrammeRoleFactory.create(programme=offer.solution.sprint.programme).user


def told(at: datetime) -> set[User | None]:
    """Who gets a message if the job runs at this moment."""
    OutboxMessage.objects.all().delete()
    Message.objects.all().delete()
    with clock.at(at):
        offers_remind_due()
        for row in OutboxMessage.objects.filter(topic=OfferReminded.topic):
            notify(OfferReminded.from_payload(row.payload), str(row.pk))
    return {message.recipient for message in Message.objects.all()}


def test_three_days_before_the_contact_is_reminded(offer: Offer, owner: User, contact: User) -> None:
    due = offer.answer_due_at
    assert told(due - 3 * DAY - timedelta(seconds=1)) == set()
    assert told(due - 3 * DAY) == {contact}
    assert told(due - DAY) == set()


def test_without_a_contact_all_who_speak_for_it_are_reminded(offer: Offer, owner: User, manager: User) -> None:
    MembershipFactory.create(organisation=offer.organisation, role="member")
    assert told(offer.answer_due_at - DAY) == {owner, manager}


def test_a_contact_who_has_left_is_not_reminded(offer: Offer, owner: User, contact: User) -> None:
    contact.memberships.all().delete()
    assert told(offer.answer_due_at - DAY) == {owner}


def test_on_the_day_owners_and_managers_hear_that_it_is_overdue(
    offer: Offer, owner: User, manager: User, contact: User
) -> None:
    due = offer.answer_due_at
    assert told(due) == {owner, manager}
    assert told(due + 6 * DAY) == set()


def test_after_seven_days_the_organisers_hear_of_it(offer: Offer, owner: User, organiser: User) -> None:
    due = offer.answer_due_at
    assert told(due) == {owner}
    assert told(due + 7 * DAY) == {organiser}
    assert told(due + 70 * DAY) == set()


def test_a_job_that_was_missed_tells_both_levels_once(offer: Offer, owner: User, organiser: User) -> None:
    assert told(offer.answer_due_at + 8 * DAY) == {owner, organiser}
    assert told(offer.answer_due_at + 8 * DAY) == set()
    assert sorted(OfferReminder.objects.values_list("level", flat=True)) == ["late", "overdue"]


def test_repeating_the_job_tells_nobody_twice(offer: Offer, owner: User) -> None:
    with clock.at(offer.answer_due_at):
        assert [offers_remind_due(), offers_remind_due(), offers_remind_due()] == [1, 0, 0]
    assert OutboxMessage.objects.filter(topic=OfferReminded.topic).count() == 1


def test_who_has_answered_is_left_alone(offer: Offer, owner: User, organiser: User) -> None:
    with clock.at(offer.answer_due_at):
        assert offers_remind_due() == 1
        offer_answer(actor=owner, offer=offer, to="in_talks")
        [row] = OutboxMessage.objects.filter(topic=OfferReminded.topic)
        assert notify(OfferReminded.from_payload(row.payload), "1") == 0
    assert told(offer.answer_due_at + 8 * DAY) == set()


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_out_that_nothing_is_due_takes_three_questions(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.OfferFactory.create_batch(rows)
    with django_assert_num_queries(3):
        assert offers_remind_due() == 0


def test_others_are_not_touched(offer: Offer, organiser: User) -> None:
    UserFactory.create()
    later = make.OfferFactory.create(offered_at=clock.now(), answer_due_at=clock.now() + 100 * DAY)
    assert told(offer.answer_due_at + 8 * DAY) == {organiser}
    assert not later.reminders.exists()
