from django.urls import path

from backend.web.views import hand_in, late, similar, slides

# A team's first solution may not be there yet; any other one has been begun.
BEGUN = {"kind": "solution"}

urlpatterns = [
    path("teams/<str:public_id>/abgabe/", hand_in.edit, name="hand-in"),
    path("teams/<str:public_id>/abgabe/entwurf/", hand_in.draft, name="hand-in-draft"),
    path("teams/<str:public_id>/abgabe/vorschau/", hand_in.preview, name="hand-in-preview"),
    path("teams/<str:public_id>/abgabe/zuruecknehmen/", hand_in.withdraw, name="solution-withdraw"),
    path("teams/<str:public_id>/abgabe/weitere/", hand_in.begin, name="solution-begin"),
    path("loesungen/<str:public_id>/abgabe/", hand_in.edit, BEGUN, name="solution-hand-in"),
    path("loesungen/<str:public_id>/abgabe/entwurf/", hand_in.draft, BEGUN, name="solution-hand-in-draft"),
    path("loesungen/<str:public_id>/abgabe/vorschau/", hand_in.preview, BEGUN, name="solution-hand-in-preview"),
    path("loesungen/<str:public_id>/abgabe/zuruecknehmen/", hand_in.withdraw, BEGUN, name="solution-hand-in-withdraw"),
    path("loesungen/<str:public_id>/abgabe/verwerfen/", hand_in.discard, name="solution-discard"),
    path("teams/<str:public_id>/abgabe/folien/", slides.edit, name="hand-in-slides"),
    path("teams/<str:public_id>/abgabe/folien/entfernen/", slides.remove, name="hand-in-slides-remove"),
    path("loesungen/<str:public_id>/abgabe/folien/", slides.edit, BEGUN, name="solution-hand-in-slides"),
    path(
        "loesungen/<str:public_id>/abgabe/folien/entfernen/",
        slides.remove,
        BEGUN,
        name="solution-hand-in-slides-remove",
    ),
    path("loesungen/<str:public_id>/folien/<int:number>.pdf", slides.file, name="solution-slides"),
    path("organisation/sprints/<slug:slug>/nach-der-frist/", late.late, name="organiser-late"),
    path("sprints/<str:slug>/aehnliches/", similar.similar, name="similar"),
    path("organisation/sprints/<slug:slug>/aehnliche-teams/", similar.teams_alike, name="organiser-teams-alike"),
    path("loesungen/<str:public_id>/fassungen/<int:number>.json", late.frozen, name="solution-frozen"),
]
