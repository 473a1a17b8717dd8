"""Bringing people and teams together: agreeing to it, a connector's desk, introducing, answering."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.people import person_with_address
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.connecting import AnswerIntroductionForm, AppointForm, IntroduceForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.team_match import Asked, reasons
from programmes import access
from programmes.selectors import connecting as reads
from programmes.selectors.overflow import challenges_overfull
from programmes.selectors.people import profile_of
from programmes.selectors.teams import membership_of
from programmes.services import connecting as services

PER_PAGE = 24
SENT_SHOWN, FULL_SHOWN = 12, 12


@signed_in
def allow(request: SignedInRequest, slug: str) -> HttpResponse:
    """Agreeing to be introduced, or taking that back."""
    sprint = access.sprint_to_join(request.user, slug)
    back = reverse("web:team-find", args=[slug])
    if reads.may_be_introduced(sprint, request.user):
        question, act = _forbids(back), services.introducing_forbid
    else:
        question, act = _allows(back), services.introducing_allow
    return ask_once(request, question, lambda _clean: act(actor=request.user, sprint=sprint))


def _forbids(back: str) -> Question:
    return Question(
        title=_("Do you no longer want to be introduced?"),
        text=_("Connectors do not see you any more. What waits for an answer is withdrawn."),
        button=_("Do not introduce me"),
        stay=_("Leave it as it is"),
        back=back,
        done=_("Nobody introduces you any more."),
    )


def _allows(back: str) -> Question:
    return Question(
        title=_("Shall somebody introduce you to a team?"),
        text=_(
            "Connectors are volunteers of this sprint. They see your name and what your profile says you can do, and"
            " may introduce you to a team. They see no e-mail address. You decide each time, and can take this back."
        ),
        button=_("Yes, introduce me"),
        stay=_("No, thank you"),
        back=back,
        done=_("Thank you! Connectors of this sprint can introduce you now."),
    )


@signed_in
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_connect(request.user, slug)
    context = {
        "sprint": sprint,
        "page": page_of(request, reads.people_to_introduce(sprint), PER_PAGE),
        "full": challenges_overfull(sprint)[:FULL_SHOWN],
        "sent": reads.introductions_sent(sprint, request.user)[:SENT_SHOWN],
    }
    return page(request, "web/connecting/desk.html", context)


@signed_in
def introduce(request: SignedInRequest, public_id: str) -> HttpResponse:
    registration = access.registration_to_introduce(request.user, public_id)
    person, sprint = registration.user, registration.sprint
    profile = profile_of(person)
    teams = reads.teams_for(person, sprint)
    asked = Asked(skills=[*profile.skills, *profile.roles_sought])
    choices = [
        (row.public_id, f"{row.name}: {' · '.join(reasons(row, asked, request.user.language))}") for row in teams
    ]
    back = reverse("web:connecting", args=[sprint.slug])
    sheet = Sheet(
        title=_("Introduce %(name)s") % {"name": person.shown_name},
        lead=_("Teams with a free place, the best fitting first.") if teams else _("No team has a free place now."),
        button=_("Introduce them to each other"),
        back=back,
        done=_("Both have been told. You hear from us what they say."),
        above=[(_("Bring together"), back)],
    )

    def act(clean: dict[str, Any]) -> None:
        team = access.team_to_view(request.user, clean["team"])
        services.introduction_send(actor=request.user, team=team, user=person, message=clean["message"])

    return fill_in(request, sheet, IntroduceForm(**sent(request), teams=choices), act)


@signed_in
def answer(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.introduction_to_answer(request.user, public_id)
    form = AnswerIntroductionForm(**sent(request))
    agrees = request.POST.get("do") == "agree"
    act = services.introduction_agree if agrees else services.introduction_decline
    if request.method == "POST" and carried_out(form, lambda: act(actor=request.user, introduction=row)):
        if agrees and membership_of(row.team, request.user):
            return done(
                request, _("You agreed. When both have, you are one team."), "web:team-room", row.team.public_id
            )
        said = _("You agreed. When both have, you are one team.") if agrees else _("Your answer is noted.")
        return done(request, said, "web:introduction", public_id)
    is_person = row.user_id == request.user.pk
    agreed_at = row.person_agreed_at if is_person else row.team_agreed_at
    context = {
        "row": row,
        "form": form,
        "is_person": is_person,
        "agreed_at": agreed_at,
        "profile": profile_of(row.user),
    }
    return page(request, "web/connecting/answer.html", context, form)


@signed_in
def connectors(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who introduces people in a sprint: for its organisers."""
    sprint = access.sprint_to_manage(request.user, slug)
    form = AppointForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _appoint(request, sprint, form)):
        return done(
            request, _("This person can bring people and teams together now."), "web:organiser-connectors", slug
        )
    context = {
        "sprint": sprint,
        "form": form,
        "page": page_of(request, reads.connectors_of(sprint)),
        "here": "connecting",
    }
    return page(request, "web/organiser/connectors.html", context, form)


def _appoint(request: SignedInRequest, sprint: Any, form: AppointForm) -> None:
    person = person_with_address(form.cleaned_data["email"])
    services.connector_appoint(actor=request.user, sprint=sprint, user=person)


@signed_in
def dismiss(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.connector_to_dismiss(request.user, public_id)
    facts = {"name": row.user.shown_name, "sprint": row.sprint.title}
    question = Question(
        title=_("Shall %(name)s no longer introduce people?") % facts,
        text=_("%(name)s does not see any more who in “%(sprint)s” looks for a team.") % facts,
        button=_("Take the task away"),
        stay=_("Leave it as it is"),
        back=reverse("web:organiser-connectors", args=[row.sprint.slug]),
        done=_("%(name)s does not introduce people any more.") % facts,
    )
    return ask_once(request, question, lambda _clean: services.connector_dismiss(actor=request.user, connector=row))
