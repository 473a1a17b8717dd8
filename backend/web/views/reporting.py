"""For everybody: reporting a text, appealing, and seeing whether one is blocked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Sheet, fill_in, sent
from backend.web.forms.moderation import AbuseForm, AppealForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.abuse import blocks_of_person
from programmes.services.abuse import abuse_report_create
from programmes.services.appeals import block_appeal, challenge_appeal


@signed_in
def report_challenge(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_report(request.user, public_id)
    return report(request, row, row.title, reverse("web:challenge", args=[public_id]))


@signed_in
def report_team(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.team_to_report(request.user, public_id)
    return report(request, row, row.name, reverse("web:team", args=[public_id]))


@signed_in
def report_solution(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.solution_to_report(request.user, public_id)
    title = row.shown_title
    return report(request, row, title, reverse("web:solution", args=[public_id]))


def report(request: SignedInRequest, row: Any, title: str, back: str) -> HttpResponse:
    sheet = Sheet(
        title=_("Report “%(title)s”") % {"title": title},
        lead=_("The organisers look at it. If several people report it, nobody sees it until they have decided."),
        button=_("Report it to the organisers"),
        back=back,
        done=_("Thank you. The organisers look at it."),
        above=[(title, back)],
    )
    form = AbuseForm(**sent(request))

    def act(clean: dict[str, Any]) -> str:
        abuse_report_create(actor=request.user, thing=row, **clean)
        # The text may be hidden by now, also from who has reported it.
        return reverse("web:sprint", args=[row.sprint.slug])

    return fill_in(request, sheet, form, act)


@signed_in
def appeal_challenge(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_appeal(request.user, public_id)
    back = reverse("web:challenge-desk")
    sheet = Sheet(
        title=_("Appeal: “%(title)s”") % {"title": row.title},
        lead=_("You can appeal once. Another organiser decides anew, and answers you."),
        button=_("Send the appeal"),
        back=back,
        done=_("Your appeal is with the other organisers."),
        above=[(_("Your challenges"), back)],
    )
    form = AppealForm(**sent(request))
    return fill_in(
        request, sheet, form, lambda clean: _done(challenge_appeal(actor=request.user, challenge=row, **clean))
    )


@signed_in
def appeal_block(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.block_to_appeal(request.user, public_id)
    back = reverse("web:own-blocks")
    sheet = Sheet(
        title=_("Appeal against being blocked"),
        lead=_("You can appeal once. Another organiser decides anew, and answers you."),
        button=_("Send the appeal"),
        back=back,
        done=_("Your appeal is with the other organisers."),
        above=[(_("Where you are blocked"), back)],
    )
    form = AppealForm(**sent(request))
    return fill_in(request, sheet, form, lambda clean: _done(block_appeal(actor=request.user, block=row, **clean)))


def _done(_made: object) -> None:
    """Go back to where the form was opened."""


@signed_in
def own_blocks(request: SignedInRequest) -> HttpResponse:
    return render(request, "web/settings/blocks.html", {"page": page_of(request, blocks_of_person(request.user))})
