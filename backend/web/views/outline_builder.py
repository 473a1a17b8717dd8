"""Composing what a solution consists of: sections, their order, what teams have written in them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.core.errors import NotFound
from backend.core.ids import new_key
from backend.web.answers import Question, ask_once, fill_in, page, sent
from backend.web.forms.outline_builder import SAID, OutlineSectionForm
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.composing import change_at_once, move_part, sheet_of
from programmes import access
from programmes.domain import outline_editing as editing
from programmes.domain.outline import Section, asked, sections_of
from programmes.selectors.outlines import teams_under
from programmes.services.outlines import sections_change

OVERVIEW = "web:organiser-outline"
Change = Callable[[list[Section]], list[Section]]


@signed_in
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    every, language = sections_of(sprint.sections), get_language() or "de"
    teams = teams_under(sprint, {one.key: one.titles for one in every})

    def lines(sections: list[Section]) -> list[dict[str, Any]]:
        return [
            {"section": one, "title": one.title(language), "hint": one.hint(language), "teams": teams[one.key]}
            for one in sections
        ]

    context = {
        "sprint": sprint,
        "asked": lines(asked(every)),
        "removed": lines([one for one in every if not one.is_asked]),
        "here": "outline",
    }
    return page(request, "web/organiser/outline.html", context)


def _found(sprint: Any, key: str, *, is_asked: bool = True) -> Section:
    for section in sections_of(sprint.sections):
        if section.key == key and section.is_asked == is_asked:
            return section
    raise NotFound


def _change(request: SignedInRequest, sprint: Any, change: Change) -> None:
    sections_change(actor=request.user, sprint=sprint, change=change)


@signed_in
def section(request: SignedInRequest, slug: str, key: str = "") -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    before = _found(sprint, key) if key else Section(key=new_key(), title_de="", title_en="")
    title = _("Change the section") if key else _("A new section")
    sheet = sheet_of(sprint, OVERVIEW, _("Hand-in"), title=title, button=_("Save the section"))
    form = OutlineSectionForm(**sent(request), section=before)

    def act(clean: dict[str, Any]) -> None:
        made = replace(before, **{name: clean[name] for name in SAID})
        _change(request, sprint, lambda now: editing.section_put(now, made))

    return fill_in(request, sheet, form, act)


@signed_in
@require_POST
def move(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    return move_part(
        request,
        sprint,
        OVERVIEW,
        lambda step: _change(request, sprint, lambda now: editing.section_moved(now, key, step)),
    )


@signed_in
def remove(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    found = _found(sprint, key)
    count = teams_under(sprint, {key: found.titles})[key]
    kept = ngettext(
        "One team has written in it. Its text stays part of its solution, and the team can still change it. You can ask"
        " for the section again.",
        "%(count)s teams have written in it. Their texts stay part of their solutions, and the teams can still change"
        " them. You can ask for the section again.",
        count,
    )
    question = Question(
        title=_("Remove the section “%(name)s”?") % {"name": found.title(get_language() or "de")},
        text=kept % {"count": count} if count else _("Nobody has written in it so far."),
        button=_("Remove it"),
        stay=_("Keep it"),
        back=reverse(OVERVIEW, args=[slug]),
        done=_("Teams are not asked for it any more."),
    )
    return ask_once(
        request,
        question,
        lambda _clean: _change(request, sprint, lambda now: editing.section_removed(now, key)),
    )


@signed_in
@require_POST
def bring_back(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    _found(sprint, key, is_asked=False)
    return change_at_once(
        request,
        sprint,
        OVERVIEW,
        lambda: _change(request, sprint, lambda now: editing.section_returned(now, key)),
        _("Teams are asked for it again."),
    )
