from django.urls import path

from backend.web.views import project_desk, project_reports

PROJECT = "projekte/<str:public_id>/arbeit"

urlpatterns = [
    path(f"{PROJECT}/", project_desk.desk, name="project-desk"),
    path(f"{PROJECT}/stufe/", project_desk.stage, name="project-stage"),
    path(f"{PROJECT}/meilensteine/neu/", project_desk.milestone_add, name="milestone-add"),
    path(f"{PROJECT}/berichte/neu/", project_reports.add, name="report-add"),
    path("meilensteine/<str:public_id>/", project_desk.milestone, name="milestone"),
    path("meilensteine/<str:public_id>/bearbeiten/", project_desk.milestone_edit, name="milestone-edit"),
    path("meilensteine/<str:public_id>/streichen/", project_desk.milestone_drop, name="milestone-drop"),
    path("berichte/<str:public_id>/", project_reports.report, name="report"),
    path("berichte/<str:public_id>/bearbeiten/", project_reports.edit, name="report-edit"),
]
