"""Jurors' work: assigned by organisers, undone at will until the phase ends, never on what one is close to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, NotAllowed, Text
from backend.core.outbox import outbox_add
from backend.core.text import clean_for
from backend.core.transitions import transition
from programmes.closeness import is_too_close_to_judge
from programmes.domain.scoring import Points as Judged
from programmes.domain.votes import VoteKind
from programmes.enums import Feature, ReviewState, SolutionState
from programmes.events import ReviewAssigned, ReviewRecused
from programmes.models import Criterion, Review, Score, Solution, Sprint
from programmes.rules import can_review, judges
from programmes.selectors.reviews import criteria_of, points_of, review_for_update, review_stamp
from programmes.selectors.solutions import solutions_to_judge
from programmes.selectors.sprints import sprint_for_update, sprint_held
from programmes.services.changing import text_as
from programmes.services.comparisons import comparisons_give_up
from programmes.services.gates import require_feature
from programmes.services.votes import vote_add

Points = Mapping[str, int | None]
"""Points by public id of the criterion; None takes them back, and an abstention likewise."""


@transaction.atomic
def review_assign(
    *, actor: User | None, sprint: Sprint, solutions: Sequence[Solution], jurors: Sequence[User]
) -> list[Review]:
    """Ask each of `jurors` to judge each of `solutions`; the jurors are told. What is assigned already stays as it is.

    All or nothing, in the stage that the jury is in. Raises Conflict (`no_rubric`, `wrong_state`, `not_in_stage`,
    `conflict_of_interest`), Invalid for who is no juror.
    """
    sprint = sprint_for_update(sprint.pk)
    if not criteria_of(sprint):
        raise Conflict(_("Please set the rubric first."), code="no_rubric")
    if sprint.jury_stage > 1:
        _require_in_stage(sprint, solutions)
    return [_assign(actor, sprint, solution, juror) for solution in solutions for juror in jurors]


@transaction.atomic
def review_save_scores(
    *,
    actor: User,
    review: Review,
    points: Points,
    abstained: Collection[str] = (),
    comment: str | None = None,
    note: str | None = None,
    base: str | None = None,
) -> Review:
    """Save what is given of points, comment and note to the jury, as often as one likes.

    `abstained` are the criteria, by public id, from which the juror abstains, until there are points for them.
    `base` is the stamp of what the juror began with: nobody writes over what they have not seen. None: as it is. Raises
    Conflict (`draft_changed` with the `base` that stands, and others), Invalid by criterion.
    """
    review = _review_in_hand(review)
    if base is not None and base != review_stamp(review):
        raise Conflict(
            _("This review has been changed elsewhere meanwhile."), code="draft_changed", base=review_stamp(review)
        )
    if review.state == ReviewState.SUBMITTED:
        raise Conflict(_("You have submitted this review. Take it back to change it."), code="wrong_state")
    _write_points(review, points, abstained)
    said = {name: text for name, text in (("comment", comment), ("note", note)) if text is not None}
    for name, text in clean_for(Review, said).items():
        setattr(review, name, text)
    review.save(update_fields=[*said, "updated_at"])
    return transition(review, to=ReviewState.STARTED, actor=actor)


@transaction.atomic
def review_submit(
    *,
    actor: User,
    review: Review,
    points: Points | None = None,
    abstained: Collection[str] = (),
    comment: str | None = None,
    note: str | None = None,
    base: str | None = None,
) -> Review:
    """Submit a review with points for every criterion, or an abstention where one is allowed; repeating it changes
    nothing. Raises Conflict, Invalid (`nothing_judged` for whoever abstains from everything).
    """
    review = _review_in_hand(review)
    if review.state == ReviewState.SUBMITTED:
        return review
    said: dict[str, Any] = {"comment": comment, "note": note, "base": base}
    review = review_save_scores(actor=actor, review=review, points=points or {}, abstained=abstained, **said)
    given = points_of(review)
    _require_whole(review, given)
    vote_add(review, VoteKind.SUBMITTED, given)
    return transition(review, to=ReviewState.SUBMITTED, actor=actor, changes={"submitted_at": clock.now()})


@transaction.atomic
def review_reopen(*, actor: User, review: Review) -> Review:
    """Take a submitted review back to change it, until the phase ends. Raises Conflict."""
    review = _review_in_hand(review)
    if review.state == ReviewState.SUBMITTED:
        vote_add(review, VoteKind.REOPENED)
    return transition(review, to=ReviewState.STARTED, actor=actor, changes={"submitted_at": None})


@transaction.atomic
def review_recuse(*, actor: User, review: Review, reason: str) -> Review:
    """Declare a conflict of interest: the review does not count, the organisers are told. Raises Conflict, Invalid."""
    sprint_held(review.solution.sprint_id)
    review = review_for_update(review.pk)
    if review.state == ReviewState.RECUSED:
        return review
    _require_current(review)
    if review.solution.state != SolutionState.HANDED_IN:
        raise Conflict(_("The jury has decided about this solution."), code="wrong_state")
    reason = text_as("reason", Review, "conflict_reason", reason, missing=_("Please say why."))
    review_give_back(actor=actor, review=review, reason=reason)
    outbox_add(ReviewRecused(review_id=review.pk))
    return review


def review_give_back(*, actor: User, review: Review, reason: str) -> None:
    """Let a review not count, for a clean reason, nor what was said of the solution beside others. In the caller's
    transaction, who has locked it; nobody is told.
    """
    comparisons_give_up(review=review)
    vote_add(review, VoteKind.RECUSED)
    changes = {"conflict_reason": reason, "submitted_at": None}
    transition(review, to=ReviewState.RECUSED, actor=actor, reason=reason, changes=changes)


def _assign(actor: User | None, sprint: Sprint, solution: Solution, juror: User) -> Review:
    if solution.sprint_id != sprint.pk or solution.state != SolutionState.HANDED_IN:
        raise Conflict(_("Only solutions that were handed in are judged."), code="wrong_state")
    if not judges.test(juror, sprint):
        raise Invalid({"jurors": _("%(name)s is no juror of this programme.") % {"name": juror.shown_name}})
    if is_too_close_to_judge(juror, solution):
        raise Conflict(
            _("%(name)s is too close to the team or the challenge.") % {"name": juror.shown_name},
            code="conflict_of_interest",
            juror=juror.public_id,
            solution=solution.public_id,
        )
    rows = {row.stage: row for row in Review.objects.filter(solution=solution, juror=juror)}
    if any(row.state == ReviewState.RECUSED for row in rows.values()):
        raise Conflict(
            _("%(name)s has declared a conflict of interest.") % {"name": juror.shown_name},
            code="conflict_of_interest",
            juror=juror.public_id,
            solution=solution.public_id,
        )
    review = rows.get(sprint.jury_stage)
    if review is None:
        review = Review.objects.create(solution=solution, juror=juror, stage=sprint.jury_stage)
        facts = {"juror": juror.public_id, "solution": solution.public_id}
        audit_add(actor=actor, action="programmes.review.assigned", row=review, facts=facts)
        vote_add(review, VoteKind.ASSIGNED)
        outbox_add(ReviewAssigned(review_id=review.pk))
    return review


def _require_in_stage(sprint: Sprint, solutions: Sequence[Solution]) -> None:
    judged = set(solutions_to_judge(sprint).order_by().values_list("pk", flat=True))
    if not {solution.pk for solution in solutions} <= judged:
        raise Conflict(_("Only solutions that went on are judged in this stage."), code="not_in_stage")


def _require_current(review: Review) -> None:
    if review.stage != review.solution.sprint.jury_stage:
        raise Conflict(_("This stage of the selection is over."), code="stage_over")


def _review_in_hand(review: Review) -> Review:
    """Hold the sprint, lock the review and see that its juror may go on: still a juror, in time and in the current
    stage, without an interest, old or new.
    """
    sprint_held(review.solution.sprint_id)
    review = review_for_update(review.pk)
    if not can_review.test(review.juror, review):
        raise NotAllowed
    _require_current(review)
    require_feature(review.solution.sprint, Feature.REVIEW)
    if review.solution.state != SolutionState.HANDED_IN:
        raise Conflict(_("The jury has decided about this solution."), code="wrong_state")
    if review.state == ReviewState.RECUSED:
        raise Conflict(_("You have declared a conflict of interest."), code="wrong_state")
    if is_too_close_to_judge(review.juror, review.solution):
        raise NotAllowed(_("You are too close to the team or the challenge."), code="conflict_of_interest")
    return review


def _require_whole(review: Review, given: Judged) -> None:
    missing: dict[str, Text | Sequence[Text]] = {
        criterion.public_id: _("Please give points here, or abstain.")
        if criterion.may_abstain
        else _("Please give points here.")
        for criterion in criteria_of(review.solution.sprint)
        if criterion.public_id not in given
    }
    if missing:
        raise Invalid(missing)
    if all(value is None for value in given.values()):
        text = _(
            "You abstain from every criterion, so nothing of this review would count. Please judge at least one of "
            "them. If you cannot, hand the review over: say that you are not impartial, or tell the organisers."
        )
        raise Invalid({"": text}, text, code="nothing_judged")


def _write_points(review: Review, points: Points, abstained: Collection[str]) -> None:
    criteria = {criterion.public_id: criterion for criterion in criteria_of(review.solution.sprint)}
    faults: dict[str, Text | Sequence[Text]] = {
        key: fault for key, value in points.items() if (fault := _fault(criteria.get(key), value))
    }
    faults |= {
        key: fault for key in abstained if (fault := _fault_of_abstaining(criteria.get(key), given=points.get(key)))
    }
    if faults:
        raise Invalid(faults)
    for key in dict.fromkeys([*points, *abstained]):
        value = points.get(key)
        if value is None and key not in abstained:
            Score.objects.filter(review=review, criterion=criteria[key]).delete()
        else:
            Score.objects.update_or_create(review=review, criterion=criteria[key], defaults={"points": value})


def _fault_of_abstaining(criterion: Criterion | None, *, given: int | None) -> Text | None:
    if criterion is None:
        return _("This criterion does not exist.")
    if not criterion.may_abstain:
        return _("Nobody may abstain from this criterion. Please give points.")
    return None if given is None else _("Please give points or abstain, not both.")


def _fault(criterion: Criterion | None, value: int | None) -> Text | None:
    if criterion is None:
        return _("This criterion does not exist.")
    if value is None or (type(value) is int and 0 <= value <= criterion.max_points):
        return None
    return _("Please enter a number from %(least)s to %(most)s.") % {"least": 0, "most": criterion.max_points}
