"""What became of solutions: stages with evidence, milestones, reports, and the campaign."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.web.campaign_cards import campaign_cards
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from funding.selectors.campaigns import campaigns_of_project
from programmes import access
from programmes.enums import MilestoneState, Stage
from programmes.selectors.projects import milestones_of, projects_public, reports_of, stage_changes_of
from programmes.selectors.reviews import jury_words
from programmes.selectors.teams import members_of, membership_of, team_is_shown_to


def project_list(request: HttpRequest) -> HttpResponse:
    query, stage, slug = words_asked(request), request.GET.get("stage", ""), request.GET.get("programme", "")
    programme = access.programme_to_view(request.user, slug) if slug else None
    rows = projects_public(programme=programme, stage=stage if stage in Stage.values else "", query=query)
    context = {
        "query": query,
        "stage": stage,
        "stages": Stage.choices,
        "programme": programme,
        "keep": {"programme": slug, "stage": stage},
        "page": page_of(request, rows),
    }
    return render_list(request, "web/projects/list.html", context)


def project(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.project_to_view(request.user, public_id)
    milestones = [row for row in milestones_of(shown) if row.state != MilestoneState.DROPPED]
    context = {
        "project": shown,
        "version": shown.solution.current_version,
        "steps": stages(shown),
        "jury_words": jury_words(shown.solution),
        "milestones": milestones,
        "reports": page_of(request, reports_of(shown), 5),
        "campaigns": campaign_cards(campaigns_of_project(shown)),
        "names_team": team_is_shown_to(shown.team, request.user),
        "members": members_of(shown.team),
        "membership": membership_of(shown.team, request.user),
    }
    return render(request, "web/projects/project.html", context)


def stages(project: Any) -> list[dict[str, Any]]:
    """Every stage; those that were passed with what they were passed by."""
    evidence = {change.from_stage: change.evidence for change in stage_changes_of(project)}
    order = list(Stage)
    now = order.index(Stage(project.stage))
    return [
        {
            "label": stage.label,
            "state": "done" if place < now else "now" if place == now else "next",
            "evidence": evidence.get(stage.value, ""),
        }
        for place, stage in enumerate(order)
    ]
