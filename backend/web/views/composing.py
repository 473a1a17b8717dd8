"""What is composed at the desk of a sprint, part by part: what registering asks, of what a solution consists."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import Conflict, Invalid, NotFound
from backend.web.answers import Sheet, done, refused

STEPS: Final = {"up": -1, "down": 1}


def sheet_of(sprint: Any, overview: str, where: str, *, title: str, button: str) -> Sheet:
    """A page for one part, below the page `overview` that shows all of them and is called `where`."""
    here = reverse(overview, args=[sprint.slug])
    above = [(sprint.title, reverse("web:organiser-sprint", args=[sprint.slug])), (where, here)]
    return Sheet(title=title, button=button, back=here, done=_("Saved."), above=above)


def move_part(request: HttpRequest, sprint: Any, overview: str, move: Callable[[int], object]) -> HttpResponse:
    """One step up or down, as `organiser/part_move.html` asks for it; a refusal is said on the page `overview`."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise NotFound
    return change_at_once(request, sprint, overview, lambda: move(step), _("The order is changed."))


def change_at_once(
    request: HttpRequest, sprint: Any, overview: str, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do what one button asks without a form of its own: what was done or refused is said on the page `overview`."""
    try:
        act()
    except Invalid as error:
        words = next((text for texts in error.fields.values() for text in texts), error.message)
        return refused(request, Conflict(words), overview, sprint.slug)
    return done(request, said, overview, sprint.slug)
