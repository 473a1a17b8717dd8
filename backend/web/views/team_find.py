"""Finding a team on a phone: one page with what one likes, then cards that say why. All of it is in the address."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from backend.accounts.models import User
from backend.web.paging import page_of
from backend.web.team_match import Asked, Fit, reasons
from programmes import access
from programmes.domain.fitting import WISHES_MOST, Wishes, folded, ranked
from programmes.enums import Feature
from programmes.selectors import finding
from programmes.selectors.people import profile_of
from programmes.selectors.programmes import categories_used_in
from programmes.selectors.windows import window_of

NAMES = ("skill", "topic", "language")
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
CARDS = 10
WORD_MAX, WORDS_MAX = 80, 20


def find(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    topics = list(categories_used_in(sprint))
    asked = _asked(request, topics)
    chosen = len(asked.skills) + len(asked.topics)
    context = {"sprint": sprint, "window": window_of(sprint, Feature.JOIN_TEAM), "asked": asked, "most": WISHES_MOST}
    # On a first look nothing has been chosen; who chose too much chooses again.
    if not any(name in request.GET for name in NAMES) or chosen > WISHES_MOST:
        count = finding.teams_with_a_place(sprint, request.user).count()
        if count:
            more = {"count": count, "too_many": chosen > WISHES_MOST, **_choices(sprint, topics, asked)}
            return render(request, "web/teams/find_step.html", {**context, **more})
    return render(request, "web/teams/find_cards.html", {**context, **_cards(request, sprint, asked)})


def _asked(request: HttpRequest, topics: list[Any]) -> Asked:
    slugs = request.GET.getlist("topic")[:WORDS_MAX]
    language = request.GET.get("language", "")
    return Asked(
        skills=_words(request.GET.getlist("skill")),
        topics=[row for row in topics if row.slug in slugs],
        language=language if language in dict(LANGUAGES) else "",
        own=profile_of(request.user).skills if isinstance(request.user, User) else (),
    )


def _words(given: list[str]) -> list[str]:
    """What was chosen, without the sign for none and without control characters."""
    clean = [" ".join(word.replace("\x00", " ").split())[:WORD_MAX] for word in given[:WORDS_MAX]]
    return list(dict.fromkeys(word for word in clean if word.strip("-")))


def _choices(sprint: Any, topics: list[Any], asked: Asked) -> dict[str, Any]:
    reading, chosen = (get_language() or "de")[:2], {row.pk for row in asked.topics}
    skills = finding.skills_offered(sprint, asked.own, asked.skills)
    picked = folded(asked.skills)
    return {
        "skills": [(word, word, word.lower() in picked) for word in skills],
        "topics": [(row.slug, row.name(reading), row.pk in chosen) for row in topics],
        "languages": [(code, name, code == asked.language) for code, name in LANGUAGES],
    }


def _cards(request: HttpRequest, sprint: Any, asked: Asked) -> dict[str, Any]:
    wishes = Wishes(
        folded(asked.skills), frozenset(row.pk for row in asked.topics), asked.language, own=folded(asked.own)
    )
    ranking = ranked(finding.candidates(sprint, wishes, request.user), wishes, finding.reader_of(request.user))
    page: Page[Any] = page_of(request, list(ranking.keys), CARDS)
    reading = (get_language() or "de")[:2]
    teams = finding.teams_in_order(sprint, list(page.object_list), request.user)
    page.object_list = [Fit(team, reasons(team, asked, reading)) for team in teams]
    return {"page": page, "fitting": ranking.fitting, "count": len(ranking.keys)}
