from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.web.answers import carried_out, done, page, sent
from backend.web.forms.profile import SPOKEN, ProfileForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.people import profile_of
from programmes.services.profiles import profile_save

NAMES = ("skills", "topics", "roles_sought", "languages", "about", "is_public")


@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    own = profile_of(request.user)
    form = ProfileForm(**sent(request), initial={name: getattr(own, name) for name in NAMES})
    if request.method == "POST" and carried_out(form, lambda: profile_save(actor=request.user, **form.cleaned_data)):
        return done(request, _("Your profile is saved."), "web:profile")
    return page(request, "web/profile/edit.html", {"form": form, "profile": own}, form)


def person(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.profile_to_view(request.user, public_id)
    spoken = [dict(SPOKEN).get(code, code) for code in shown.languages]
    return render(request, "web/profile/person.html", {"profile": shown, "spoken": spoken})
