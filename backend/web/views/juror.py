"""The juror's evening: own reviews, one solution beside the rubric, scores, conflicts, undo."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.drafts import draft_answer
from backend.web.forms.juror import RecuseForm, ScoresForm, scores_initial
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.juror_desk import ReviewSheet, juror_desks, review_sheet
from programmes.selectors.reviews import review_stamp
from programmes.services import reviews


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    return render(request, "web/juror/desk.html", {"desks": juror_desks(request.user)})


@signed_in
def review(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.review_to_score(request.user, public_id)
    sheet = review_sheet(row)
    submits = request.POST.get("do") == "submit"
    initial = {**scores_initial(sheet.criteria, sheet.points), "comment": row.comment, "note": row.note}
    form = ScoresForm(**sent(request), criteria=sheet.criteria, draft=request.POST.get("do") == "save", initial=initial)
    if request.method == "POST" and carried_out(form, lambda: _save(request, row, form, submits=submits)):
        return _after(request, sheet, submits=submits)
    context = {"review": row, "version": row.solution.current_version, "sheet": sheet, "form": form}
    return page(request, "web/juror/review.html", context, form)


def _save(request: SignedInRequest, row: Any, form: ScoresForm, *, submits: bool) -> str:
    """Return the stamp of what stands then."""
    service = reviews.review_submit if submits else reviews.review_save_scores
    said = {name: form.cleaned_data[name] for name in ("comment", "note")}
    given: dict[str, Any] = {"points": form.points(), "abstained": form.abstained(), **said}
    return review_stamp(service(actor=request.user, review=row, base=request.POST.get("base"), **given))


def _after(request: SignedInRequest, sheet: ReviewSheet, *, submits: bool) -> HttpResponseRedirect:
    if not submits:
        return done(request, _("Saved. You can go on whenever you like."), "web:juror")
    said = _("The review is submitted. Until the phase ends you can change it.")
    if sheet.next_ref:
        return done(request, said, "web:review", sheet.next_ref)
    return done(request, said, "web:juror")


@require_POST
@signed_in
def draft(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Keep the points in the background, whatever is still missing."""
    row = access.review_to_score(request.user, public_id)
    form = ScoresForm(data=request.POST, criteria=review_sheet(row).criteria, draft=True)
    return draft_answer(form, lambda: _save(request, row, form, submits=False), row.solution.sprint.timezone)


def _title(row: Any) -> str:
    return str(row.solution.current_version.title)


@signed_in
def recuse(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.review_to_recuse(request.user, public_id)
    question = Question(
        title=_("Are you not impartial here?"),
        text=_(
            "Then “%(title)s” is taken from your list and someone else reviews it. Thank you for being open about it."
        )
        % {"title": _title(row)},
        button=_("Hand this review over"),
        stay=_("Back to the review"),
        back=reverse("web:review", args=[public_id]),
        done=_("Thank you. Someone else will review this solution."),
        to=reverse("web:juror"),
    )
    form = RecuseForm(**sent(request))
    return ask_once(
        request, question, lambda clean: reviews.review_recuse(actor=request.user, review=row, **clean), form
    )


@require_POST
@signed_in
def reopen(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.review_to_score(request.user, public_id)
    reviews.review_reopen(actor=request.user, review=row)
    return done(
        request, _("You can change the review again. It counts when you submit it again."), "web:review", public_id
    )
