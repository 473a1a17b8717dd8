"""The desks of everybody who takes part: teams, jurors, organisers, who poses challenges, projects, campaigns."""

from backend.web.urls import (
    campaign_desk,
    challenge_desk,
    for_me,
    hand_in,
    ideas,
    juror,
    mentoring,
    offers,
    organiser,
    project_desk,
    team_log,
    team_room,
)

urlpatterns = [
    *for_me.urlpatterns,
    *team_log.urlpatterns,
    *team_room.urlpatterns,
    *hand_in.urlpatterns,
    *juror.urlpatterns,
    *organiser.urlpatterns,
    *challenge_desk.urlpatterns,
    *mentoring.urlpatterns,
    *offers.urlpatterns,
    *ideas.urlpatterns,
    *project_desk.urlpatterns,
    *campaign_desk.urlpatterns,
]
