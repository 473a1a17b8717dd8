"""What a person decides about the own account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.enums import ExportState
from backend.accounts.models import ApiToken
from backend.accounts.selectors.api_tokens import token_to_revoke, tokens_of
from backend.accounts.selectors.data_exports import data_export_latest
from backend.accounts.services.api_tokens import token_create, token_revoke
from backend.accounts.services.data_export import data_export_request
from backend.accounts.services.erasure import account_erase
from backend.accounts.services.people import person_update
from backend.core import clock
from backend.core.errors import NotFound
from backend.notifications.selectors.preferences import preferences_of
from backend.notifications.services.preferences import preference_save
from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.forms.settings import EraseForm, MailsForm, PersonForm, TokenForm
from backend.web.signed_in import SignedInRequest, signed_in


@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    person = request.user
    form = PersonForm(**sent(request), initial={"display_name": person.display_name, "language": person.language})
    if request.method == "POST" and carried_out(form, lambda: person_update(user=person, **form.cleaned_data)):
        return done(request, _("Saved."), "web:settings")
    return page(request, "web/settings/overview.html", {"form": form}, form)


@signed_in
def mails(request: SignedInRequest) -> HttpResponse:
    form = MailsForm(**sent(request), chosen=preferences_of(request.user))
    if request.method == "POST" and carried_out(
        form, lambda: preference_save(user=request.user, choices=form.cleaned_data)
    ):
        return done(request, _("Saved."), "web:settings-mails")
    return page(request, "web/settings/mails.html", {"form": form}, form)


@signed_in
def tokens(request: SignedInRequest) -> HttpResponse:
    """The clear text is shown in the answer to the POST alone: it is stored nowhere, not even in the session."""
    form = TokenForm(**sent(request))
    made: list[tuple[ApiToken, str]] = []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(token_create(user=request.user, **form.cleaned_data))
    ):
        form = TokenForm()
    clear = made[0][1] if made else ""
    context = {"form": form, "tokens": tokens_of(request.user), "clear": clear, "now": clock.now()}
    response = page(request, "web/settings/tokens.html", context, form)
    response["Cache-Control"] = "no-store"
    return response


@signed_in
def token_end(request: SignedInRequest, public_id: str) -> HttpResponse:
    token = token_to_revoke(request.user, public_id)
    question = Question(
        title=_("End the API key “%(name)s”?") % {"name": token.name},
        text=_("Programs that use it are shut out at once. It cannot be made valid again."),
        button=_("End this key"),
        stay=_("Keep it"),
        back=reverse("web:settings-tokens"),
        done=_("The API key “%(name)s” has ended.") % {"name": token.name},
    )
    return ask_once(request, question, lambda _clean: token_revoke(token=token, actor=request.user))


@signed_in
def export(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        data_export_request(user=request.user)
        return done(
            request, _("We put your archive together and write to you when it is ready."), "web:settings-export"
        )
    latest = data_export_latest(request.user)
    state = latest.state if latest else ""
    if latest and state == ExportState.READY and latest.expires_at and latest.expires_at <= clock.now():
        state = ExportState.EXPIRED
    return render(request, "web/settings/export.html", {"export": latest, "state": state})


@signed_in
def export_download(request: SignedInRequest) -> HttpResponseBase:
    latest = data_export_latest(request.user)
    if latest is None or latest.state != ExportState.READY or not latest.expires_at or latest.expires_at <= clock.now():
        raise NotFound
    return FileResponse(latest.archive.open("rb"), as_attachment=True, filename="gemeinwerk.zip")


@signed_in
def erase(request: SignedInRequest) -> HttpResponse:
    form = EraseForm(**sent(request), email=request.user.email)
    if request.method == "POST" and carried_out(form, lambda: account_erase(user=request.user)):
        logout(request)
        messages.success(request, _("Your account is erased. Thank you for what you have given."))
        return redirect("web:home")
    return page(request, "web/settings/erase.html", {"form": form}, form)
