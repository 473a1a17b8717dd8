"""A project's desk: stages with evidence, milestones, reports."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core import clock
from backend.core.errors import NotAllowed
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.project_desk import EvidenceForm, MilestoneForm, ReturnForm
from backend.web.signed_in import SignedInRequest, signed_in
from funding.selectors.campaign_desk import campaigns_of_desk
from programmes import access, rules
from programmes.selectors.project_desk import ProjectDesk, project_desk
from programmes.services import milestones
from programmes.services.projects import stage_advance


def opened(request: SignedInRequest, public_id: str) -> ProjectDesk:
    """For the team, its coaches and organisers."""
    shown = project_desk(access.project_to_view(request.user, public_id), request.user)
    if not (shown.can_work or shown.can_guide):
        raise NotAllowed
    return shown


def desk_url(project: Any) -> str:
    return reverse("web:project-desk", args=[project.public_id])


@signed_in
def desk(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = opened(request, public_id)
    campaigns = campaigns_of_desk(shown.project)
    over = all(campaign.state in {"ended", "declined"} for campaign in campaigns)
    context = {
        "desk": shown,
        "project": shown.project,
        "campaigns": campaigns,
        "may_begin_campaign": over and shown.can_work and shown.is_active,
        "today": clock.today(),
        "open_states": ("planned", "in_progress"),
    }
    return render(request, "web/project_desk/desk.html", context)


@signed_in
def stage(request: SignedInRequest, public_id: str) -> HttpResponse:
    project = access.project_to_guide(request.user, public_id)
    following = project_desk(project, request.user).next_stage
    if following is None:
        return done(request, _("The project has reached its last stage."), "web:project-desk", public_id)
    sheet = Sheet(
        title=_("On to the stage “%(stage)s”?") % {"stage": following.label},
        lead=_("Everybody reads by what evidence “%(project)s” has come this far.") % {"project": project.title},
        button=_("Go on to the next stage"),
        back=desk_url(project),
        done=_("“%(project)s” is now in the stage “%(stage)s”.") % {"project": project.title, "stage": following.label},
        above=[(project.title, desk_url(project))],
    )
    form = EvidenceForm(**sent(request))
    return fill_in(
        request,
        sheet,
        form,
        lambda clean: stage_advance(actor=request.user, project=project, to=following.value, **clean),
    )


def _milestone_sheet(project: Any, title: str, button: str) -> Sheet:
    above = [(project.title, desk_url(project))]
    return Sheet(title=title, button=button, back=desk_url(project), done=_("The milestone is saved."), above=above)


def _owner(project: Any, clean: dict[str, Any]) -> dict[str, Any]:
    owner = clean.pop("owner")
    return {**clean, "owner": access.project_member(project, owner) if owner else None}


@signed_in
def milestone_add(request: SignedInRequest, public_id: str) -> HttpResponse:
    project = access.project_to_edit(request.user, public_id)
    form = MilestoneForm(**sent(request), owners=project_desk(project, request.user).owners)
    sheet = _milestone_sheet(project, _("A new milestone"), _("Add the milestone"))

    def act(clean: dict[str, Any]) -> None:
        milestones.milestone_add(actor=request.user, project=project, **_owner(project, clean))

    return fill_in(request, sheet, form, act)


@signed_in
def milestone_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.milestone_to_edit(request.user, public_id)
    initial = {name: getattr(row, name) for name in ("title", "description", "due_on")}
    initial["owner"] = row.owner.public_id if row.owner else ""
    owners = project_desk(row.project, request.user).owners
    form = MilestoneForm(**sent(request), owners=owners, initial=initial)
    sheet = _milestone_sheet(row.project, _("Edit the milestone"), _("Save the milestone"))

    def act(clean: dict[str, Any]) -> None:
        milestones.milestone_update(actor=request.user, milestone=row, **_owner(row.project, clean))

    return fill_in(request, sheet, form, act)


FORMS: dict[str, type[forms.Form]] = {"submit": EvidenceForm, "return": ReturnForm}


@signed_in
def milestone(request: SignedInRequest, public_id: str) -> HttpResponse:
    """One milestone with what can be done about it now: begin, show evidence, accept, send back."""
    row = access.milestone_to_view(request.user, public_id)
    wanted = request.POST.get("do", "")
    form = FORMS.get(wanted, forms.Form)(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _act(request, public_id, wanted, form.cleaned_data)):
        return done(request, _said(wanted), "web:milestone", public_id)
    context = {
        "milestone": row,
        "project": row.project,
        "can_work": rules.can_work_on_project.test(request.user, row),
        "can_guide": rules.can_guide_project.test(request.user, row),
        "evidence": form if wanted == "submit" else EvidenceForm(initial={"evidence": row.evidence}),
        "note": form if wanted == "return" else ReturnForm(),
        "form": form,
    }
    return page(request, "web/project_desk/milestone.html", context, form)


def _act(request: SignedInRequest, public_id: str, wanted: str, clean: dict[str, Any]) -> None:
    access_to = access.milestone_to_edit if wanted in {"start", "submit"} else access.milestone_to_check
    row = access_to(request.user, public_id)
    services: dict[str, Callable[..., object]] = {
        "start": milestones.milestone_start,
        "submit": milestones.milestone_submit,
        "accept": milestones.milestone_accept,
        "return": milestones.milestone_return,
    }
    if wanted in services:
        services[wanted](actor=request.user, milestone=row, **clean)


def _said(wanted: str) -> str:
    said = {
        "start": _("You have begun."),
        "submit": _("Your evidence is with the coaches."),
        "accept": _("The milestone is reached. The team is told."),
        "return": _("The milestone is in work again."),
    }
    return said.get(wanted, "")


@signed_in
def milestone_drop(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.milestone_to_edit(request.user, public_id)
    question = Question(
        title=_("Drop the milestone “%(title)s”?") % {"title": row.title},
        text=_("It stays visible as dropped and does not count any more."),
        button=_("Drop the milestone"),
        stay=_("Keep the milestone"),
        back=desk_url(row.project),
        done=_("The milestone “%(title)s” is dropped.") % {"title": row.title},
    )
    return ask_once(request, question, lambda _clean: milestones.milestone_drop(actor=request.user, milestone=row))
