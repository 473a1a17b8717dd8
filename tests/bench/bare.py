"""The platform's addresses, and one whose view answers two letters: what any answer costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from backend import urls


def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
for name in ("handler400", "handler403", "handler404", "handler500"):
    globals()[name] = getattr(urls, name)
