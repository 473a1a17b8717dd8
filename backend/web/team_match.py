"""Why a team fits a person, in words that the person can check."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programmes.domain.fitting import shared_words


@dataclass(frozen=True)
class Asked:
    """What somebody looks for, as it is said again: words as they were chosen, topics as rows."""

    skills: Sequence[str] = ()
    topics: Sequence[Any] = ()
    language: str = ""
    own: Sequence[str] = ()


@dataclass(frozen=True)
class Fit:
    team: Any
    reasons: list[str] = field(default_factory=list)


def reasons(team: Any, asked: Asked, reading: str) -> list[str]:
    """What was wished for and is there, then what everybody wants to know: who is there, in which language."""
    wanted = [word for role in team.roles_sought for word in (role.title, *role.skills)]
    words = list({word.casefold(): word for word in reversed([*asked.skills, *asked.own])}.values())[::-1]
    found = [_("Looks for %(skill)s") % {"skill": word} for word in shared_words(words, wanted)]
    found += [
        _("Works on %(topic)s") % {"topic": topic.name(reading)}
        for topic in asked.topics
        if team.challenge.category_id == topic.pk
    ]
    found.append(_("%(here)s of %(limit)s are there") % {"here": team.member_count, "limit": team.size_limit})
    if team.language in {"de", "en"}:
        found.append(_("Works in German") if team.language == "de" else _("Works in English"))
    return found
