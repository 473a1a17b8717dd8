"""Who poses challenges: the own ones, what was decided, until when one answers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.accounts.selectors.organisations import members_of
from backend.core.predicates import holds
from backend.web.answers import Question, Sheet, ask_once, done, fill_in, sent
from backend.web.forms.challenge_desk import ChallengeForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.rules import speaks_for_owner
from programmes.selectors.challenge_desk import sprints_to_propose
from programmes.selectors.challenges import challenges_of
from programmes.selectors.programmes import categories_of
from programmes.services.challenges import challenge_resubmit, challenge_update, challenge_withdraw

TEXTS = ("title", "summary", "body", "language", "answer_due_at", "contact_name", "contact_role")


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    context = {"page": page_of(request, challenges_of(request.user)), "sprints": sprints_to_propose()}
    return render(request, "web/challenge_desk/desk.html", context)


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_edit(request.user, public_id)
    reading = (get_language() or "de")[:2]
    categories = {one.public_id: one for one in categories_of(row.sprint.programme)}
    initial = {name: getattr(row, name) for name in TEXTS} | {
        "category": row.category and row.category.public_id,
        "contact": row.contact and row.contact.public_id,
    }
    form = ChallengeForm(
        **sent(request),
        initial=initial,
        zone=row.sprint.timezone,
        categories=[(key, one.name(reading)) for key, one in categories.items()],
        contacts=_contacts(request, row),
    )

    def act(clean: dict[str, Any]) -> None:
        category = categories.get(clean.pop("category"))
        if "contact" in clean:
            chosen = clean["contact"]
            clean["contact"] = access.contact_among(request.user, row, chosen) if chosen else None
        challenge_update(actor=request.user, challenge=row, category=category, **clean)

    return fill_in(request, _sheet(row), form, act)


def _contacts(request: SignedInRequest, row: Any) -> list[tuple[str, str]] | None:
    """Whom one may choose: nobody for a citizen's challenge, and nobody is listed to who is not of the organisation."""
    if row.owner is None:
        return None
    if not holds(speaks_for_owner, request.user, row):
        return []
    return [(one.user.public_id, one.user.shown_name) for one in members_of(row.owner)]


def _sheet(row: Any) -> Sheet:
    back = reverse("web:challenge-desk")
    return Sheet(
        title=_("Edit the challenge"),
        lead=row.sprint.title,
        button=_("Save the challenge"),
        back=back,
        done=_("Saved."),
        above=[(_("Your challenges"), back)],
    )


@signed_in
def withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_withdraw(request.user, public_id)
    question = Question(
        title=_("Withdraw the challenge “%(title)s”?") % {"title": row.title},
        text=_("It disappears from the sprint, and no team can work on it. This cannot be taken back."),
        button=_("Withdraw the challenge"),
        stay=_("Leave it in the sprint"),
        back=reverse("web:challenge-desk"),
        done=_("The challenge “%(title)s” is withdrawn.") % {"title": row.title},
    )
    return ask_once(request, question, lambda _clean: challenge_withdraw(actor=request.user, challenge=row))


@require_POST
@signed_in
def resubmit(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_edit(request.user, public_id)
    challenge_resubmit(actor=request.user, challenge=row)
    return done(request, _("The organisers read your challenge again."), "web:challenge-desk")
