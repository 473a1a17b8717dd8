"""An organiser's desk for reported texts, blocked people and appeals."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.selectors.people import person_with_address
from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.forms.moderation import AppealDecisionForm, BlockForm, CaseForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.abuse import appeals_of, blocks_of, cases_of, reporters_in_bad_faith, title_of
from programmes.services.abuse import abuse_case_decide
from programmes.services.appeals import appeal_decide
from programmes.services.blocks import block_create, block_lift

PER_PAGE = 25


@signed_in
def cases(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = page_of(request, cases_of(sprint), PER_PAGE)
    shown = [(row, title_of(row)) for row in rows.object_list]
    return render(
        request, "web/organiser/cases.html", {"sprint": sprint, "page": rows, "rows": shown, "here": "moderation"}
    )


@signed_in
def case(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.abuse_case_to_decide(request.user, public_id)
    reports = [
        (one.public_id, f"{one.reporter.shown_name}: {one.get_kind_display()}")
        for one in row.reports.all()
        if one.settled_at is None
    ]
    form = CaseForm(**sent(request), reports=reports)
    if request.method == "POST" and carried_out(form, lambda: _decide(request, row, form)):
        return done(request, _("It is decided, and who wrote it is told."), "web:organiser-cases", row.sprint.slug)
    context = {"case": row, "title": title_of(row), "sprint": row.sprint, "form": form, "here": "moderation"}
    return page(request, "web/organiser/case.html", context, form)


def _decide(request: SignedInRequest, row: Any, form: CaseForm) -> None:
    clean = form.cleaned_data
    abuse_case_decide(
        actor=request.user,
        case=row,
        remove=clean["decision"] == "remove",
        reason=clean["reason"],
        bad_faith=access.reports_among(row, clean.get("bad_faith", [])),
    )


@signed_in
def blocks(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    form = BlockForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _block(request, sprint, form)):
        return done(request, _("The person is blocked, and reads your reason."), "web:organiser-blocks", sprint.slug)
    context = {
        "sprint": sprint,
        "form": form,
        "page": page_of(request, blocks_of(sprint), PER_PAGE),
        "suspects": reporters_in_bad_faith(sprint)[:PER_PAGE],
        "here": "moderation",
    }
    return page(request, "web/organiser/blocks.html", context, form)


def _block(request: SignedInRequest, sprint: Any, form: BlockForm) -> None:
    given = dict(form.cleaned_data)
    person = person_with_address(given.pop("email"))
    block_create(actor=request.user, sprint=sprint, user=person, **given)


@signed_in
def lift(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.block_to_lift(request.user, public_id)
    question = Question(
        title=_("Lift the block of %(name)s?") % {"name": row.user.shown_name},
        text=_("The person may do this again from now on. Places and teams do not come back by themselves."),
        button=_("Lift the block"),
        stay=_("Keep the block"),
        back=reverse("web:organiser-blocks", args=[row.sprint.slug]),
        done=_("The block is lifted, and the person is told."),
    )
    return ask_once(request, question, lambda _clean: _nothing(block_lift(actor=request.user, block=row)))


def _nothing(_made: object) -> None:
    """Go back to where the question was asked."""


@signed_in
def appeals(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    context = {"sprint": sprint, "page": page_of(request, appeals_of(sprint), PER_PAGE), "here": "moderation"}
    return render(request, "web/organiser/appeals.html", context)


@signed_in
def appeal(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.appeal_to_decide(request.user, public_id)
    form = AppealDecisionForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _decide_appeal(request, row, form)):
        said = _("It is decided, and who appealed reads your answer.")
        return done(request, said, "web:organiser-appeals", row.sprint.slug)
    context = {"appeal": row, "sprint": row.sprint, "form": form, "here": "moderation"}
    return page(request, "web/organiser/appeal.html", context, form)


def _decide_appeal(request: SignedInRequest, row: Any, form: AppealDecisionForm) -> None:
    clean = form.cleaned_data
    appeal_decide(actor=request.user, appeal=row, grant=clean["decision"] == "grant", answer=clean["answer"])
