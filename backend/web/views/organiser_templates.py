"""A new sprint from a template: choose one, see what it would hold for a beginning, create all of it at once."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.core import clock
from backend.core.errors import NotFound
from backend.web.answers import carried_out, done, page
from backend.web.forms.sprint_templates import FromTemplateForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.domain.templates import TEMPLATES
from programmes.domain.templates.kinds import SprintTemplate, moment, usual_begin
from programmes.enums import PhaseKind, Segment
from programmes.services.sprint_templates import sprint_from_template

ZONE = "Europe/Berlin"


@signed_in
def templates(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_manage(request.user, slug)
    language = get_language() or "de"
    shown = [(one.key, one.name.in_language(language), one.purpose.in_language(language)) for one in TEMPLATES.values()]
    return render(request, "web/organiser/templates.html", {"programme": programme, "templates": shown})


@signed_in
def template(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """The dates are shown for the usual beginning, then for the one that is asked about; nothing is made by looking."""
    programme = access.programme_to_manage(request.user, slug)
    if key not in TEMPLATES:
        raise NotFound
    chosen = TEMPLATES[key]
    begin = usual_begin(chosen, clock.now(), ZoneInfo(ZONE))
    initial = {"starts_at": begin, "timezone": ZONE, "language": programme.language}
    form = FromTemplateForm(data=request.POST or None, initial=initial)
    wants_all = request.POST.get("do") == "create"
    if wants_all and carried_out(form, lambda: _create(request, programme, key, form)):
        said = _("The sprint is there with everything in it. Only organisers see it until you publish it.")
        return done(request, said, "web:organiser-sprint", form.cleaned_data["slug"])
    shown = form if wants_all else _looked_at(form, initial)
    context = {"programme": programme, "key": key, "form": shown, **_preview(chosen, *_asked(form, begin))}
    return page(request, "web/organiser/template.html", context, shown)


def _create(request: SignedInRequest, programme: Any, key: str, form: FromTemplateForm) -> None:
    sprint_from_template(actor=request.user, programme=programme, template=key, **form.cleaned_data)


def _asked(form: FromTemplateForm, usual: datetime) -> tuple[datetime, str]:
    """When it would begin, and in which zone, as far as that can be read."""
    if not form.is_bound:
        return usual, ZONE
    form.is_valid()
    zone: str = form.cleaned_data.get("timezone", ZONE)
    begin: datetime = form.cleaned_data.get("starts_at") or usual
    return begin, zone


def _looked_at(form: FromTemplateForm, initial: dict[str, Any]) -> FromTemplateForm:
    """Whoever only looks at other dates need not have filled in the rest."""
    if not form.is_bound or {"starts_at", "timezone"} & form.errors.keys():
        return form
    typed = {name: form.data.get(name, "") for name in form.fields}
    return FromTemplateForm(initial={**initial, **typed, **form.cleaned_data})


def _preview(chosen: SprintTemplate, begin: datetime, zone_name: str) -> dict[str, Any]:
    language, zone = get_language() or "de", ZoneInfo(zone_name)
    phases = [
        (
            phase.title.in_language(language) if phase.title else PhaseKind(phase.kind).label,
            moment(begin, phase.begins, zone),
            moment(begin, phase.ends, zone),
        )
        for phase in chosen.phases
    ]
    announcements = [
        (
            one.subject.in_language(language),
            moment(begin, one.at, zone),
            " · ".join(str(Segment(segment).label) for segment in one.segments),
        )
        for one in chosen.announcements
    ]
    return {
        "name": chosen.name.in_language(language),
        "purpose": chosen.purpose.in_language(language),
        "zone": zone_name,
        "ends_at": moment(begin, chosen.length, zone),
        "capacity": chosen.capacity,
        "team_size_max": chosen.team_size_max,
        "phases": phases,
        "announcements": announcements,
        "criteria": [one.title.in_language(language) for one in chosen.criteria],
        "sections": [section.title(language) for section in chosen.sections],
    }
