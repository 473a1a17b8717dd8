"""Drafts that a page sends in the background; `drafts.js` keeps them until they are safe."""

from collections.abc import Callable

from django import forms
from django.http import JsonResponse
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web import formats
from backend.web.answers import REFUSALS


def draft_answer(form: forms.Form, act: Callable[[], str], zone: str) -> JsonResponse:
    """Save by `act`, which returns the stamp of what stands then; a form with gaps is fine, a broken one saves nothing.

    Where somebody has written meanwhile, the answer says so and with what stamp the writer may go on.
    """
    if not form.is_valid():
        return JsonResponse({"said": _("Not saved yet. Please look at what is marked when you save.")}, status=422)
    try:
        stamp = act()
    except REFUSALS as error:
        told = {"said": str(error.message), "code": error.code, "base": error.facts.get("base", "")}
        return JsonResponse(told, status=error.status)
    now = formats.to_the_second(clock.now(), zone)
    return JsonResponse({"base": stamp, "said": _("Draft saved: %(moment)s.") % {"moment": now}})
