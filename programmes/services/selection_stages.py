"""Closing a stage of a selection: some solutions go on to the next one, all others are told that they do not."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from programmes.enums import Feature
from programmes.events_of_selection import SelectionDecided, SolutionWentOn
from programmes.models import Decision, Solution, Sprint, StagePass
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.stages import stage_follows
from programmes.services.gates import require_feature
from programmes.services.selection import candidates_for_update, facts_of, nothing_chosen, said_of, turn_down


@transaction.atomic
def selection_stage_close(
    *,
    actor: User | None,
    sprint: Sprint,
    stage: int,
    solutions: Sequence[Solution],
    notes: Mapping[str, str] | None = None,
) -> list[StagePass]:
    """Let `solutions` go on to the stage after `stage`, and turn down all others that were judged in it.

    Those that go on stay handed in, all teams are told, and the jury is in the next stage. `notes` by
    public id of the solution are public, and needed where people decide otherwise than the method. Locks the sprint,
    then the solutions. Repeating the same changes nothing. Raises Conflict (`stage_over`) if others went on or `stage`
    is not the current one, (`last_stage`) while no stage follows, (`phase_closed`, `wrong_state`), Invalid, for a note
    under the public id of its solution.
    """
    sprint = sprint_for_update(sprint.pk)
    chosen = {solution.pk for solution in solutions}
    if stage != sprint.jury_stage:
        made = list(StagePass.objects.filter(solution__sprint=sprint, stage=stage))
        if made and {row.solution_id for row in made} == chosen:
            return made
        raise Conflict(_("The jury is in another stage of the selection."), code="stage_over")
    require_feature(sprint, Feature.SELECT)
    if not stage_follows(sprint):
        raise Conflict(_("No stage follows: please select what becomes a project."), code="last_stage")
    if not chosen:
        raise nothing_chosen()
    candidates = candidates_for_update(sprint, chosen)
    said = said_of(sprint, candidates, chosen, notes or {})
    on, out = ([one for one in said if (one.solution.pk in chosen) is goes_on] for goes_on in (True, False))
    made = StagePass.objects.bulk_create(StagePass(stage=stage, **one.columns) for one in on)
    Decision.objects.bulk_create(Decision(stage=stage, **one.columns) for one in out)
    for row in made:
        outbox_add(SolutionWentOn(pass_id=row.pk))
    for one in out:
        turn_down(actor, one.solution)
    sprint.jury_stage += 1
    sprint.save(update_fields=["jury_stage", "updated_at"])
    facts = {"stage": stage, **facts_of(said, chosen)}
    audit_add(actor=actor, action="programmes.selection_stage_closed", row=sprint, facts=facts)
    outbox_add(SelectionDecided(sprint_id=sprint.pk, stage=stage))
    return made
