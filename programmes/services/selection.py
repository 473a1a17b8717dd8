"""Deciding which solutions become projects; stages before the last one are closed by `selection_stages`."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.checks import ensure
from backend.core.errors import Conflict, Invalid, Text
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import Feature, SolutionState
from programmes.events import ProjectSelected, SolutionNotSelected
from programmes.events_of_selection import SelectionDecided
from programmes.models import Cohort, Decision, Project, Solution, Sprint
from programmes.selectors.ranking import places
from programmes.selectors.solutions import solutions_to_judge
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.stages import stage_follows
from programmes.services.changing import text_as
from programmes.services.gates import require_feature


@transaction.atomic
def selection_decide(
    *,
    actor: User | None,
    sprint: Sprint,
    solutions: Sequence[Solution],
    cohort_name: str,
    notes: Mapping[str, str] | None = None,
) -> list[Project]:
    """Make `solutions` the projects of a cohort, and all others that were handed in "not selected"; every team is told.

    `notes` by public id of the solution are public, and needed where people decide otherwise than the method. Locks the
    sprint. Repeating the same decision returns the same projects. Raises Conflict (`phase_closed`, `wrong_state`),
    (`stage_open`) while another stage follows, Invalid, for a note under the public id of its solution.
    """
    sprint = sprint_for_update(sprint.pk)
    name = text_as("cohort_name", Cohort, "name", cohort_name)
    chosen = {solution.pk for solution in solutions}
    made = list(Project.objects.filter(cohort__sprint=sprint, cohort__name=name).order_by("id"))
    if made and {project.solution_id for project in made} == chosen:
        return made
    require_feature(sprint, Feature.SELECT)
    if stage_follows(sprint):
        raise Conflict(_("Another stage follows: please say what goes on to it."), code="stage_open")
    if not chosen:
        raise nothing_chosen()
    if Cohort.objects.filter(programme=sprint.programme, name=name).exists():
        raise _name_taken()
    candidates = candidates_for_update(sprint, chosen)
    said = said_of(sprint, candidates, chosen, notes or {})
    cohort = _cohort_new(sprint, name)
    Decision.objects.bulk_create(Decision(stage=sprint.jury_stage, **one.columns) for one in said)
    audit_add(actor=actor, action="programmes.selection_decided", row=cohort, facts=facts_of(said, chosen))
    outbox_add(SelectionDecided(sprint_id=sprint.pk, stage=sprint.jury_stage, cohort_id=cohort.pk))
    return [
        project
        for solution in candidates
        if (project := _decide(actor, cohort, solution, is_chosen=solution.pk in chosen))
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What the method says of a solution, and why people decide otherwise."""

    solution: Solution
    track: str
    reason: str
    rank: int | None
    note: str

    @property
    def columns(self) -> dict[str, Any]:
        """Of the row that keeps it."""
        return {name: getattr(self, name) for name in ("solution", "track", "reason", "rank", "note")}


def nothing_chosen() -> Invalid:
    return Invalid({"solutions": _("Please choose at least one solution.")})


def candidates_for_update(sprint: Sprint, chosen: AbstractSet[int]) -> list[Solution]:
    """Lock all that is judged in the current stage, by keys in order. Raises Conflict (`wrong_state`) for others."""
    rows = solutions_to_judge(sprint).select_related("current_version", "team").order_by("id")
    candidates = list(rows.select_for_update(no_key=True, of=("self",)))
    if not chosen <= {solution.pk for solution in candidates}:
        raise Conflict(_("Only solutions that were handed in can be selected."), code="wrong_state")
    return candidates


def facts_of(said: Sequence[Said], chosen: Collection[int]) -> dict[str, Any]:
    """For the audit log."""
    return {
        "selected": len(chosen),
        "not_selected": len(said) - len(chosen),
        "notes": {one.solution.public_id: one.note for one in said if one.note},
    }


def said_of(
    sprint: Sprint, candidates: Sequence[Solution], chosen: Collection[int], notes: Mapping[str, str]
) -> list[Said]:
    """What the method says of each, and why people decide otherwise. Raises Invalid where they do not say why."""
    stands = {place.key: place for place in places(sprint)}
    faults: dict[str, Text | Sequence[Text]] = {}
    found = []
    for solution in candidates:
        place, public_id = stands[solution.pk], solution.public_id
        try:
            note = text_as(public_id, Decision, "note", notes.get(public_id, ""))
        except Invalid as error:
            faults |= error.fields
            continue
        if not note and place.why and place.is_proposed != (solution.pk in chosen):
            faults[public_id] = _("Please say why people decide otherwise than the method.")
        found.append(Said(solution, place.track, place.why or "", place.rank, note))
    if faults:
        raise Invalid(faults)
    return found


def _cohort_new(sprint: Sprint, name: str) -> Cohort:
    """Another sprint of the programme, whose lock is not ours, may take the name in this very moment."""
    try:
        with transaction.atomic():
            return Cohort.objects.create(programme=sprint.programme, sprint=sprint, name=name)
    except IntegrityError as error:
        raise _name_taken() from error


def _name_taken() -> Invalid:
    return Invalid({"cohort_name": _("There is a cohort of this name already.")})


def turn_down(actor: User | None, solution: Solution) -> None:
    """Say that it is not selected; its team is told. In the caller's transaction, who has noted why."""
    transition(solution, to=SolutionState.NOT_SELECTED, actor=actor)
    outbox_add(SolutionNotSelected(solution_id=solution.pk))


def _decide(actor: User | None, cohort: Cohort, solution: Solution, *, is_chosen: bool) -> Project | None:
    version = solution.current_version
    if not is_chosen:
        turn_down(actor, solution)
        return None
    ensure(version, "what was handed in has a version")
    transition(solution, to=SolutionState.SELECTED, actor=actor)
    project = Project.objects.create(
        cohort=cohort,
        solution=solution,
        team=solution.team,
        title=version.title if version else "",
        summary=version.summary if version else "",
        language=version.language if version else "",
    )
    audit_add(actor=actor, action="programmes.project_created", row=project)
    outbox_add(ProjectSelected(project_id=project.pk))
    return project
