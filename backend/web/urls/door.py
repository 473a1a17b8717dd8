"""Guardians, tickets, the desk at the door, certificates."""

from django.urls import path

from backend.web.views import certificates, door, guardian

SPRINT = "sprints/<slug:slug>"
DOOR = "einlass/sprints/<slug:slug>"

urlpatterns = [
    path(f"{SPRINT}/eintrittskarte/", door.ticket, name="ticket"),
    path(f"{DOOR}/", door.desk, name="door"),
    path(f"{DOOR}/zahlen/", door.counts, name="door-counts"),
    path(f"{DOOR}/ohne-anmeldung/", door.walk_in, name="door-walk-in"),
    path("einlass/anmeldungen/<str:public_id>/", door.check_in, name="door-check-in"),
    path("einlass/anmeldungen/<str:public_id>/zuruecknehmen/", door.undo, name="door-undo"),
    path("einlass/<str:token>/", door.scanned, name="door-scanned"),
    path("einwilligung/<str:token>/", guardian.consent, name="guardian"),
    path(f"{SPRINT}/bescheinigung/", certificates.own, name="certificate-own"),
    path(f"{SPRINT}/bescheinigung/datei/", certificates.file, name="certificate-file"),
    path("bescheinigung/<str:code>/", certificates.check, name="certificate"),
]
