"""What a guardian reads and answers, without an account: the signed address in the mail is the right to do so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from backend.core.errors import Conflict
from programmes import access
from programmes.enums import ConsentState
from programmes.services.guardians import consent_agree, consent_decline


@never_cache
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Scanners of mail servers open every link, so only a POST answers."""
    row = access.consent_to_answer(request.user, token)
    state, refused = row.state, None
    if request.method == "POST":
        try:
            decide = consent_decline if request.POST.get("answer") == "no" else consent_agree
            state = decide(consent=row).state
        except Conflict as error:
            refused = error
    registration = row.registration
    context = {
        "consent": row,
        "sprint": registration.sprint,
        "person": registration.user,
        "agreed": state == ConsentState.AGREED,
        "declined": state == ConsentState.DECLINED,
        "refused": refused,
    }
    response = render(request, "web/sprints/guardian.html", context, status=422 if refused else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
