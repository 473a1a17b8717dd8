"""Choosing a language: for this browser, and for the own account where somebody is signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from backend.accounts.models import User
from backend.accounts.services.people import LANGUAGES, person_update


@csrf_exempt
@require_POST
def language_choose(request: HttpRequest) -> HttpResponse:
    """Whom nobody knows has nothing to lose here, and pages that are the same for everybody carry no token."""
    return _choose_for_account(request) if isinstance(request.user, User) else set_language(request)


@csrf_protect
def _choose_for_account(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("language", "")
    if isinstance(request.user, User) and wanted in LANGUAGES:
        person_update(user=request.user, language=wanted)
    return set_language(request)
