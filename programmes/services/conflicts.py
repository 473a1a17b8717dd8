"""Conflicts of interest that somebody else than the juror knows of."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from programmes.enums import ReviewState, SolutionState
from programmes.events_of_moderation import ConflictDeclared
from programmes.models import DeclaredConflict, Review, Solution
from programmes.rules import judges
from programmes.selectors.reviews import review_for_update
from programmes.selectors.solutions import solution_for_update
from programmes.selectors.sprints import sprint_held
from programmes.services.changing import text_as
from programmes.services.reviews import review_give_back


@transaction.atomic
def conflict_declare(*, actor: User, solution: Solution, juror: User, reason: str) -> DeclaredConflict:
    """Note that a juror is not impartial about a solution, with a reason that the juror reads.

    A review of it in the current stage does not count any more, whether submitted or not; what an earlier stage went by
    stays. Holds the sprint, locks the solution, then the review; the juror is told. Repeating it changes nothing.
    Raises Conflict (`wrong_state`) once the jury has decided, Invalid.
    """
    reason = text_as("reason", DeclaredConflict, "reason", reason, missing=_("Please say why."))
    sprint = sprint_held(solution.sprint_id)
    row = solution_for_update(solution.pk)
    found = DeclaredConflict.objects.filter(solution=row, juror=juror).first()
    if found is not None:
        return found
    if row.state != SolutionState.HANDED_IN:
        raise Conflict(_("The jury has decided about this solution."), code="wrong_state")
    if not judges.test(juror, row):
        raise Invalid({"juror": _("%(name)s is no juror of this programme.") % {"name": juror.shown_name}})
    made = DeclaredConflict.objects.create(solution=row, juror=juror, reason=reason, declared_by=actor)
    facts = {"solution": row.public_id, "juror": juror.public_id}
    audit_add(actor=actor, action="programmes.conflict_declared", row=made, facts=facts, reason=reason, subject=juror)
    now = Review.objects.filter(solution=row, juror=juror, stage=sprint.jury_stage)
    key = now.values_list("pk", flat=True).first()
    if key is not None:
        review = review_for_update(key)
        if review.state != ReviewState.RECUSED:
            review_give_back(actor=actor, review=review, reason=reason)
    outbox_add(ConflictDeclared(conflict_id=made.pk))
    return made
