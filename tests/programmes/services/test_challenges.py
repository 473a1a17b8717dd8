from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.audit import audit_reason
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, AuditPersonal, OutboxMessage
from programmes.enums import ChallengeState, Feature
from programmes.models import Challenge
from programmes.services.challenges import (
    challenge_accept,
    challenge_decline,
    challenge_propose,
    challenge_resubmit,
    challenge_update,
    challenge_withdraw,
)
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_citizen_proposes_and_an_organiser_publishes() -> None:
    sprint, person = make.SprintFactory.create(), UserFactory.create()
    challenge = challenge_propose(actor=person, sprint=sprint, title="Wer hilft?", summary="Kurz.", body="Lang.")
    assert (challenge.state, challenge.proposed_by, challenge.owner) == (ChallengeState.PROPOSED, person, None)
    assert challenge_accept(actor=None, challenge=challenge).state == ChallengeState.PUBLISHED
    challenge_accept(actor=None, challenge=challenge)
    assert list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True)) == [
        "programmes.challenge_proposed",
        "programmes.challenge_published",
    ]


def test_the_same_proposal_twice_is_one() -> None:
    sprint, person = make.SprintFactory.create(), UserFactory.create()
    first = challenge_propose(actor=person, sprint=sprint, title="Wer hilft?", summary="Kurz.")
    assert challenge_propose(actor=person, sprint=sprint, title="Wer hilft?", summary="Kurz.") == first
    assert OutboxMessage.objects.count() == 1


def test_one_proposes_for_organisations_that_one_speaks_for() -> None:
    sprint, speaker = make.SprintFactory.create(), MembershipFactory.create()
    member = MembershipFactory.create(organisation=speaker.organisation, role="member")
    challenge = challenge_propose(
        actor=speaker.user, sprint=sprint, title="Amt", summary="Kurz.", owner=speaker.organisation
    )
    assert challenge.owner == speaker.organisation
    with pytest.raises(Invalid) as error:
        challenge_propose(actor=member.user, sprint=sprint, title="Amt", summary="Kurz.", owner=speaker.organisation)
    assert list(error.value.fields) == ["owner"]


def test_categories_and_dates_are_checked() -> None:
    sprint, person = make.SprintFactory.create(), UserFactory.create()
    with pytest.raises(Invalid) as error:
        challenge_propose(actor=person, sprint=sprint, title="A", summary="K", category=make.CategoryFactory.create())
    assert list(error.value.fields) == ["category"]
    with pytest.raises(Invalid) as error:
        challenge_propose(actor=person, sprint=sprint, title="A", summary="K", answer_due_at=clock.now())
    assert list(error.value.fields) == ["answer_due_at"]
    with pytest.raises(Invalid) as error:
        challenge_propose(actor=person, sprint=sprint, title="A\u202eB", summary="")
    assert set(error.value.fields) == {"title", "summary"}
    assert not Challenge.objects.exists()


def test_outside_the_phase_nothing_is_proposed() -> None:
    sprint = make.SprintFactory.create(features=[Feature.BUILD])
    with pytest.raises(Conflict):
        challenge_propose(actor=UserFactory.create(), sprint=sprint, title="A", summary="K")


def test_declining_needs_a_reason_which_is_kept() -> None:
    challenge = make.ChallengeFactory.create(state=ChallengeState.PROPOSED, proposed_by=UserFactory.create())
    organiser = UserFactory.create()
    with pytest.raises(Invalid) as error:
        challenge_decline(actor=organiser, challenge=challenge, reason="  ")
    assert list(error.value.fields) == ["reason"]
    challenge = challenge_decline(actor=organiser, challenge=challenge, reason="Bitte genauer.")
    challenge_decline(actor=organiser, challenge=challenge, reason="Noch einmal.")
    assert challenge.decline_reason == "Bitte genauer."
    assert audit_reason(AuditEntry.objects.get()) == "Bitte genauer."
    assert challenge.proposed_by
    assert AuditPersonal.objects.get().subject_ref == challenge.proposed_by.public_id
    assert OutboxMessage.objects.get().topic == "programmes.challenge_declined"


def test_a_declined_challenge_can_be_reworked() -> None:
    challenge = make.ChallengeFactory.create(state=ChallengeState.DECLINED, decline_reason="Bitte genauer.")
    challenge_update(actor=None, challenge=challenge, body="Genauer.")
    again = challenge_resubmit(actor=None, challenge=challenge)
    assert challenge_resubmit(actor=None, challenge=challenge) == again
    assert (again.state, again.body, again.decline_reason) == (ChallengeState.PROPOSED, "Genauer.", "")
    assert OutboxMessage.objects.count() == 1


def test_a_published_challenge_cannot_be_declined() -> None:
    with pytest.raises(Conflict):
        challenge_decline(actor=None, challenge=make.ChallengeFactory.create(), reason="Zu spät.")


def test_a_challenge_with_teams_stays() -> None:
    team = make.TeamFactory.create()
    with pytest.raises(Conflict):
        challenge_withdraw(actor=None, challenge=team.challenge)
    lonely = make.ChallengeFactory.create()
    assert challenge_withdraw(actor=None, challenge=lonely).state == ChallengeState.WITHDRAWN
    with pytest.raises(Conflict):
        challenge_update(actor=None, challenge=lonely, title="Neu")


def test_the_answer_date_can_be_moved() -> None:
    challenge = make.ChallengeFactory.create()
    due_at = clock.now() + timedelta(days=9)
    assert challenge_update(actor=None, challenge=challenge, answer_due_at=due_at).answer_due_at == due_at
