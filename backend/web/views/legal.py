"""What the law asks every public site to say. The operator's own words come from the settings."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "web/legal/imprint.html", {"imprint": settings.IMPRINT})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/legal/privacy.html", {"contact": settings.CONTACT_EMAIL})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/legal/accessibility.html", {"contact": settings.CONTACT_EMAIL})
