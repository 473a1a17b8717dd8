"""How several funds add to the campaigns of a programme, declared by its organisers."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Sheet, fill_in, sent
from backend.web.forms.fund_desk import StackingForm
from backend.web.signed_in import SignedInRequest, signed_in
from funding.selectors.stacking import stacking_of
from funding.services.stacking import stacking_declare
from programmes import access

PERCENT = 100


@signed_in
def stacking(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_manage(request.user, slug)
    declared = stacking_of(programme)
    initial = {}
    if declared is not None:
        initial = {"policy": declared.policy, "ceiling_percent": (declared.ceiling_bp or 0) // PERCENT or None}
    sheet = Sheet(
        title=_("Several funds on one campaign"),
        lead=_(
            "It holds for all campaigns of “%(programme)s” and for pledges from now on; what was promised stays."
            " Without it one fund at most tops a campaign up. You can change it later, but not take it back."
        )
        % {"programme": programme.name},
        button=_("Declare it"),
        back=reverse("web:organiser"),
        done=_("Declared. It holds from the next pledge on."),
        above=[(_("Organisation"), reverse("web:organiser"))],
    )

    def act(clean: dict[str, Any]) -> None:
        percent = clean["ceiling_percent"]
        ceiling = percent * PERCENT if percent else None
        stacking_declare(programme=programme, policy=clean["policy"], ceiling_bp=ceiling, actor=request.user)

    return fill_in(request, sheet, StackingForm(**sent(request), initial=initial), act)
