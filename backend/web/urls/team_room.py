from django.urls import path

from backend.web.views import readmes, team_room

urlpatterns = [
    path("teams/<str:public_id>/raum/", team_room.room, name="team-room"),
    path("teams/<str:public_id>/raum/bearbeiten/", team_room.edit, name="team-edit"),
    path("teams/<str:public_id>/raum/rolle-suchen/", team_room.role_add, name="open-role-add"),
    path("teams/<str:public_id>/raum/repository/", readmes.edit, name="repository"),
    path("teams/<str:public_id>/raum/repository/abrufen/", readmes.ask, name="repository-ask"),
    path("teams/<str:public_id>/raum/verlassen/", team_room.leave, name="team-leave"),
    path("teammitglieder/<str:public_id>/leiten-lassen/", team_room.lead_pass, name="team-lead-pass"),
    path("teams/<str:public_id>/raum/aufloesen/", team_room.dissolve, name="team-dissolve"),
    path("gesuchte-rollen/<str:public_id>/schliessen/", team_room.role_close, name="open-role-close"),
    path("beitrittsanfragen/<str:public_id>/", team_room.join_request, name="join-request"),
    path("teammitglieder/<str:public_id>/entfernen/", team_room.member_remove, name="team-member-remove"),
]
