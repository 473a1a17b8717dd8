"""Composing what is asked at registration: sections and questions, their order, and how it will look."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.core.errors import NotFound
from backend.core.ids import new_key
from backend.web.answers import Question, Sheet, ask_once, fill_in, page, sent
from backend.web.forms.answers import AnswersForm, condition_words
from backend.web.forms.form_builder import KIND_LABELS, QuestionForm, SectionForm
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.composing import move_part, sheet_of
from programmes import access
from programmes.domain.forms import editing
from programmes.domain.forms.kinds import Form
from programmes.selectors.registration_forms import form_of
from programmes.services.registration_forms import form_change


def _form(sprint: Any) -> Form:
    version = form_of(sprint)
    return version.form if version else Form()


@signed_in
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    version, language = form_of(sprint), get_language() or "de"
    form = _form(sprint)
    sections = [(one, one.title.said(language), [_line(each, form) for each in one.questions]) for one in form.sections]
    context = {"sprint": sprint, "version": version, "sections": sections, "here": "form"}
    return page(request, "web/organiser/form.html", context)


def _line(question: Any, form: Form) -> dict[str, Any]:
    return {
        "key": question.key,
        "label": question.label.said(get_language() or "de"),
        "kind": KIND_LABELS[question.kind.value],
        "required": question.required,
        "condition": condition_words(question, form),
    }


def _sheet(sprint: Any, title: str, button: str) -> Sheet:
    return sheet_of(sprint, "web:organiser-form", _("Registration"), title=title, button=button)


@signed_in
def section(request: SignedInRequest, slug: str, key: str = "") -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    found = _form(sprint).section(key)
    if key and found is None:
        raise NotFound
    sheet = _sheet(sprint, _("Section of the form"), _("Save the section"))
    initial = {"title_de": found.title.de, "title_en": found.title.en} if found else {}
    form = SectionForm(**sent(request), initial=initial)
    made = key or new_key()

    def act(_clean: dict[str, Any]) -> None:
        title = form.title
        form_change(actor=request.user, sprint=sprint, change=lambda before: editing.section_put(before, made, title))

    return fill_in(request, sheet, form, act)


@signed_in
def question(request: SignedInRequest, slug: str, key: str = "") -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    before = _form(sprint)
    found = before.question(key)
    if (key and found is None) or not before.sections:
        raise NotFound
    sheet = _sheet(sprint, _("Change the question") if found else _("A new question"), _("Save the question"))
    form = QuestionForm(**sent(request), form=before, question=found, section=request.GET.get("section", ""))

    def act(clean: dict[str, Any]) -> None:
        composed = form.composed
        form_change(
            actor=request.user,
            sprint=sprint,
            change=lambda now: editing.question_put(now, clean["section"], composed),
        )

    return fill_in(request, sheet, form, act)


@signed_in
@require_POST
def move(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    return move_part(
        request,
        sprint,
        "web:organiser-form",
        lambda step: form_change(
            actor=request.user, sprint=sprint, change=lambda now: editing.part_moved(now, key, step)
        ),
    )


@signed_in
def remove(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    form = _form(sprint)
    asked, part = form.question(key), form.section(key)
    words = asked.label if asked else part.title if part else None
    if words is None:
        raise NotFound
    name = words.said(get_language() or "de") or _("Section of the form")
    text = _("It is not asked any more. What people have answered so far stays in the list of answers.")
    lost = _("All questions in it are not asked any more. What people have answered so far stays.")
    sheet = Question(
        title=_("Remove “%(name)s” from the form?") % {"name": name},
        text=text if asked else lost,
        button=_("Remove it"),
        stay=_("Keep it"),
        back=reverse("web:organiser-form", args=[slug]),
        done=_("Removed from the form."),
    )
    return ask_once(
        request,
        sheet,
        lambda _clean: form_change(
            actor=request.user, sprint=sprint, change=lambda now: editing.part_removed(now, key)
        ),
    )


@signed_in
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """As people will see it; what is sent here is checked and kept nowhere."""
    sprint = access.sprint_to_manage(request.user, slug)
    context = {"sprint": sprint, "form": AnswersForm(asked=_form(sprint)), "here": "form"}
    return page(request, "web/organiser/form_preview.html", context)
