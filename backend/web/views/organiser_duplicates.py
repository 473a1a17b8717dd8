"""Challenges of a sprint that are likely the same: found by a worker, merged by people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from backend.web.answers import REFUSALS, refused
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import DuplicateRunState
from programmes.selectors.duplicates import duplicate_runs_of, groups_of
from programmes.services.duplicates import duplicates_ask

PER_PAGE = 25


@signed_in
def duplicates(request: SignedInRequest, slug: str) -> HttpResponse:
    """The latest search; the button asks for another one."""
    sprint = access.sprint_to_manage(request.user, slug)
    if request.method == "POST":
        try:
            run = duplicates_ask(actor=request.user, sprint=sprint)
        except REFUSALS as error:
            return refused(request, error, "web:organiser-duplicates", sprint.slug)
        return redirect("web:duplicate-run", run.public_id)
    run_shown = duplicate_runs_of(sprint).first()
    context = {"sprint": sprint, "run": run_shown, "here": "moderation"}
    return render(request, "web/organiser/duplicates.html", {**context, **_found(request, run_shown)})


@signed_in
def run(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.duplicate_run_to_manage(request.user, public_id)
    context = {"run": row, "sprint": row.sprint, "here": "moderation"}
    names = "web/organiser/duplicates.html", "web/organiser/duplicates_progress.html"
    is_running = row.state == DuplicateRunState.COMPUTING
    return render_run(request, *names, context, is_running=is_running, whole=lambda: _found(request, row))


def _found(request: SignedInRequest, row: Any) -> dict[str, Any]:
    if row is None or row.state != DuplicateRunState.READY:
        return {}
    groups: Any = page_of(request, groups_of(row), PER_PAGE)
    return {"page": groups, "groups": [(group, _into(group.open_members)) for group in groups.object_list]}


def _into(members: list[Any]) -> Any:
    """Into which one the others are proposed to be merged: one that an organisation answers for, with most teams."""
    rows = [member.challenge for member in members]
    published = [row for row in rows if row.state == "published"]
    return max(published or rows, key=lambda row: (row.owner_id is not None, row.team_count, -row.pk))
