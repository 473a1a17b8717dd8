"""Pages of the demo alone: sign-in links of its personas, and the mails that would have been sent."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from backend.accounts.demo_sign_in import demo_sign_in_user
from backend.core.errors import NotFound
from backend.notifications.outgoing_files import outgoing_mail, outgoing_mails

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    login(request, demo_sign_in_user(token), backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    _demo_only()
    return render(request, "web/demo/mails.html", {"mails": outgoing_mails()})


@require_safe
def mail_text(request: HttpRequest, name: str) -> HttpResponse:
    _demo_only()
    return render(request, "web/demo/mail.html", {"mail": outgoing_mail(name)})


@require_safe
def mail_html(_request: HttpRequest, name: str) -> HttpResponse:
    _demo_only()
    response = HttpResponse(outgoing_mail(name).html)
    # A mail brings its own style, as mail programs expect; nothing else may be loaded.
    vars(response)["_csp_replace"] = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]}
    return response


def _demo_only() -> None:
    if not settings.DEMO_SIGN_IN:
        raise NotFound
