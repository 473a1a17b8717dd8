"""Many proposed challenges at once: what is ticked, or all that meets a filter, which a worker carries out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from backend.web.answers import REFUSALS, Question, ask_once, done, refused, sent
from backend.web.forms.moderation import BulkForm, QueueFilterForm
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.templatetags.web_words import category_name
from programmes import access
from programmes.enums import ModerationRunState
from programmes.selectors.abuse import items_left
from programmes.selectors.moderation import challenges_wanted
from programmes.selectors.programmes import categories_of
from programmes.services import moderation_runs as services

PER_PAGE = 50


def queue_filter(request: SignedInRequest, sprint: Any) -> QueueFilterForm:
    choices = [(one.slug, category_name(one)) for one in categories_of(sprint.programme)]
    return QueueFilterForm(request.GET, categories=choices)


@signed_in
@require_POST
def decide(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is ticked on the queue; say how many are decided, and of each that is not, why."""
    sprint = access.sprint_to_manage(request.user, slug)
    act = request.POST.get("act", "")
    try:
        rows = access.challenges_among(sprint, request.POST.getlist("challenge")[: services.AT_ONCE + 1])
        results = services.challenges_decide_each(
            actor=request.user, challenges=rows, act=act, reason=request.POST.get("reason", "")
        )
    except REFUSALS as error:
        return refused(request, _in_one(error), "web:organiser-moderation", sprint.slug)
    _tell(request, results)
    return redirect("web:organiser-moderation", sprint.slug)


def _tell(request: SignedInRequest, results: list[Any]) -> None:
    count = sum(one.refusal is None for one in results)
    if count:
        said = ngettext("%(n)s challenge is decided.", "%(n)s challenges are decided.", count) % {"n": count}
        messages.success(request, said)
    for one in results:
        if one.refusal is not None:
            facts = {"title": one.challenge.title, "why": one.refusal.message}
            messages.error(request, _("Not decided: “%(title)s”. %(why)s") % facts)


def _in_one(error: Any) -> Any:
    """What stands beside fields elsewhere, in one sentence here."""
    fields = getattr(error, "fields", {})
    if fields:
        error.message = " ".join(str(text) for texts in fields.values() for text in texts)
    return error


@signed_in
def decide_all(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask once, with the number; what has changed since is shown and asked again."""
    sprint = access.sprint_to_manage(request.user, slug)
    wanted = queue_filter(request, sprint).wanted
    count = challenges_wanted(sprint, wanted).count()
    seen = request.POST.get("count", "")

    def act(clean: dict[str, Any]) -> str:
        run = services.moderation_start(
            actor=request.user, sprint=sprint, wanted=wanted, seen=int(seen) if seen.isdecimal() else None, **clean
        )
        return reverse("web:moderation-run", args=[run.public_id])

    question = Question(
        title=ngettext("Decide on %(n)s challenge?", "Decide on all %(n)s challenges at once?", count) % {"n": count},
        text=_("It is done in the background. Whoever proposed one of them is told, as by a single decision."),
        button=_("Decide on all of them"),
        stay=_("Back to the list"),
        back=f"{reverse('web:organiser-moderation', args=[sprint.slug])}?{request.GET.urlencode()}",
        done="",
    )
    context = {"count": count, "sprint": sprint}
    template = "web/organiser/moderation_all.html"
    return ask_once(request, question, act, BulkForm(**sent(request)), template=template, context=context)


@signed_in
def run(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.moderation_run_to_manage(request.user, public_id)
    context = {"run": row, "sprint": row.sprint, "here": "moderation"}
    names = "web/organiser/moderation_run.html", "web/organiser/moderation_progress.html"
    return render_run(
        request,
        *names,
        context,
        is_running=row.state == ModerationRunState.RUNNING,
        whole=lambda: {"page": page_of(request, items_left(row), PER_PAGE)},
    )


@signed_in
@require_POST
def run_stop(request: SignedInRequest, public_id: str) -> HttpResponse:
    return _change(request, public_id, services.moderation_stop, _("It is stopped. What is decided stays decided."))


@signed_in
@require_POST
def run_resume(request: SignedInRequest, public_id: str) -> HttpResponse:
    return _change(request, public_id, services.moderation_resume, _("It goes on."))


def _change(request: SignedInRequest, public_id: str, act: Callable[..., object], said: str) -> HttpResponse:
    row = access.moderation_run_to_manage(request.user, public_id)
    try:
        act(actor=request.user, run=row)
    except REFUSALS as error:
        return refused(request, error, "web:moderation-run", row.public_id)
    return done(request, said, "web:moderation-run", row.public_id)
