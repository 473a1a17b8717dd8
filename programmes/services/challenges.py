from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Membership, Organisation, User
from backend.accounts.rules import speaks_for
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.predicates import holds
from backend.core.transitions import transition
from programmes.enums import AppealState, ChallengeState, Feature
from programmes.events import ChallengeDeclined, ChallengeProposed, ChallengePublished
from programmes.models import Category, Challenge, Sprint
from programmes.selectors.abuse import appeal_of
from programmes.selectors.challenges import challenge_for_update
from programmes.selectors.counting import living_teams
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import text_as, texts_among, write_changes
from programmes.services.gates import require_feature, require_unblocked, require_unmerged


class ChallengeChanges(TypedDict, total=False):
    title: str
    summary: str
    body: str
    language: str
    category: Category | None
    answer_due_at: datetime | None
    contact: User | None
    contact_name: str
    contact_role: str


class NewChallenge(ChallengeChanges, total=False):
    owner: Organisation | None


@transaction.atomic
def challenge_propose(*, actor: User, sprint: Sprint, **given: Unpack[NewChallenge]) -> Challenge:
    """Propose a challenge, for oneself or for an organisation one speaks for; the organisers are told.

    Repeating the same proposal returns the first one. Raises Conflict (`phase_closed`, `blocked`), Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    require_feature(sprint, Feature.PROPOSE_CHALLENGE)
    require_unblocked(actor, sprint)
    owner = given.get("owner")
    if owner and not holds(speaks_for, actor, owner):
        raise Invalid({"owner": _("You do not speak for this organisation.")})
    values = texts_among(Challenge, {"title": "", "summary": "", "body": "", **given})
    _check(sprint, values)
    _check_contact(owner, values)
    same = Challenge.objects.filter(
        sprint=sprint, proposed_by=actor, title=values["title"], state=ChallengeState.PROPOSED
    ).first()
    if same is not None:
        return same
    challenge = Challenge.objects.create(sprint=sprint, proposed_by=actor, state=ChallengeState.PROPOSED, **values)
    audit_add(actor=actor, action="programmes.challenge.proposed", row=challenge)
    outbox_add(ChallengeProposed(challenge_id=challenge.pk))
    return challenge


@transaction.atomic
def challenge_update(*, actor: User | None, challenge: Challenge, **changes: Unpack[ChallengeChanges]) -> Challenge:
    """Change what is given. Raises Conflict once it is withdrawn or merged, Invalid."""
    challenge = challenge_for_update(challenge.pk)
    require_unmerged(challenge)
    if challenge.state == ChallengeState.WITHDRAWN:
        raise Conflict(_("This challenge has been withdrawn."), code="wrong_state")
    values = texts_among(Challenge, dict(changes))
    _check(challenge.sprint, values)
    _check_contact(challenge.owner, values)
    write_changes(challenge, values, actor=actor, action="programmes.challenge_updated")
    return challenge


@transaction.atomic
def challenge_resubmit(*, actor: User | None, challenge: Challenge) -> Challenge:
    """Propose a declined challenge, or a draft, again; the organisers are told.

    Raises Conflict (`phase_closed`, `blocked`, `appeal_open`).
    """
    challenge = challenge_for_update(challenge.pk)
    require_feature(challenge.sprint, Feature.PROPOSE_CHALLENGE)
    if actor is not None:
        require_unblocked(actor, challenge.sprint)
    appeal = appeal_of(challenge)
    if appeal is not None and appeal.state == AppealState.OPEN:
        raise Conflict(_("Your appeal against the decision is still open."), code="appeal_open")
    if challenge.state != ChallengeState.PROPOSED:
        transition(challenge, to=ChallengeState.PROPOSED, actor=actor, changes={"decline_reason": ""})
        outbox_add(ChallengeProposed(challenge_id=challenge.pk))
    return challenge


@transaction.atomic
def challenge_accept(*, actor: User | None, challenge: Challenge) -> Challenge:
    """Publish a proposed challenge; who proposed it is told. Raises Conflict."""
    challenge = challenge_for_update(challenge.pk)
    _require_not_declined(challenge)
    if challenge.state != ChallengeState.PUBLISHED:
        transition(challenge, to=ChallengeState.PUBLISHED, actor=actor, changes={"decided_by": actor})
        outbox_add(ChallengePublished(challenge_id=challenge.pk))
    return challenge


@transaction.atomic
def challenge_decline(*, actor: User | None, challenge: Challenge, reason: str) -> Challenge:
    """Decline a proposed challenge with a reason that who proposed it is told. Raises Conflict, Invalid."""
    challenge = challenge_for_update(challenge.pk)
    reason = text_as("reason", Challenge, "decline_reason", reason, missing=_("Please say why."))
    if challenge.state != ChallengeState.DECLINED:
        changes = {"decline_reason": reason, "decided_by": actor}
        about = challenge.proposed_by
        transition(challenge, to=ChallengeState.DECLINED, actor=actor, reason=reason, subject=about, changes=changes)
        outbox_add(ChallengeDeclined(challenge_id=challenge.pk))
    return challenge


@transaction.atomic
def challenge_withdraw(*, actor: User | None, challenge: Challenge) -> Challenge:
    """Take a challenge back. Raises Conflict (`has_teams`) while teams work on it."""
    challenge = challenge_for_update(challenge.pk)
    if living_teams().filter(challenge=challenge).exists():
        raise Conflict(_("Teams work on this challenge."), code="has_teams")
    return transition(challenge, to=ChallengeState.WITHDRAWN, actor=actor)


def _require_not_declined(challenge: Challenge) -> None:
    """What was declined becomes public by an appeal, or proposed again."""
    if challenge.state == ChallengeState.DECLINED:
        raise Conflict(_("This challenge has been declined."), code="wrong_state")


def _check(sprint: Sprint, values: dict[str, object]) -> None:
    category, due_at = values.get("category"), values.get("answer_due_at")
    if isinstance(category, Category) and category.programme_id != sprint.programme_id:
        raise Invalid({"category": _("Please choose one of the offered values.")})
    if isinstance(due_at, datetime) and due_at <= clock.now():
        raise Invalid({"answer_due_at": _("Please choose a moment in the future.")})


def _check_contact(owner: Organisation | None, values: dict[str, object]) -> None:
    """Who answers for an organisation is in it; a citizen needs nobody to be named."""
    contact = values.get("contact")
    if owner is None:
        named = [name for name in ("contact", "contact_name", "contact_role") if values.get(name)]
        if named:
            raise Invalid({named[0]: _("Only an organisation names a contact.")})
    elif isinstance(contact, User) and not Membership.objects.filter(user=contact, organisation=owner).exists():
        raise Invalid({"contact": _("Please choose somebody of the organisation.")})
