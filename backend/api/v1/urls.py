"""The addresses of version 1, collected."""

from django.urls import URLPattern

from backend.api.v1 import (
    campaigns,
    challenges,
    deposits,
    fund_campaigns,
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
    matches,
    payouts,
    organisations,
    invitations,
    me,
)
urlpatterns: list[URLPattern] = [pattern for area in AREAS for pattern in area.urlpatterns]
