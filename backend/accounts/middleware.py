from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

# What stands there is the same for whoever has the address: no session is read for it, so that caches may keep it.
WITHOUT_PERSON = ("/kalender/",)


class UserLanguageMiddleware:
    """Who is signed in reads the language of the own profile, on every device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(WITHOUT_PERSON) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
