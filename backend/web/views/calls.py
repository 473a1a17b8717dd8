"""What challenges are asked for: the public list, and the organisers' page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web.answers import Question, Sheet, ask_once, fill_in, sent
from backend.web.forms.calls import CallForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.templatetags.web_words import category_name
from programmes import access
from programmes.selectors.calls import calls_open, categories_with_calls
from programmes.selectors.challenge_desk import sprints_to_propose
from programmes.services.calls import call_close, call_open


def call_list(request: HttpRequest) -> HttpResponse:
    context = {"page": page_of(request, calls_open()), "sprints": sprints_to_propose()}
    return render(request, "web/calls/list.html", context)


@signed_in
def manage(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_manage(request.user, slug)
    rows = page_of(request, categories_with_calls(programme))
    return render(request, "web/calls/manage.html", {"programme": programme, "page": rows, "now": clock.now()})


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    category = access.category_to_call(request.user, public_id)
    call = getattr(category, "call", None)
    back = reverse("web:organiser-calls", args=[category.programme.slug])
    sheet = Sheet(
        title=_("Ask for challenges: %(category)s") % {"category": category_name(category)},
        lead=_("Everybody reads this on the page of calls, until the moment that you set."),
        button=_("Publish the call"),
        back=back,
        done=_("The call is public."),
        above=[(_("Organisation"), reverse("web:organiser")), (_("Calls"), back)],
    )
    initial = {name: getattr(call, name) for name in ("text", "language", "closes_at")} if call else {}
    form = CallForm(**sent(request), initial={"language": category.programme.language, **initial})

    def act(clean: dict[str, Any]) -> None:
        call_open(actor=request.user, category=category, **clean)

    return fill_in(request, sheet, form, act)


@signed_in
def close(request: SignedInRequest, public_id: str) -> HttpResponse:
    call = access.call_to_close(request.user, public_id)
    question = Question(
        title=_("Close the call “%(category)s”?") % {"category": category_name(call.category)},
        text=_("It disappears from the page of calls. You can open it again."),
        button=_("Close the call"),
        stay=_("Keep it open"),
        back=reverse("web:organiser-calls", args=[call.category.programme.slug]),
        done=_("The call is closed."),
    )

    def act(_clean: dict[str, Any]) -> None:
        call_close(actor=request.user, call=call)

    return ask_once(request, question, act)
