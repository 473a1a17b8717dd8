"""Every part of the design layer on one page: for review, and as the page on which browser tests run."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.core import clock
from backend.web.views.styleguide_samples import STEPS, TEXT, StyleguideForm, money, times


def styleguide(request: HttpRequest) -> HttpResponse:
    """Mounted with DEBUG only. A POST shows the form with its errors, as a real page would (422)."""
    form = StyleguideForm(request.POST if request.method == "POST" else None)
    messages.success(request, "Ihr Entwurf ist gespeichert.")
    context = {
        "form": form,
        "text": TEXT,
        "steps": STEPS,
        "page": Paginator(range(300), 10).page(7),
        **times(clock.now().replace(minute=0, second=0, microsecond=0)),
        **money(),
    }
    return render(request, "web/styleguide.html", context, status=422 if form.errors else 200)
