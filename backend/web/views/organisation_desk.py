"""One's own organisations: what they say of themselves, and who is in them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts import access
from backend.accounts.enums import OrganisationRole
from backend.accounts.models import Membership, Organisation
from backend.accounts.rules import owns
from backend.accounts.selectors.organisations import (
    invitations_open,
    invitations_to_answer,
    members_of,
    memberships_of,
)
from backend.accounts.selectors.people import person_to_add
from backend.accounts.services import invitations, memberships, organisations
from backend.core.predicates import holds
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.organisations import MemberForm, OrganisationForm, RoleForm, roles_to_give
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in

PER_PAGE = 50
FACTS = ("name", "kind", "website", "about")


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    mine = {"memberships": memberships_of(request.user), "invitations": list(invitations_to_answer(request.user))}
    return render(request, "web/organisations/own.html", mine)


@signed_in
def create(request: SignedInRequest) -> HttpResponse:
    sheet = Sheet(
        title=_("A new organisation"),
        lead=_("Its page is public at once, and it belongs to you. Please do this only if you may speak for it."),
        button=_("Create the organisation"),
        back=reverse("web:own-organisations"),
        done=_("The organisation is there. Now invite your colleagues."),
        above=[(_("Your organisations"), reverse("web:own-organisations"))],
    )

    def act(clean: dict[str, Any]) -> str:
        return _desk(organisations.organisation_create(actor=request.user, **clean))

    return fill_in(request, sheet, OrganisationForm(**sent(request)), act)


@signed_in
def desk(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.organisation_to_manage(request.user, public_id)
    is_owner = holds(owns, request.user, shown)
    form = MemberForm(**sent(request), roles=roles_to_give(as_owner=is_owner))
    if request.method == "POST" and carried_out(form, lambda: _invite(request, shown, form)):
        return done(
            request,
            _("This person is invited, and in the organisation after saying yes."),
            "web:organisation-desk",
            shown.public_id,
        )
    members = page_of(request, members_of(shown), PER_PAGE)
    context = {
        "organisation": shown,
        "form": form,
        "page": members,
        "is_owner": is_owner,
        "invitations": list(invitations_open(shown)[:PER_PAGE]),
    }
    return page(request, "web/organisations/desk.html", context, form)


def _invite(request: SignedInRequest, organisation: Organisation, form: MemberForm) -> None:
    person = person_to_add(request.user, form.cleaned_data["email"])
    invitations.invitation_create(
        actor=request.user, organisation=organisation, user=person, role=form.cleaned_data["role"]
    )


def _desk(organisation: Organisation) -> str:
    return reverse("web:organisation-desk", args=[organisation.public_id])


def _above(organisation: Organisation) -> list[tuple[str, str]]:
    return [
        (_("Your organisations"), reverse("web:own-organisations")),
        (organisation.name, _desk(organisation)),
    ]


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.organisation_to_manage(request.user, public_id)
    sheet = Sheet(
        title=_("Edit the organisation"),
        lead=_("Everybody reads this on its page."),
        button=_("Save the organisation"),
        back=_desk(row),
        done=_("Saved."),
        above=_above(row),
    )
    form = OrganisationForm(**sent(request), initial={name: getattr(row, name) for name in FACTS})

    def act(clean: dict[str, Any]) -> None:
        organisations.organisation_update(actor=request.user, organisation=row, **clean)

    return fill_in(request, sheet, form, act)


@signed_in
def role(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.membership_to_change(request.user, public_id)
    facts = {"name": row.user.shown_name, "organisation": row.organisation.name}
    sheet = Sheet(
        title=_("Role of %(name)s") % facts,
        lead=row.organisation.name,
        button=_("Save the role"),
        back=_desk(row.organisation),
        done=_("The role of %(name)s is changed.") % facts,
        above=_above(row.organisation),
    )
    roles = roles_to_give(as_owner=holds(owns, request.user, row.organisation))
    form = RoleForm(**sent(request), roles=roles, initial={"role": row.role})

    def act(clean: dict[str, Any]) -> str:
        changed = memberships.membership_set(
            actor=request.user, organisation=row.organisation, user=row.user, role=clean["role"]
        )
        # Who has stepped down to a member sees the desk no more.
        is_out = row.user_id == request.user.pk and changed.role == OrganisationRole.MEMBER
        return reverse("web:own-organisations") if is_out else _desk(row.organisation)

    return fill_in(request, sheet, form, act)


@signed_in
def remove(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.membership_to_change(request.user, public_id)
    facts = {"name": row.user.shown_name, "organisation": row.organisation.name}
    question = Question(
        title=_("Take %(name)s out of “%(organisation)s”?") % facts,
        text=_("What %(name)s did for the organisation stays. We tell this person.") % facts,
        button=_("Take this person out"),
        stay=_("Leave it as it is"),
        back=_desk(row.organisation),
        done=_("%(name)s is no longer in “%(organisation)s”.") % facts,
        to=reverse("web:own-organisations") if row.user_id == request.user.pk else "",
    )
    return ask_once(request, question, lambda _clean: _remove(request, row))


@signed_in
def leave(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.own_membership_to_end(request.user, public_id)
    facts = {"organisation": row.organisation.name}
    question = Question(
        title=_("Leave “%(organisation)s”?") % facts,
        text=_("You do not act in its name any more. An owner or a manager can invite you again."),
        button=_("Leave the organisation"),
        stay=_("Stay in it"),
        back=reverse("web:own-organisations"),
        done=_("You are no longer in “%(organisation)s”.") % facts,
    )
    return ask_once(request, question, lambda _clean: _remove(request, row))


def _remove(request: SignedInRequest, membership: Membership) -> None:
    memberships.membership_remove(actor=request.user, membership=membership)
