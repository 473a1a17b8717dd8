"""The repository of a team: named, asked for its README once more, and not named any more."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.web.answers import REFUSALS, Sheet, done, fill_in, refused, sent
from backend.web.forms.team_room import RepositoryForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.readmes import readme_of
from programmes.services.readmes import readme_ask, readme_name


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_hand_in(request.user, public_id)
    room, readme = reverse("web:team-room", args=[public_id]), readme_of(team)
    sheet = Sheet(
        title=_("Your repository"),
        lead=_("We fetch its README and show it beside your solution, daily while your sprint lets you build."),
        button=_("Save the address"),
        back=room,
        done=_("Saved. In a moment the team room says what we have found there."),
        above=[(team.name, room)],
    )
    form = RepositoryForm(**sent(request), initial={"address": readme.address if readme else ""})
    return fill_in(
        request, sheet, form, lambda clean: readme_name(actor=request.user, team=team, address=clean["address"])
    )


@require_POST
@signed_in
def ask(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_hand_in(request.user, public_id)
    try:
        readme_ask(actor=request.user, team=team)
    except REFUSALS as error:
        return refused(request, error, "web:team-room", public_id)
    return done(
        request, _("We fetch the README now. Please open this page again in a moment."), "web:team-room", public_id
    )
