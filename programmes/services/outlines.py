"""Of what sections a solution of a sprint is to consist. Nothing that teams have written in one is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Invalid, Text
from backend.core.text import TextRule, clean_texts
from programmes.domain.outline import Section, asked, sections_of, stored
from programmes.domain.outline_editing import (
    HINT_LONGEST,
    TITLE_LONGEST,
    outline_faults,
    renamed,
    sections_replaced,
)
from programmes.models import Sprint
from programmes.selectors.outlines import is_written, longest_written, teams_under
from programmes.selectors.sprints import sprint_for_update

TITLE, HINT = TextRule(TITLE_LONGEST), TextRule(HINT_LONGEST)
RULES: Final = {"title_de": TITLE, "title_en": TITLE, "hint_de": HINT, "hint_en": HINT}
FAULTS: Final[dict[str, Text]] = {
    "many_sections": _("Please use at most 20 sections."),
    "key_twice": _("This key stands here twice."),
    "key": _("Keys have up to 20 small letters, digits and underscores."),
    "no_title": _("Please write the title in at least one language."),
    "long": _("This text is too long."),
    "longest": _("Please allow 1 to 20,000 characters."),
    "title_twice": _("Another section has this title, or had it when teams wrote. Please choose another one."),
    "title_removed": _(
        "A section with this title was removed, and its texts are kept. Please ask for it again, or choose another"
        " title."
    ),
}


@transaction.atomic
def sections_change(*, actor: User | None, sprint: Sprint, change: Callable[[list[Section]], list[Section]]) -> Sprint:
    """Set what `change` makes of the sections as they are. What was handed in stays as it is.

    Once a team has begun its solution, a section that gets another title remembers the one before, under which texts
    stand, and one that is removed is only asked no more: its texts stay with their teams and come back with it. No
    section may become shorter than what somebody has written in it.
    Locks the sprint, so that two who compose it together do not undo each other. Raises Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    before = sections_of(sprint.sections)
    after = _kept(sprint, before, [_clean(one) for one in change(before)])
    if faults := outline_faults(after):
        raise Invalid({fault.place or "sections": FAULTS[fault.code] for fault in reversed(faults)})
    _require_room(sprint, before, after)
    if after == before:
        return sprint
    sprint.sections = stored(after)
    sprint.save(update_fields=["sections", "updated_at"])
    facts = {"asked": [one.key for one in asked(after)], "kept": [one.key for one in after if not one.is_asked]}
    audit_add(actor=actor, action="programmes.sections_set", row=sprint, facts=facts)
    return sprint


def sections_set(*, actor: User | None, sprint: Sprint, sections: Sequence[Mapping[str, Any]]) -> Sprint:
    """Set all of them at once, as programs do; what is left out is removed. Raises Invalid."""
    given = [Section(**{"title_de": "", "title_en": "", **one}) for one in sections]
    return sections_change(actor=actor, sprint=sprint, change=lambda before: sections_replaced(before, given))


def _clean(section: Section) -> Section:
    texts: dict[str, Any] = {**clean_texts({name: getattr(section, name) for name in RULES}, RULES)}
    return replace(section, **texts)


def _kept(sprint: Sprint, before: Sequence[Section], after: Sequence[Section]) -> list[Section]:
    """With the titles under which texts stand, and without what was removed and holds none."""
    known = {one.key: one for one in before}
    if not is_written(sprint):
        return [replace(one, former=()) for one in asked(after)]
    named = [_named(sprint, known[one.key], one) if one.key in known else replace(one, former=()) for one in after]
    # Somebody may be writing in what is removed at this moment: it goes with a later change at the earliest.
    gone = {one.key: one.titles for one in named if not one.is_asked and not known[one.key].is_asked}
    teams = teams_under(sprint, gone)
    return [one for one in named if teams.get(one.key, 1)]


def _named(sprint: Sprint, before: Section, after: Section) -> Section:
    if (before.title_de, before.title_en) == (after.title_de, after.title_en):
        return replace(after, former=before.former)
    section = renamed(before, after)
    teams = teams_under(sprint, {title: [title] for title in before.former})
    return replace(section, former=tuple(title for title in section.former if teams.get(title, 1)))


def _require_room(sprint: Sprint, before: Sequence[Section], after: Sequence[Section]) -> None:
    """Whoever has kept to the rules so far still does."""
    most = {one.key: one.longest for one in before}
    shorter = {
        one.key: one.longest
        for one in asked(after)
        if one.key in most and one.longest is not None and one.longest != most[one.key]
    }
    if not shorter:
        return
    written = longest_written(sprint, before, over=min(shorter.values()))
    for key, longest in shorter.items():
        if written[key] > longest:
            text = _("A team has written %(count)s characters in it already. Please allow at least as many.")
            raise Invalid({"longest": text % {"count": written[key]}})
