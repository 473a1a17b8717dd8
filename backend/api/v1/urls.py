"""The addresses of version 1, collected."""

from django.urls import URLPattern

from backend.api.v1 import (
    campaigns,
    cases,
    challenges,
    deposits,
    fund_campaigns,
    fund_watch,
    funds,
    invitations,
    join_requests,
    matches,
    me,
    organisations,
    payouts,
    pledges,
    programmes,
    projects,
    proposals,
    reports,
    reviews,
    solutions,
    sprints,
    teams,
)

AREAS = (
    programmes,
    sprints,
    challenges,
    teams,
    join_requests,
    solutions,
    reviews,
    projects,
    reports,
    campaigns,
    pledges,
    funds,
    fund_campaigns,
    deposits,
    proposals,
    fund_watch,
    matches,
    cases,
    payouts,
    organisations,
    invitations,
    me,
)
urlpatterns: list[URLPattern] = [pattern for area in AREAS for pattern in area.urlpatterns]
