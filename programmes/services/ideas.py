"""A citizen's idea gathers support until an organisation takes it over."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation, User
from backend.accounts.rules import speaks_for
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.predicates import holds
from programmes.enums import ChallengeState
from programmes.events import ChallengeAdopted
from programmes.models import Challenge, ChallengeSupport, Offer
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.challenges import challenge_for_update
from programmes.services.changing import texts_among
from programmes.services.gates import require_unblocked, require_unmerged
from programmes.services.offers import offers_follow


@transaction.atomic
def support_give(*, actor: User, challenge: Challenge) -> Challenge:
    """Be for a challenge that looks for an owner; once a person. Raises Conflict (`has_owner`, `wrong_state`,
    `blocked`).

    Locks the challenge, so that nobody is left behind when it is merged: who comes later is for the one it is part of.
    Nothing in the log: who is for what is nobody's business once it is taken back.
    """
    known = Challenge.objects.get(pk=challenge.pk)
    challenge = challenge_for_update(known.merged_into_id or known.pk)
    _require_open(challenge)
    require_unblocked(actor, challenge.sprint)
    ChallengeSupport.objects.get_or_create(challenge=challenge, user=actor)
    return challenge


@transaction.atomic
def support_withdraw(*, actor: User, challenge: Challenge) -> Challenge:
    """Be for it no longer, nor for what it was merged into; repeating it changes nothing."""
    known = Challenge.objects.get(pk=challenge.pk)
    challenge = challenge_for_update(known.merged_into_id or known.pk)
    ChallengeSupport.objects.filter(challenge=challenge, user=actor).delete()
    return challenge


@transaction.atomic
def challenge_adopt(
    *, actor: User, challenge: Challenge, organisation: Organisation, contact_name: str = "", contact_role: str = ""
) -> Challenge:
    """Take a citizen's challenge over for an organisation that one speaks for; from now on it answers solutions.

    Locks the challenge; who posed it and who supports it is told. Repeating it changes nothing. Raises Conflict
    (`has_owner`, `wrong_state`), Invalid.
    """
    challenge = challenge_for_update(challenge.pk)
    if challenge.owner_id == organisation.pk:
        return challenge
    if not holds(speaks_for, actor, organisation):
        raise Invalid({"owner": _("You do not speak for this organisation.")})
    words = texts_among(Challenge, {"contact_name": contact_name, "contact_role": contact_role})
    _require_open(challenge)
    values = {"owner": organisation, "adopted_at": clock.now(), "contact": actor, **words}
    for name, value in values.items():
        setattr(challenge, name, value)
    challenge.save(update_fields=[*values, "updated_at"])
    facts = {"organisation": organisation.public_id}
    audit_add(actor=actor, action="programmes.challenge_adopted", row=challenge, facts=facts)
    outbox_add(ChallengeAdopted(challenge_id=challenge.pk))
    return challenge


@transaction.atomic
def offers_follow_adoption(*, challenge_id: int) -> list[Offer]:
    """Offer what was handed in before to the new owner. Locks each solution. Repeating it changes nothing."""
    rows = Challenge.objects.get(pk=challenge_id).solutions.filter(state__in=AFTER_HAND_IN).order_by("id")
    keys = list(rows.values_list("pk", flat=True))
    return [offer for key in keys for offer in offers_follow(solution_id=key)]


def _require_open(challenge: Challenge) -> None:
    require_unmerged(challenge)
    if challenge.owner_id is not None:
        raise Conflict(_("An organisation has taken this idea over already."), code="has_owner")
    if challenge.state != ChallengeState.PUBLISHED:
        raise Conflict(_("This challenge is not public."), code="wrong_state")
