"""Finding a team on a phone: three taps, then cards that say why. Everything is in the address: Back works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from backend.accounts.models import User
from backend.web.paging import page_of, words_asked
from backend.web.team_match import Wishes, fitting_teams, skills_sought
from programmes import access
from programmes.enums import Feature
from programmes.selectors.people import profile_of
from programmes.selectors.programmes import categories_of
from programmes.selectors.teams import teams_public
from programmes.selectors.windows import window_of

STEPS = ("skill", "topic", "language")
TEAMS_MAX = 500
CARDS = 12
ANY = "-"


def find(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    teams = list(teams_public(sprint=sprint, only_seeking=True).select_related("challenge__category")[:TEAMS_MAX])
    # Without a team to show, questions would be in vain.
    step = next((name for name in STEPS if teams and name not in request.GET), "cards")
    context = {
        "sprint": sprint,
        "window": window_of(sprint, Feature.JOIN_TEAM),
        "given": {name: request.GET[name] for name in STEPS if name in request.GET},
        "count": len(teams),
        "number": STEPS.index(step) + 1 if step in STEPS else 0,
        **(_cards(request, sprint, teams) if step == "cards" else _choices(request, sprint, teams, step)),
    }
    return render(request, f"web/teams/find_{'cards' if step == 'cards' else 'step'}.html", context)


def _choices(request: HttpRequest, sprint: Any, teams: list[Any], step: str) -> dict[str, Any]:
    reading = (get_language() or "de")[:2]
    own = profile_of(request.user).skills if isinstance(request.user, User) else []
    used = {team.challenge.category_id for team in teams}
    offered: dict[str, list[tuple[str, str]]] = {
        "skill": [(word, word) for word in skills_sought(teams, own)],
        "topic": [(row.slug, row.name(reading)) for row in categories_of(sprint.programme) if row.pk in used],
        "language": [("de", "Deutsch"), ("en", "English")],
    }
    return {"step": step, "choices": offered[step], "any": ANY}


def _cards(request: HttpRequest, sprint: Any, teams: list[Any]) -> dict[str, Any]:
    reading = (get_language() or "de")[:2]
    skill, topic, language = (words_asked(request, name) for name in STEPS)
    chosen = next((row for row in categories_of(sprint.programme) if row.slug == topic), None)
    own = profile_of(request.user).skills if isinstance(request.user, User) else []
    skills = list(dict.fromkeys(word for word in (skill, *own) if word and word != ANY))
    wishes = Wishes(skills, chosen, "" if language == ANY else language)
    fits = fitting_teams(teams, wishes, reading)
    return {"page": page_of(request, fits, CARDS), "fitting": sum(bool(fit.reasons) for fit in fits)}
