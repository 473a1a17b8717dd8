"""Naming how reviews become a selection, as long as nobody has submitted one."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, Text
from backend.core.text import clean_for
from programmes.domain.limits import STAGES_MOST
from programmes.domain.selecting import PLACES_MOST, QUORUM_MOST
from programmes.enums import SelectionMeasure, SelectionTieRule
from programmes.models import Category, SelectionMethod, Sprint, TrackQuota
from programmes.selectors.selection_method import method_is_fixed
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import require_among, require_within


@transaction.atomic
def selection_method_set(
    *,
    actor: User | None,
    sprint: Sprint,
    measure: str,
    quorum: int,
    places: int,
    tie_rule: str,
    tracks: Mapping[str, int] | None = None,
    is_blind: bool = False,
    stage: int = 1,
    title: str = "",
) -> SelectionMethod:
    """Name how the reviews of a stage become a selection; `tracks`: places kept by public id of the category,
    `is_blind`: the jury's pages do not name the team.

    Whoever names a second stage has the jury select twice. Locks the sprint. Raises Conflict (`has_votes`) once a juror
    has submitted a review in this stage, (`stage_over`), (`stage_before`) if the stage before has no method, Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    require_within("stage", stage, 1, STAGES_MOST)
    _require_no_votes(sprint, stage)
    if stage > 1 and not SelectionMethod.objects.filter(sprint=sprint, stage=stage - 1).exists():
        raise Conflict(_("Please name the method of the stage before it first."), code="stage_before")
    title = clean_for(SelectionMethod, {"title": title})["title"]
    require_among("measure", [measure], SelectionMeasure.values)
    require_among("tie_rule", [tie_rule], SelectionTieRule.values)
    require_within("quorum", quorum, 1, QUORUM_MOST)
    require_within("places", places, 1, PLACES_MOST)
    kept = _kept(sprint, tracks or {}, places)
    named = {
        "title": title,
        "measure": measure,
        "quorum": quorum,
        "places": places,
        "tie_rule": tie_rule,
        "is_blind": is_blind,
    }
    method, _is_new = SelectionMethod.objects.update_or_create(sprint=sprint, stage=stage, defaults=named)
    method.tracks.all().delete()
    TrackQuota.objects.bulk_create(TrackQuota(method=method, category=row, places=count) for row, count in kept)
    facts = {**named, "stage": stage, "tracks": {row.public_id: count for row, count in kept}}
    audit_add(actor=actor, action="programmes.selection_method_set", row=method, facts=facts)
    return method


@transaction.atomic
def selection_method_remove(*, actor: User | None, sprint: Sprint, stage: int = 1) -> None:
    """Let people decide without a method, or leave a later stage out; nothing happens if there is none.

    Locks the sprint. Raises Conflict (`has_votes`, `stage_over`), (`stage_begun`) for a later stage that the jury is
    in, (`stage_after`) if another one comes after it.
    """
    sprint = sprint_for_update(sprint.pk)
    method = SelectionMethod.objects.filter(sprint=sprint, stage=stage).first()
    if method is None:
        return
    _require_no_votes(sprint, stage)
    if stage > 1 and stage == sprint.jury_stage:
        raise Conflict(_("The jury is in this stage already; its method stays."), code="stage_begun")
    if SelectionMethod.objects.filter(sprint=sprint, stage__gt=stage).exists():
        raise Conflict(_("Please remove the stage after it first."), code="stage_after")
    audit_add(actor=actor, action="programmes.selection_method_removed", row=method, facts={"stage": stage})
    method.delete()


def _require_no_votes(sprint: Sprint, stage: int) -> None:
    if stage < sprint.jury_stage:
        raise Conflict(_("This stage is over; its method stays as it is."), code="stage_over")
    if method_is_fixed(sprint, stage):
        raise Conflict(_("A juror has submitted a review already; the method stays as it is."), code="has_votes")


def _kept(sprint: Sprint, tracks: Mapping[str, int], places: int) -> list[tuple[Category, int]]:
    known = {row.public_id: row for row in Category.objects.filter(programme_id=sprint.programme_id)}
    faults: dict[str, Text] = {}
    for name, count in tracks.items():
        if name not in known:
            faults[name] = _("This category does not exist.")
        elif type(count) is not int or not 1 <= count <= PLACES_MOST:
            words = {"least": 1, "most": PLACES_MOST}
            faults[name] = _("Please enter a number from %(least)s to %(most)s.") % words
    if faults:
        raise Invalid(dict(faults))
    if sum(tracks.values()) > places:
        raise Invalid({"tracks": _("More places are kept for categories than there are.")})
    return [(known[name], count) for name, count in tracks.items()]
