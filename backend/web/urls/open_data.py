"""What other systems and other pages take from here."""

from django.urls import path, re_path

from backend.web.shared_pages import shared_page
from backend.web.views import embed, open_data, organiser_data, organiser_imports

SPRINT = "sprints/<str:slug>"
EMBED = "embed/(?P<language>de|en)"
DESK = "organisation/sprints/<slug:slug>/daten"

urlpatterns = [
    path(f"{SPRINT}/daten/", shared_page(open_data.data), name="sprint-data"),
    re_path(r"^sprints/(?P<slug>[^/]+)/daten/paket\.(?P<form>zip|json)$", open_data.package, name="sprint-package"),
    path(f"{SPRINT}/hackathon.json", open_data.hackathon_json, name="sprint-hackathon"),
    re_path(rf"^{EMBED}/sprints/(?P<name>[^/]+)/$", embed.sprint, name="embed-sprint"),
    re_path(rf"^{EMBED}/loesungen/(?P<name>[^/]+)/$", embed.solution, name="embed-solution"),
    re_path(rf"^{EMBED}/projekte/(?P<name>[^/]+)/$", embed.project, name="embed-project"),
    path("loesungen/<str:public_id>/publiccode.yml", open_data.publiccode, name="solution-publiccode"),
    path("sprints/<str:name>/einbetten/", embed.how, {"kind": "sprint"}, name="sprint-embedding"),
    path("loesungen/<str:name>/einbetten/", embed.how, {"kind": "solution"}, name="solution-embedding"),
    path("projekte/<str:name>/einbetten/", embed.how, {"kind": "project"}, name="project-embedding"),
    path(f"{DESK}/", organiser_data.desk, name="organiser-data"),
    path(f"{DESK}/devpost/", organiser_imports.devpost, name="organiser-devpost"),
    path(f"{DESK}/paket/", organiser_imports.package, name="organiser-package"),
    path("organisation/uebernahmen/<str:public_id>/", organiser_imports.look, name="data-import"),
    path("organisation/uebernahmen/<str:public_id>/verwerfen/", organiser_imports.discard, name="data-import-discard"),
]
