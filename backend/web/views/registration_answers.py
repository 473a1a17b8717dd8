"""What people answer at registration: their own to read and change, all of them for the organisers."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.core import clock
from backend.web.answer_words import answers_said, changes_said
from backend.web.answers import carried_out, done, page, sent
from backend.web.answers_csv import answers_table
from backend.web.forms.answers import AnswersForm
from backend.web.paging import page_of
from backend.web.partial import is_partial
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors import registration_forms as reads
from programmes.services.registration_answers import answers_change

PER_PAGE = 50


@signed_in
def own(request: SignedInRequest, slug: str) -> HttpResponse:
    registration = access.own_registration_to_use(request.user, slug)
    sprint = registration.sprint
    version, kept = reads.form_of(sprint), reads.answers_of(registration)
    form = AnswersForm(**sent(request), asked=version.form, given=kept.values if kept else {}) if version else None
    if request.method == "POST" and form and carried_out(form, lambda: _change(request, registration, form)):
        return done(request, _("Your answers are saved."), "web:registration-answers", slug)
    consents = [(one, datetime.fromisoformat(one["at"])) for one in (kept.consents if kept else [])]
    context = {
        "sprint": sprint,
        "is_open": sprint.starts_at > clock.now(),
        "form": form,
        "answers": answers_said(kept.form.form, kept.values) if kept else [],
        "consents": consents,
    }
    return page(request, "web/sprints/answers.html", context, form)


@signed_in
@require_POST
def questions(request: SignedInRequest, slug: str) -> HttpResponse:
    """Of who is filling the questions in: those that appear or vanish by what is answered now. Nothing is kept.

    The page says which of the questions that depend on others it shows (`shown`). All others are left alone, so that
    nobody loses what is being typed meanwhile.
    """
    sprint = access.sprint_to_join(request.user, slug)
    if not is_partial(request):
        return redirect("web:sprint-register", slug)
    version = reads.form_of(sprint)
    form = AnswersForm(request.POST, asked=version.form if version else None).as_typed()
    depending = {one.key for one in form.asked.questions() if one.shown_if}
    changed = list(form.shown((set(request.POST.getlist("shown")) ^ form.asked_now) & depending))
    context = {"sprint": sprint, "changed": changed, "said": changes_said(changed)}
    return render(request, "web/sprints/questions_changed.html", context)


def _change(request: SignedInRequest, registration: Any, form: AnswersForm) -> None:
    language = get_language() or "de"
    answers_change(actor=request.user, registration=registration, answers=form.answers, language=language)


@signed_in
def answers(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = page_of(request, reads.registrations_with_answers(sprint), PER_PAGE)
    context = {"sprint": sprint, "page": rows, "lines": [(row, _said(row)) for row in rows.object_list], "here": "form"}
    return render(request, "web/organiser/answers.html", context)


def _said(row: Any) -> list[tuple[str, str]]:
    kept = getattr(row, "answers", None)
    return answers_said(kept.form.form, kept.values) if kept else []


@signed_in
def table(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = reads.registrations_with_answers(sprint)
    answer = HttpResponse(answers_table(reads.columns_of(sprint), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{sprint.slug}-angaben.csv"'
    return answer
