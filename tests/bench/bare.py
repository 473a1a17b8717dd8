"""The platform's addresses, and one whose view answers two letters: what any answer costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from backend import urls

SAME = {"body": b""}
"""What `same/` answers: who measures puts it there."""


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def same(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(SAME["body"])


urlpatterns = [path("bare/", bare), path("same/", same), *urls.urlpatterns]
for name in ("handler400", "handler403", "handler404", "handler500"):
    globals()[name] = getattr(urls, name)
