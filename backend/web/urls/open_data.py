"""What other systems and other pages take from here."""

from django.urls import path, re_path

from backend.web.shared_pages import shared_page
from backend.web.views import open_data, organiser_data, organiser_devpost

SPRINT = "sprints/<str:slug>"
DESK = "organisation/sprints/<slug:slug>/daten"

urlpatterns = [
    path(f"{SPRINT}/daten/", shared_page(open_data.data), name="sprint-data"),
    re_path(r"^sprints/(?P<slug>[^/]+)/daten/paket\.(?P<form>zip|json)$", open_data.package, name="sprint-package"),
    path(f"{SPRINT}/hackathon.json", open_data.hackathon_json, name="sprint-hackathon"),
    path(f"{DESK}/", organiser_data.desk, name="organiser-data"),
    path(f"{DESK}/devpost/", organiser_devpost.upload, name="organiser-devpost"),
    path("organisation/devpost/<str:public_id>/", organiser_devpost.look, name="devpost-import"),
    path("organisation/devpost/<str:public_id>/verwerfen/", organiser_devpost.discard, name="devpost-discard"),
]
