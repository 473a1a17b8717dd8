"""Which teams fit a person, and why, in words that the person can check."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programmes.domain.fitting import shared_words

OFFERED = 12


@dataclass(frozen=True)
class Wishes:
    skills: Sequence[str] = ()
    topic: Any = None
    language: str = ""


@dataclass(frozen=True)
class Fit:
    team: Any
    reasons: list[str] = field(default_factory=list)


def skills_sought(teams: Iterable[Any], own: Sequence[str] = ()) -> list[str]:
    """What teams look for, the person's own skills first, then what is wanted most."""
    found = Counter(word for team in teams for role in team.roles_sought for word in role.skills or [role.title])
    known = {word.casefold() for word in own}
    ordered = sorted(found, key=lambda word: (word.casefold() not in known, -found[word], word.casefold()))
    return ordered[:OFFERED]


def fitting_teams(teams: Iterable[Any], wishes: Wishes, reading: str) -> list[Fit]:
    """All teams, those with most reasons first; nobody is hidden, since a team may be glad of a surprise."""
    fits = [Fit(team, reasons(team, wishes, reading)) for team in teams]
    return sorted(fits, key=lambda fit: (-len(fit.reasons), -fit.team.places_free, fit.team.name))


def reasons(team: Any, wishes: Wishes, reading: str) -> list[str]:
    wanted = [word for role in team.roles_sought for word in (role.title, *role.skills)]
    found = [_("Looks for %(skill)s") % {"skill": word} for word in shared_words(wishes.skills, wanted)]
    if wishes.topic is not None and team.challenge.category_id == wishes.topic.pk:
        found.append(_("Works on %(topic)s") % {"topic": wishes.topic.name(reading)})
    if wishes.language and team.language == wishes.language:
        found.append(_("Works in German") if team.language == "de" else _("Works in English"))
    return found
