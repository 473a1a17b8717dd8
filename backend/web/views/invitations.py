"""Being asked into an organisation: what the invited person answers, and how the organisation takes it back."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts import access
from backend.accounts.services import invitations
from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.signed_in import SignedInRequest, signed_in


@signed_in
def invitation(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.invitation_to_answer(request.user, public_id)
    form = forms.Form(**sent(request))
    # Whatever is not plainly a yes takes nobody in.
    accepts = request.POST.get("do") == "accept"
    answer = invitations.invitation_accept if accepts else invitations.invitation_decline
    if request.method == "POST" and carried_out(form, lambda: answer(actor=request.user, invitation=row)):
        said = (
            _("You are in “%(organisation)s” now.") if accepts else _("You have declined to join “%(organisation)s”.")
        )
        return done(request, said % {"organisation": row.organisation.name}, "web:own-organisations")
    return page(request, "web/organisations/invitation.html", {"invitation": row, "form": form}, form)


@signed_in
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.invitation_to_withdraw(request.user, public_id)
    facts = {"name": row.user.shown_name, "organisation": row.organisation.name}
    question = Question(
        title=_("Withdraw the invitation of %(name)s to “%(organisation)s”?") % facts,
        text=_("You can invite this person again at any time."),
        button=_("Withdraw the invitation"),
        stay=_("Leave it as it is"),
        back=reverse("web:organisation-desk", args=[row.organisation.public_id]),
        done=_("The invitation of %(name)s is withdrawn.") % facts,
    )
    return ask_once(
        request, question, lambda _clean: invitations.invitation_withdraw(actor=request.user, invitation=row)
    )
