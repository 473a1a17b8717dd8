"""Mounts the doors, nothing else."""

from django.urls import include, path

from backend.core import health
from backend.web.views.language import language_choose

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("backend.api.urls")),
    path("webhooks/", include("backend.webhooks.urls")),
    path("sprache/", language_choose, name="set_language"),
    path("konto/", include("allauth.urls")),
    path("", include("backend.web.urls")),
]

handler400 = "backend.web.views.errors.bad_request"
handler403 = "backend.web.views.errors.forbidden"
handler404 = "backend.web.views.errors.not_found"
handler500 = "backend.web.views.errors.server_error"
