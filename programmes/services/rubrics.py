from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.text import clean_for
from programmes.models import Criterion, Rubric, Score, Sprint
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import require_within, texts_among

CRITERIA_MOST = 12
WEIGHT_MOST = 100
POINTS_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCriterion:
    title: str
    description: str = ""
    weight: int = 1
    max_points: int = 5
    may_abstain: bool = False


@transaction.atomic
def rubric_set(*, actor: User | None, sprint: Sprint, title: str, criteria: Sequence[NewCriterion]) -> Rubric:
    """Set by what solutions are measured. Raises Conflict (`has_scores`) once a juror has given points, Invalid."""
    sprint = sprint_for_update(sprint.pk)
    if Score.objects.filter(criterion__rubric__sprint=sprint).exists():
        raise Conflict(_("Jurors have given points already; the rubric stays as it is."), code="has_scores")
    if not 1 <= len(criteria) <= CRITERIA_MOST:
        raise Invalid({"criteria": _("Please name 1 to %(most)s criteria.") % {"most": CRITERIA_MOST}})
    name = clean_for(Rubric, {"title": title})["title"]
    rows = [_row(criterion, position) for position, criterion in enumerate(criteria)]
    rubric, _is_new = Rubric.objects.update_or_create(sprint=sprint, defaults={"title": name})
    rubric.criteria.all().delete()
    for row in rows:
        row.rubric = rubric
    Criterion.objects.bulk_create(rows)
    facts = {"criteria": [[row.title, row.weight, row.max_points, row.may_abstain] for row in rows]}
    audit_add(actor=actor, action="programmes.rubric_set", row=rubric, facts=facts)
    return rubric


def _row(criterion: NewCriterion, position: int) -> Criterion:
    require_within("weight", criterion.weight, 1, WEIGHT_MOST)
    require_within("max_points", criterion.max_points, 1, POINTS_MOST)
    texts = texts_among(Criterion, {"title": criterion.title, "description": criterion.description})
    return Criterion(
        weight=criterion.weight,
        max_points=criterion.max_points,
        may_abstain=criterion.may_abstain,
        position=position,
        **texts,
    )
