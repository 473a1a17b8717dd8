"""Naming how reviews become a selection, as long as nobody has submitted one."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, Text
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
) -> SelectionMethod:
    """Name how this sprint's reviews become a selection; `tracks`: places kept by public id of the category,
    `is_blind`: the jury's pages do not name the team.

    Locks the sprint. Raises Conflict (`has_votes`) once a juror has submitted a review, Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    _require_no_votes(sprint)
    require_among("measure", [measure], SelectionMeasure.values)
    require_among("tie_rule", [tie_rule], SelectionTieRule.values)
    require_within("quorum", quorum, 1, QUORUM_MOST)
    require_within("places", places, 1, PLACES_MOST)
    kept = _kept(sprint, tracks or {}, places)
    named = {"measure": measure, "quorum": quorum, "places": places, "tie_rule": tie_rule, "is_blind": is_blind}
    method, _is_new = SelectionMethod.objects.update_or_create(sprint=sprint, defaults=named)
    method.tracks.all().delete()
    TrackQuota.objects.bulk_create(TrackQuota(method=method, category=row, places=count) for row, count in kept)
    facts = {**named, "tracks": {row.public_id: count for row, count in kept}}
    audit_add(actor=actor, action="programmes.selection_method_set", row=method, facts=facts)
    return method


@transaction.atomic
def selection_method_remove(*, actor: User | None, sprint: Sprint) -> None:
    """Let people decide without a method; nothing happens if there is none. Raises Conflict (`has_votes`)."""
    sprint = sprint_for_update(sprint.pk)
    method = SelectionMethod.objects.filter(sprint=sprint).first()
    if method is None:
        return
    _require_no_votes(sprint)
    audit_add(actor=actor, action="programmes.selection_method_removed", row=method)
    method.delete()


def _require_no_votes(sprint: Sprint) -> None:
    if method_is_fixed(sprint):
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
