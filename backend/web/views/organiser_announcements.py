"""Telling the people of a sprint something: write it, look at it, try it, send it now or later."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.core.errors import NotFound
from backend.notifications.enums import Category
from backend.notifications.previews import mail_preview, text_preview
from backend.web.announcement_words import reach_words, segment_words
from backend.web.answers import REFUSALS, Question, ask_once, carried_out, done, page, refused, sent
from backend.web.forms.announcements import AnnouncementForm, SendForm
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import AnnouncementState
from programmes.selectors import announcements as reads
from programmes.selectors.segments import segments_of
from programmes.services import announcements as services

PER_PAGE = 20
LANGUAGES = ("de", "en")


@signed_in
def announcements(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = page_of(request, reads.announcements_of(sprint), PER_PAGE)
    shown = list(rows.object_list)
    lines = [(row, segment_words(row), delivery) for row, delivery in zip(shown, reads.deliveries(shown), strict=True)]
    context = {"sprint": sprint, "page": rows, "lines": lines, "here": "announcements"}
    return render(request, "web/organiser/announcements.html", context)


@signed_in
def create(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)

    def write(clean: dict[str, Any]) -> Any:
        return services.announcement_create(actor=request.user, sprint=sprint, **clean)

    return _written(request, sprint, write, {})


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.announcement_to_manage(request.user, public_id)
    initial = {name: getattr(row, name) for name in ("segments", *services.TEXTS)}
    initial["category"] = row.category.public_id if row.category else ""

    def write(clean: dict[str, Any]) -> Any:
        return services.announcement_update(actor=request.user, announcement=row, **clean)

    return _written(request, row.sprint, write, initial)


def _written(request: SignedInRequest, sprint: Any, write: Any, initial: dict[str, Any]) -> HttpResponse:
    language = get_language() or "de"
    categories = [(row.public_id, row.name(language)) for row in reads.categories_of(sprint)]
    groups = segments_of(sprint, initial.get("segments", ()))
    form = AnnouncementForm(**sent(request), initial=initial, segments=groups, categories=categories)
    made: list[Any] = []

    def act() -> None:
        name = form.cleaned_data["category"]
        category = access.category_of(sprint, name) if name else None
        made.append(write({**form.cleaned_data, "category": category}))

    if request.method == "POST" and carried_out(form, act):
        return done(request, _("Saved. Nobody has been told yet."), "web:announcement", made[0].public_id)
    context = {"sprint": sprint, "form": form, "is_new": not initial, "here": "announcements"}
    return page(request, "web/organiser/announcement_edit.html", context, form)


@signed_in
def announcement(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What it says, whom it reaches, and what became of it; htmx asks for the progress alone."""
    row = access.announcement_to_manage(request.user, public_id)
    sending = row.state == AnnouncementState.SENDING
    context = {"announcement": row, "sprint": row.sprint, "here": "announcements"}
    names = "web/organiser/announcement.html", "web/organiser/announcement_progress.html"
    return render_run(request, *names, context, is_running=sending, whole=lambda: _whole(row))


def _whole(row: Any) -> dict[str, Any]:
    is_open = row.state in {AnnouncementState.DRAFT, AnnouncementState.SCHEDULED}
    words = services.words_of(announcement=row)
    [delivery] = reads.deliveries([row])
    return {
        "segments": segment_words(row),
        "reach": reach_words(reads.reach_of(row)) if is_open else "",
        "previews": [(one, _spoken(row, one), text_preview(services.TEMPLATE, words, one)) for one in LANGUAGES],
        "delivery": delivery,
    }


def _spoken(row: Any, language: str) -> str:
    """The language of the words that readers of `language` get."""
    if getattr(row, f"subject_{language}"):
        return language
    return next(one for one in LANGUAGES if one != language)


@signed_in
def mail(request: SignedInRequest, public_id: str, language: str) -> HttpResponse:
    """The mail as its readers get it, to the letter."""
    row = access.announcement_to_manage(request.user, public_id)
    if language not in LANGUAGES:
        raise NotFound
    found = mail_preview(
        services.TEMPLATE,
        services.words_of(announcement=row),
        language,
        reader=request.user,
        category=Category.ANNOUNCEMENT,
        url=f"/sprints/{row.sprint.slug}/",
    )
    response = HttpResponse(found.alternatives[0][0])
    # A mail brings its own style, as mail programs expect; nothing else may be loaded.
    vars(response)["_csp_replace"] = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]}
    return response


@signed_in
@require_POST
def test(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.announcement_to_manage(request.user, public_id)
    services.announcement_test(actor=request.user, announcement=row)
    return done(request, _("It is on its way to you alone."), "web:announcement", public_id)


@signed_in
def send(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.announcement_to_manage(request.user, public_id)
    reach = reach_words(reads.reach_of(row))
    question = Question(
        title=_("Send the announcement to %(people)s?") % {"people": reach},
        text=_(
            "That is everybody it reaches right now (%(segments)s). Who gets it is found out when it is sent; people"
            " who register later do not get it. What is sent cannot be taken back."
        )
        % {"segments": segment_words(row)},
        button=_("Send the announcement"),
        stay=_("Not yet"),
        back=reverse("web:announcement", args=[public_id]),
        done="",
    )
    form = SendForm(**sent(request), zone=row.sprint.timezone, initial={"send_at": row.send_at})
    return ask_once(
        request,
        question,
        lambda clean: services.announcement_send(actor=request.user, announcement=row, **clean) and None,
        form,
    )


@signed_in
@require_POST
def stop(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.announcement_to_manage(request.user, public_id)
    try:
        services.announcement_stop(actor=request.user, announcement=row)
    except REFUSALS as error:
        return refused(request, error, "web:announcement", public_id)
    return done(request, _("Stopped. It is a draft again."), "web:announcement", public_id)


@signed_in
def discard(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.announcement_to_manage(request.user, public_id)
    question = Question(
        title=_("Put “%(subject)s” aside?") % {"subject": row.subject_de or row.subject_en},
        text=_("Nobody has got it. It stays in the list."),
        button=_("Put it aside"),
        stay=_("Keep it"),
        back=reverse("web:announcement", args=[public_id]),
        done=_("Put aside."),
        to=reverse("web:organiser-announcements", args=[row.sprint.slug]),
    )
    return ask_once(
        request, question, lambda _clean: services.announcement_discard(actor=request.user, announcement=row) and None
    )
