"""Comparing solutions, two at a time: decided, skipped, taken back, all of it noted in the log of votes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, NotAllowed
from programmes.domain.pairs import Choice
from programmes.domain.votes import VoteKind
from programmes.enums import Feature, SolutionState
from programmes.enums_of_comparing import ComparisonChoice
from programmes.models import Comparison, Review, Solution
from programmes.selectors.comparisons import (
    comparison_for_update,
    goes_by_pairs,
    pair_for_update,
    standing_comparisons_for_update,
)
from programmes.selectors.sprints import sprint_held
from programmes.services.changing import require_among
from programmes.services.gates import require_feature
from programmes.services.votes import comparing_vote_add


@transaction.atomic
def comparison_decide(*, actor: User, first: Solution, second: Solution, choice: str) -> Comparison:
    """Say which one of two assigned solutions convinces more: `first`, `second`, `tie` or `skip`.

    Holds the sprint, locks the juror's reviews of both. Repeating the same changes nothing. Raises Conflict
    (`wrong_state`, `phase_closed`, `no_comparisons`, `decided_already`), Invalid, and NotAllowed for what the juror may
    not judge.
    """
    require_among("choice", [choice], ComparisonChoice.values)
    if first.pk == second.pk or first.sprint_id != second.sprint_id:
        raise Invalid({"second": _("Please choose two different solutions of one sprint.")})
    sprint = sprint_held(first.sprint_id)
    reviews = pair_for_update(actor, [first, second])
    if {review.solution_id for review in reviews} != {first.pk, second.pk}:
        raise NotAllowed(_("You only compare solutions that are assigned to you."), code="not_assigned")
    require_feature(sprint, Feature.REVIEW)
    if any(review.solution.state != SolutionState.HANDED_IN for review in reviews):
        raise _decided()
    if not goes_by_pairs(sprint):
        raise Conflict(_("The jury of this sprint gives points and does not compare."), code="no_comparisons")
    chosen = Choice(choice)
    if first.public_id > second.public_id:
        first, second, chosen = second, first, chosen.turned
    return _decide(actor, sprint.jury_stage, (first, second), chosen)


@transaction.atomic
def comparison_take_back(*, actor: User, comparison: Comparison) -> Comparison:
    """Let a comparison not count, until it is decided again; repeating it changes nothing.

    Holds the sprint, locks the comparison. Raises Conflict (`wrong_state`, `phase_closed`, `stage_over`), and
    NotAllowed to anybody but its juror.
    """
    sprint = sprint_held(comparison.first.sprint_id)
    comparison = comparison_for_update(comparison.pk)
    if comparison.juror_id != actor.pk:
        raise NotAllowed
    if not comparison.choice:
        return comparison
    if comparison.stage != sprint.jury_stage:
        raise Conflict(_("This stage of the selection is over."), code="stage_over")
    require_feature(sprint, Feature.REVIEW)
    if {comparison.first.state, comparison.second.state} != {SolutionState.HANDED_IN}:
        raise _decided()
    return _withdraw(comparison)


def comparisons_give_up(*, review: Review) -> None:
    """Let nothing count that the juror of `review` said of its solution beside others.

    In the caller's transaction, who has locked the review; locks the comparisons after it.
    """
    for comparison in standing_comparisons_for_update(review):
        _withdraw(comparison)


def _decide(actor: User, stage: int, pair: tuple[Solution, Solution], choice: Choice) -> Comparison:
    which = {"juror": actor, "stage": stage, "first": pair[0], "second": pair[1]}
    comparison = Comparison.objects.filter(**which).first()
    if comparison is None:
        comparison = Comparison.objects.create(**which, choice=choice)
    elif comparison.choice == choice:
        return comparison
    elif comparison.choice:
        raise Conflict(_("You have compared these two. Take it back to change it."), code="decided_already")
    else:
        comparison.choice = choice
        comparison.save(update_fields=["choice", "updated_at"])
    comparing_vote_add(comparison, VoteKind.COMPARED)
    return comparison


def _withdraw(comparison: Comparison) -> Comparison:
    comparison.choice = ""
    comparison.save(update_fields=["choice", "updated_at"])
    comparing_vote_add(comparison, VoteKind.WITHDRAWN)
    return comparison


def _decided() -> Conflict:
    return Conflict(_("The jury has decided about this solution."), code="wrong_state")
