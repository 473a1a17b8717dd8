"""Challenges cut anew: several become one, or one becomes several. Nothing that hangs on them is lost.

Locks the sprint, the challenges, their teams, solutions and offers, in this order and each by id: whoever founds a
team, joins one, hands in, offers or supports meanwhile waits, and then finds where it is now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.db import require_transaction
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import ChallengeState, ReshapingKind
from programmes.events import ChallengeMerged, ChallengeSplit
from programmes.models import (
    Challenge,
    ChallengeSupport,
    Offer,
    PlacingWish,
    Reshaping,
    ReshapingPart,
    Solution,
    Sprint,
    Team,
    TeamWait,
)
from programmes.selectors.challenges import challenges_for_update
from programmes.selectors.offers import offers_for_update
from programmes.selectors.solutions import solutions_for_update
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import teams_for_update
from programmes.services.changing import text_as, texts_among
from programmes.services.gates import require_unmerged
from programmes.services.offers import offers_follow

AT_ONCE: Final = 50
# What a part has from the challenge that it was part of.
INHERITED: Final = (
    *("sprint", "category", "language", "owner", "proposed_by", "answer_due_at", "adopted_at"),
    *("contact", "contact_name", "contact_role"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A challenge that is split off, and the teams that go with it."""

    title: str
    summary: str
    body: str = ""
    teams: Sequence[Team] = field(default_factory=tuple)


@transaction.atomic
def challenges_merge(*, actor: User, into: Challenge, challenges: Sequence[Challenge], reason: str) -> Reshaping:
    """Make `challenges` part of `into`: their teams, solutions, offers and supporters, each person counted once.

    Offers to another organisation than the one that answers for `into` stay with the one that owes the answer. Whoever
    posed, supports or works on one is told. Repeating it returns the first. Raises Conflict (`merged`, `wrong_state`,
    `needs_owner`), Invalid, LimitReached.
    """
    reason = text_as("reason", Reshaping, "reason", reason, missing=_("Please say why."))
    given = {row.pk for row in challenges}
    _require_some(given, into)
    sprint = sprint_for_update(into.sprint_id)
    rows = challenges_for_update({into.pk, *given})
    target = rows[into.pk]
    done = [key for key in sorted(given) if rows[key].merged_into_id == target.pk]
    if len(done) == len(given):
        return Reshaping.objects.filter(parts__source__in=done, parts__target=target).distinct()[0]
    sources = [rows[key] for key in sorted(given.difference(done))]
    _require_mergeable(target, sources)
    reshaping = _begin(actor, sprint, ReshapingKind.MERGE, reason)
    for source in sources:
        moved = _move(source, target, teams_for_update([source.pk]), all_offers=True) | _move_people(source, target)
        _end(actor, source, target)
        part = ReshapingPart.objects.create(reshaping=reshaping, source=source, target=target, moved=moved)
        outbox_add(ChallengeMerged(part_id=part.pk))
    return reshaping


@transaction.atomic
def challenge_split(*, actor: User, challenge: Challenge, parts: Sequence[Part], reason: str) -> Reshaping:
    """Split `parts` off a challenge, which stays; with each go its teams, their solutions and what was offered.

    Who supports the challenge supports the whole of it, so that stays; they are told, as is whoever posed it or works
    on what was split off. Repeating it with the same titles returns the first. Raises Conflict, Invalid, LimitReached.
    """
    reason = text_as("reason", Reshaping, "reason", reason, missing=_("Please say why."))
    _require_count(len(parts))
    texts = [texts_among(Challenge, {"title": one.title, "summary": one.summary, "body": one.body}) for one in parts]
    sprint = sprint_for_update(challenge.sprint_id)
    source = challenges_for_update({challenge.pk})[challenge.pk]
    same = _same_split(source, [text["title"] for text in texts])
    if same is not None:
        return same
    require_unmerged(source)
    if source.state != ChallengeState.PUBLISHED:
        raise Conflict(_("Only a published challenge can be split."), code="wrong_state")
    teams = {row.pk: row for row in teams_for_update([source.pk])}
    chosen = [team.pk for one in parts for team in one.teams]
    if len(set(chosen)) != len(chosen) or not set(chosen) <= teams.keys():
        raise Invalid({"teams": _("Please give each team of this challenge to one part at most.")})
    reshaping = _begin(actor, sprint, ReshapingKind.SPLIT, reason)
    inherited = {name: getattr(source, name) for name in INHERITED}
    for one, text in zip(parts, texts, strict=True):
        target = Challenge.objects.create(state=ChallengeState.PUBLISHED, **inherited, **text)
        moved = _move(source, target, [teams[team.pk] for team in one.teams])
        ReshapingPart.objects.create(reshaping=reshaping, source=source, target=target, moved=moved)
        facts = {"from": source.public_id}
        audit_add(actor=actor, action="programmes.challenge_split_off", row=target, facts=facts)
    outbox_add(ChallengeSplit(reshaping_id=reshaping.pk))
    return reshaping


@transaction.atomic
def offers_follow_merge(*, part_id: int) -> list[Offer]:
    """Offer what a merge brought to who answers for the challenge now. Repeating it changes nothing."""
    part = ReshapingPart.objects.select_related("reshaping").get(pk=part_id)
    keys = Solution.objects.filter(public_id__in=part.moved["solutions"]).order_by("id").values_list("pk", flat=True)
    since = part.reshaping.created_at
    return [offer for key in list(keys) for offer in offers_follow(solution_id=key, not_before=since)]


def _require_some(given: set[int], into: Challenge) -> None:
    if into.pk in given:
        raise Invalid({"challenges": _("A challenge cannot become part of itself.")})
    _require_count(len(given))


def _require_count(count: int) -> None:
    if not count:
        raise Invalid({"challenges": _("Please choose at least one challenge.")})
    if count > AT_ONCE:
        raise LimitReached(_("Please do not take more than %(most)s at once.") % {"most": AT_ONCE}, most=AT_ONCE)


def _require_mergeable(target: Challenge, sources: Sequence[Challenge]) -> None:
    for row in (target, *sources):
        require_unmerged(row)
        if row.sprint_id != target.sprint_id:
            raise Invalid({"challenges": _("Please choose challenges of one sprint.")})
    is_open = target.state in {ChallengeState.PUBLISHED, ChallengeState.PROPOSED}
    fitting = {ChallengeState.PROPOSED, target.state}
    if not is_open or any(row.state not in fitting for row in sources):
        raise Conflict(_("What is published can only become part of what is published."), code="wrong_state")
    if target.owner_id is None and any(row.owner_id for row in sources):
        text = _("An organisation answers for one of them. Please merge into that one, so that it goes on answering.")
        raise Conflict(text, code="needs_owner")


def _same_split(source: Challenge, titles: Sequence[str]) -> Reshaping | None:
    found = Reshaping.objects.filter(kind=ReshapingKind.SPLIT, parts__source=source).distinct()
    for row in found.prefetch_related("parts__target"):
        if [part.target.title for part in row.parts.all()] == list(titles):
            return row
    return None


def _begin(actor: User, sprint: Sprint, kind: ReshapingKind, reason: str) -> Reshaping:
    row = Reshaping.objects.create(sprint=sprint, kind=kind, done_by=actor, reason=reason)
    audit_add(actor=actor, action=f"programmes.challenge_{kind}", row=row, reason=reason)
    return row


def _end(actor: User, source: Challenge, target: Challenge) -> None:
    changes = {"merged_into": target, "was_published": source.state == ChallengeState.PUBLISHED}
    facts = {"into": target.public_id}
    # What had become part of this one before is part of that one now.
    Challenge.objects.filter(merged_into=source).update(merged_into=target)
    transition(source, to=ChallengeState.MERGED, actor=actor, facts=facts, changes=changes, is_locked=True)


def _move(source: Challenge, target: Challenge, teams: Sequence[Team], *, all_offers: bool = False) -> dict[str, Any]:
    """Hang teams, their solutions and what was offered on `target`; the caller has locked the teams.

    `all_offers`: also those of solutions to other challenges.
    """
    require_transaction()
    solutions = solutions_for_update(teams)
    offers = offers_for_update(source, None if all_offers else solutions)
    stays = source.owner_id != target.owner_id
    for model, rows in ((Team, teams), (Solution, solutions), (Offer, [] if stays else offers)):
        model._default_manager.filter(pk__in=[row.pk for row in rows]).update(challenge=target)  # noqa: SLF001  Django's public underscore
    return {
        "teams": [row.public_id for row in teams],
        "solutions": [row.public_id for row in solutions],
        "offers": [] if stays else [row.public_id for row in offers],
        "offers_kept": [row.public_id for row in offers] if stays else [],
    }


def _move_people(source: Challenge, target: Challenge) -> dict[str, Any]:
    """Whoever is for both is counted once; wishes and waiting for the one go on for the other."""
    there = ChallengeSupport.objects.filter(challenge=target).values("user_id")
    rows = ChallengeSupport.objects.filter(challenge=source)
    moved = rows.exclude(user_id__in=there).update(challenge=target)
    both = rows.count()
    rows.delete()
    waits = TeamWait.objects.filter(challenge=source)
    waits.exclude(user_id__in=TeamWait.objects.filter(challenge=target).values("user_id")).update(challenge=target)
    waits.delete()
    old, new = source.public_id, target.public_id
    wishes = PlacingWish.objects.select_for_update(no_key=True).filter(sprint=target.sprint_id, wishes__contains=[old])
    for wish in wishes.order_by("id"):
        wish.wishes = list(dict.fromkeys(new if word == old else word for word in wish.wishes))
        wish.save(update_fields=["wishes", "updated_at"])
    return {"supports": moved, "supports_both": both}
