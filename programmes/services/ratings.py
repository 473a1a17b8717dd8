"""The public's stars for solutions, and the award that comes of them."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.networks import require_unhurried
from backend.core.outbox import outbox_add
from programmes.domain.public_rating import STARS
from programmes.enums import Feature
from programmes.events_of_rating import CommunityAwardGiven
from programmes.models import CommunityAward, Rating, Solution, Sprint
from programmes.selectors.ratings import award_of, is_discussed, rating_is_over, standings_of, was_in_team
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import require_within, text_as
from programmes.services.gates import require_feature, require_unblocked

RATINGS_A_MINUTE: Final = 20
"""As quickly as nobody reads; whoever rates faster is a program."""


def rating_give(*, actor: User, solution: Solution, stars: int, network: str = "") -> Rating:
    """Rate a solution with 1 to 5 stars; once a person, the last ones count. Nothing in the log: ratings are secret.

    `network` stands for where it comes from, and is not kept. Raises Conflict (`phase_closed`, `blocked`, `own`,
    `award_given`, `wrong_state`), LimitReached (`too_fast`), SlowDown, Invalid.
    """
    require_within("stars", stars, STARS[0], STARS[-1])
    require_unhurried(network, "rating", settings.RATINGS_OF_A_NETWORK)
    return _give(actor, solution, stars)


@transaction.atomic
def rating_withdraw(*, actor: User, solution: Solution) -> None:
    """Take the own stars back; repeating it changes nothing. Raises Conflict (`phase_closed`, `award_given`)."""
    _require_open(actor, solution)
    Rating.objects.filter(solution=solution, user=actor).delete()


@transaction.atomic
def community_award_give(*, actor: User, sprint: Sprint, solution: Solution, note: str = "") -> CommunityAward:
    """Give the award of the public, once a sprint and in public; whoever is not first gets it with a reason.

    Locks the sprint. The team is told. Repeating it for the same solution changes nothing. Raises Conflict
    (`rating_open`, `award_given`), Invalid (no rank, no reason).
    """
    note = text_as("note", CommunityAward, "note", note)
    sprint = sprint_for_update(sprint.pk)
    found = award_of(sprint)
    if found is not None and found.solution_id == solution.pk:
        return found
    if found is not None:
        raise Conflict(_("The award has been given already."), code="award_given")
    if not rating_is_over(sprint):
        raise Conflict(_("People may still rate, or have not begun to."), code="rating_open")
    standing = next((one for one in standings_of(sprint) if one.solution == solution.public_id), None)
    if standing is None or standing.rank is None or standing.score_hundredths is None:
        raise Invalid({"solution": _("This solution has too few ratings.")})
    if standing.rank != 1 and not note:
        raise Invalid({"note": _("Please say why it is not the first one. Everybody can read this.")})
    award = CommunityAward.objects.create(
        sprint=sprint,
        solution=solution,
        rank=standing.rank,
        ratings=standing.ratings,
        score_hundredths=standing.score_hundredths,
        note=note,
        given_by=actor,
    )
    facts = {"solution": solution.public_id, "rank": award.rank, "score_hundredths": award.score_hundredths}
    audit_add(actor=actor, action="programmes.community_award_given", row=award, facts=facts)
    outbox_add(CommunityAwardGiven(award_id=award.pk))
    return award


@transaction.atomic
def _give(actor: User, solution: Solution, stars: int) -> Rating:
    _require_open(actor, solution)
    now = clock.now()
    lately = Rating.objects.filter(user=actor, rated_at__gt=now - timedelta(minutes=1)).exclude(solution=solution)
    if lately.count() >= RATINGS_A_MINUTE:
        raise LimitReached(_("That was very quick. Please wait a minute before you rate more."), code="too_fast")
    row = Rating(solution=solution, user=actor, stars=stars, rated_at=now)
    Rating.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["solution", "user"], update_fields=["stars", "rated_at"]
    )
    return row


def _require_open(actor: User, solution: Solution) -> None:
    sprint = solution.sprint
    require_feature(sprint, Feature.RATE)
    require_unblocked(actor, sprint)
    if not is_discussed(solution):
        raise Conflict(_("This solution cannot be rated."), code="wrong_state")
    if was_in_team(actor, solution):
        raise Conflict(_("This is the work of your own team."), code="own")
    if award_of(sprint) is not None:
        raise Conflict(_("The award has been given already."), code="award_given")
