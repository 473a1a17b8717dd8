from django.urls import path

from backend.web.views import team_log

urlpatterns = [
    path("teams/<str:public_id>/log/", team_log.log, name="team-log"),
    path("teams/<str:public_id>/log/neu/", team_log.add, name="log-add"),
    path("log/<str:public_id>/bearbeiten/", team_log.edit, name="log-edit"),
    path("log/<str:public_id>/fassungen/", team_log.versions, name="log-versions"),
    path("log/<str:public_id>/fassungen/<int:number>/", team_log.restore, name="log-restore"),
    path("log/<str:public_id>/verbergen/", team_log.hide, name="log-hide"),
    path("log/<str:public_id>/zeigen/", team_log.show, name="log-show"),
]
