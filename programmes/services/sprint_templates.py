"""A whole sprint from a template, in one step: phases, rubric, what is handed in, drafts of announcements."""

from datetime import datetime
from typing import TypedDict, Unpack
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Invalid
from programmes.domain.outline import stored
from programmes.domain.templates import TEMPLATES
from programmes.domain.templates.kinds import SprintTemplate, moment
from programmes.models import Programme, Sprint
from programmes.services.announcements import announcement_create
from programmes.services.changing import require_among
from programmes.services.rubrics import NewCriterion, rubric_set
from programmes.services.sprints import phase_set, sprint_create


class FromTemplate(TypedDict):
    slug: str
    title: str
    starts_at: datetime
    language: str
    timezone: str


@transaction.atomic
def sprint_from_template(
    *, actor: User | None, programme: Programme, template: str, **given: Unpack[FromTemplate]
) -> Sprint:
    """Create a draft with everything that the template holds, or nothing at all.

    `starts_at` is when the sprint begins; its phases are told from there. Announcements are drafts with the time for
    which they are meant: organisers send each of them. Raises Invalid.
    """
    require_among("template", [template], TEMPLATES)
    require_among("language", [given["language"]], ("de", "en"))
    if given["timezone"] not in available_timezones():
        raise Invalid({"timezone": _("We do not know this time zone. An example: Europe/Berlin.")})
    if given["starts_at"] <= clock.now():
        raise Invalid({"starts_at": _("Please choose a time to come.")})
    form = TEMPLATES[template]
    sprint = _sprint(actor, programme, form, given)
    _phases(actor, sprint, form)
    _rubric(actor, sprint, form)
    _announcements(actor, sprint, form)
    audit_add(actor=actor, action="programmes.sprint_from_template", row=sprint, facts={"template": template})
    return sprint


def _sprint(actor: User | None, programme: Programme, form: SprintTemplate, given: FromTemplate) -> Sprint:
    draft = Sprint(timezone=given["timezone"])
    return sprint_create(
        actor=actor,
        programme=programme,
        summary=form.summary.in_language(given["language"]),
        about=form.about.in_language(given["language"]),
        ends_at=moment(given["starts_at"], form.length, draft.zone),
        capacity=form.capacity,
        team_size_max=form.team_size_max,
        answer_days=form.answer_days,
        sections=stored(form.sections),
        **given,
    )


def _phases(actor: User | None, sprint: Sprint, form: SprintTemplate) -> None:
    for phase in form.phases:
        phase_set(
            actor=actor,
            sprint=sprint,
            kind=phase.kind,
            starts_at=moment(sprint.starts_at, phase.begins, sprint.zone),
            ends_at=moment(sprint.starts_at, phase.ends, sprint.zone),
            features=phase.features,
            title=phase.title.in_language(sprint.language) if phase.title else "",
        )


def _rubric(actor: User | None, sprint: Sprint, form: SprintTemplate) -> None:
    criteria = [
        NewCriterion(
            title=one.title.in_language(sprint.language),
            description=one.description.in_language(sprint.language),
            weight=one.weight,
            max_points=one.max_points,
        )
        for one in form.criteria
    ]
    rubric_set(actor=actor, sprint=sprint, title=form.rubric.in_language(sprint.language), criteria=criteria)


def _announcements(actor: User | None, sprint: Sprint, form: SprintTemplate) -> None:
    for one in form.announcements:
        announcement_create(
            actor=actor,
            sprint=sprint,
            segments=one.segments,
            subject_de=one.subject.de,
            body_de=one.body.de,
            subject_en=one.subject.en,
            body_en=one.body.en,
            send_at=moment(sprint.starts_at, one.at, sprint.zone),
        )
