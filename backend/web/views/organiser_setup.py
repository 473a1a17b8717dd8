"""Setting a sprint up: its facts, its phases, its rubric, and who helps."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.people import person_with_address
from backend.core.errors import NotFound
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.organiser import CriterionFormSet, PhaseForm, RoleForm, RubricForm, SprintEditForm, SprintForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import PhaseKind
from programmes.selectors.programmes import roles_of
from programmes.selectors.reviews import criteria_of
from programmes.services import programmes, rubrics, sprints

SPRINT = (
    "title", "summary", "about", "language", "timezone", "starts_at", "ends_at", "capacity", "team_size_max",
    "team_joining", "answer_days", "accept_hours", "age_limit", "age_proof", "walk_ins_beyond", "certificates",
    "reports_to_hide", "grace_minutes", "solutions_per_team", "hashtag",
)  # fmt: skip


@signed_in
def sprint_create(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_manage(request.user, slug)
    sheet = Sheet(
        title=_("A new sprint"),
        lead=_("Only organisers see it until you publish it. Next you set its phases and the rubric."),
        button=_("Create the sprint"),
        back=reverse("web:organiser"),
        done=_("The sprint is there. Now set its phases."),
        above=[(_("Organisation"), reverse("web:organiser"))],
    )

    def act(clean: dict[str, Any]) -> str:
        made = sprints.sprint_create(actor=request.user, programme=programme, **clean)
        return reverse("web:organiser-phases", args=[made.slug])

    form = SprintForm(**sent(request), initial={"language": programme.language})
    return fill_in(request, sheet, form, act)


def _above(sprint: Any) -> list[tuple[str, str]]:
    return [
        (_("Organisation"), reverse("web:organiser")),
        (sprint.title, reverse("web:organiser-sprint", args=[sprint.slug])),
    ]


@signed_in
def sprint_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    sheet = Sheet(
        title=_("Edit the sprint"),
        lead=_("More places let people from the waiting list in at once, in their order."),
        button=_("Save the sprint"),
        back=reverse("web:organiser-sprint", args=[sprint.slug]),
        done=_("Saved."),
        above=_above(sprint),
    )
    initial = {name: getattr(sprint, name) for name in SPRINT}
    form = SprintEditForm(**sent(request), initial=initial, zone=sprint.timezone)
    return fill_in(
        request, sheet, form, lambda clean: sprints.sprint_update(actor=request.user, sprint=sprint, **clean)
    )


@signed_in
def sprint_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    question = Question(
        title=_("Publish “%(sprint)s”?") % {"sprint": sprint.title},
        text=_("Everybody sees the sprint from now on. This cannot be taken back."),
        button=_("Publish the sprint"),
        stay=_("Not yet"),
        back=reverse("web:organiser-sprint", args=[sprint.slug]),
        done=_("The sprint is public."),
    )
    return ask_once(request, question, lambda _clean: sprints.sprint_publish(actor=request.user, sprint=sprint))


@signed_in
def phases(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    set_up = {phase.kind: phase for phase in sprint.phases.all()}
    kinds = [(kind, set_up.get(kind.value)) for kind in PhaseKind]
    context = {"sprint": sprint, "kinds": kinds, "here": "phases"}
    return page(request, "web/organiser/phases.html", context)


@signed_in
def phase(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    if kind not in PhaseKind.values:
        raise NotFound
    name = PhaseKind(kind).label
    sheet = Sheet(
        title=_("Phase “%(phase)s”") % {"phase": name},
        lead=_("All times are in the time zone of the sprint: %(zone)s.") % {"zone": sprint.timezone},
        button=_("Save the phase"),
        back=reverse("web:organiser-phases", args=[sprint.slug]),
        done=_("The phase “%(phase)s” is saved.") % {"phase": name},
        above=_above(sprint),
    )
    form = PhaseForm(**sent(request), initial=_phase_values(sprint, kind), zone=sprint.timezone)
    return fill_in(
        request, sheet, form, lambda clean: sprints.phase_set(actor=request.user, sprint=sprint, kind=kind, **clean)
    )


def _phase_values(sprint: Any, kind: str) -> dict[str, Any]:
    found = next((row for row in sprint.phases.all() if row.kind == kind), None)
    if found is None:
        return {"starts_at": sprint.starts_at, "ends_at": sprint.ends_at, "features": PhaseForm.USUAL.get(kind, [])}
    return {name: getattr(found, name) for name in ("title", "starts_at", "ends_at", "features")}


@signed_in
def phase_remove(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.phase_to_manage(request.user, public_id)
    question = Question(
        title=_("Remove the phase “%(phase)s”?") % {"phase": row.shown_title},
        text=_("What it allows is not possible any more, unless another phase allows it, too."),
        button=_("Remove the phase"),
        stay=_("Keep the phase"),
        back=reverse("web:organiser-phases", args=[row.sprint.slug]),
        done=_("The phase “%(phase)s” is removed.") % {"phase": row.shown_title},
    )
    return ask_once(request, question, lambda _clean: sprints.phase_remove(actor=request.user, phase=row))


@signed_in
def rubric(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    criteria = criteria_of(sprint)
    title = criteria[0].rubric.title if criteria else _("How we review")
    form = RubricForm(**sent(request), initial={"title": title})
    names = ("title", "description", "weight", "max_points", "may_abstain")
    lines = CriterionFormSet(
        **sent(request), initial=[{name: getattr(row, name) for name in names} for row in criteria]
    )
    lines.extra = 1 if criteria else 3
    if request.method == "POST" and lines.is_valid() and carried_out(form, lambda: _set(request, sprint, form, lines)):
        return done(request, _("The rubric is saved."), "web:organiser-rubric", slug)
    context = {"sprint": sprint, "form": form, "lines": lines, "here": "rubric"}
    return page(request, "web/organiser/rubric.html", context, form, *lines.forms)


def _set(request: SignedInRequest, sprint: Any, form: RubricForm, lines: Any) -> None:
    kept = [line.cleaned_data for line in lines.forms if line.cleaned_data and not line.cleaned_data.get("DELETE")]
    criteria = [
        rubrics.NewCriterion(**{name: value for name, value in one.items() if name != "DELETE"}) for one in kept
    ]
    rubrics.rubric_set(actor=request.user, sprint=sprint, title=form.cleaned_data["title"], criteria=criteria)


@signed_in
def roles(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_manage(request.user, slug)
    form = RoleForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _grant(request, programme, form)):
        return done(request, _("This person has the task now."), "web:organiser-roles", slug)
    context = {"programme": programme, "form": form, "roles": roles_of(programme)}
    return page(request, "web/organiser/roles.html", context, form)


def _grant(request: SignedInRequest, programme: Any, form: RoleForm) -> None:
    person = person_with_address(form.cleaned_data["email"])
    programmes.role_grant(actor=request.user, programme=programme, user=person, role=form.cleaned_data["role"])


@signed_in
def role_revoke(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.role_to_revoke(request.user, public_id)
    facts = {"name": row.user.shown_name, "role": row.get_role_display(), "programme": row.programme.name}
    question = Question(
        title=_("Take the task “%(role)s” from %(name)s?") % facts,
        text=_("What was done in it stays. From now on %(name)s cannot do anything as %(role)s of “%(programme)s”.")
        % facts,
        button=_("Take the task away"),
        stay=_("Leave it as it is"),
        back=reverse("web:organiser-roles", args=[row.programme.slug]),
        done=_("%(name)s does not have the task “%(role)s” any more.") % facts,
    )
    return ask_once(request, question, lambda _clean: programmes.role_revoke(actor=request.user, role=row))
