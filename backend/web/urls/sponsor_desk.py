from django.urls import path

from backend.web.views import sponsor_desk

urlpatterns = [
    path("foerdern/", sponsor_desk.desk, name="sponsor"),
    path("foerdern/<slug:slug>/", sponsor_desk.use, name="sponsor-use"),
    path("foerdern/<slug:slug>/ankuendigen/", sponsor_desk.announce, name="deposit-announce"),
]
