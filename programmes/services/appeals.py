"""Appeals: once a decision, and somebody else decides. Locks the challenge or the block first, then the appeal."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.db import require_transaction
from backend.core.errors import Conflict, NotAllowed
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import AppealState, BlockState, ChallengeState
from programmes.events import ChallengePublished
from programmes.events_of_moderation import AppealDecided, AppealMade
from programmes.models import Appeal, Challenge, SprintBlock
from programmes.selectors.abuse import appeal_for_update, appeal_of, block_for_update
from programmes.selectors.challenges import challenge_for_update
from programmes.services.blocks import block_lift
from programmes.services.changing import text_as


@transaction.atomic
def challenge_appeal(*, actor: User, challenge: Challenge, words: str) -> Appeal:
    """Appeal against the decision to decline a challenge, once; the other organisers are told.

    Repeating it returns the first. Raises Conflict (`wrong_state`), Invalid.
    """
    words = text_as("words", Appeal, "words", words, missing=_("Please say why the decision is wrong."))
    challenge = challenge_for_update(challenge.pk)
    found = appeal_of(challenge)
    if found is not None:
        return found
    if challenge.state != ChallengeState.DECLINED:
        raise Conflict(_("This challenge has not been declined."), code="wrong_state")
    return _made(Appeal(sprint=challenge.sprint, challenge=challenge, made_by=actor, words=words), actor)


@transaction.atomic
def block_appeal(*, actor: User, block: SprintBlock, words: str) -> Appeal:
    """Appeal against being blocked, once; the other organisers are told.

    Repeating it returns the first. Raises Conflict (`wrong_state`), Invalid.
    """
    words = text_as("words", Appeal, "words", words, missing=_("Please say why the decision is wrong."))
    block = block_for_update(block.pk)
    found = Appeal.objects.filter(block=block).first()
    if found is not None:
        return found
    if block.state != BlockState.ACTIVE:
        raise Conflict(_("You are not blocked any more."), code="wrong_state")
    return _made(Appeal(sprint=block.sprint, block=block, made_by=actor, words=words), actor)


@transaction.atomic
def appeal_decide(*, actor: User, appeal: Appeal, grant: bool, answer: str) -> Appeal:
    """Grant an appeal, which publishes the challenge or lifts the block, or reject it; who made it reads the answer.

    Never by whoever decided first. Repeating it changes nothing. Raises NotAllowed, Conflict, Invalid.
    """
    answer = text_as("answer", Appeal, "answer", answer, missing=_("Please say why."))
    known = Appeal.objects.select_related("challenge", "block").get(pk=appeal.pk)
    # In the order of all others: what the appeal is about first.
    challenge = challenge_for_update(known.challenge_id) if known.challenge_id else None
    block = block_for_update(known.block_id) if known.block_id else None
    appeal = appeal_for_update(known.pk)
    to = AppealState.GRANTED if grant else AppealState.REJECTED
    if appeal.state == to:
        return appeal
    first = challenge.decided_by_id if challenge else block and block.blocked_by_id
    if appeal.state == AppealState.OPEN and actor.pk == first:
        raise NotAllowed(_("Somebody else must decide about this appeal: the decision was yours."), code="same_person")
    changes = {"answer": answer, "decided_by": actor}
    transition(appeal, to=to, actor=actor, reason=answer, subject=appeal.made_by, changes=changes, is_locked=True)
    if grant:
        _carry_out(actor, challenge, block)
    outbox_add(AppealDecided(appeal_id=appeal.pk))
    return appeal


def _made(appeal: Appeal, actor: User) -> Appeal:
    require_transaction()
    appeal.save(force_insert=True)
    audit_add(actor=actor, action="programmes.appeal_made", row=appeal, reason=appeal.words)
    outbox_add(AppealMade(appeal_id=appeal.pk))
    return appeal


def _carry_out(actor: User, challenge: Challenge | None, block: SprintBlock | None) -> None:
    if challenge is not None:
        changes = {"decline_reason": "", "decided_by": actor}
        transition(challenge, to=ChallengeState.PUBLISHED, actor=actor, changes=changes, is_locked=True)
        outbox_add(ChallengePublished(challenge_id=challenge.pk))
    if block is not None:
        block_lift(actor=actor, block=block)
