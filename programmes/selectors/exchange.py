"""What of a sprint everybody may take along: its texts as they are public, its people under pseudonyms."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from backend.core.checks import InvariantViolation
from backend.core.db import one_moment
from programmes.domain.exchange.lines import tidy
from programmes.domain.exchange.package import (
    ACTIVITIES,
    CATEGORIES,
    EVENTS,
    PROJECTS,
    USERS,
    About,
    write_json,
    write_zip,
)
from programmes.domain.exchange.rows import ActivityRow, CategoryRow, EventRow, ProjectRow, UserRow
from programmes.enums import ChallengeState, MemberRole, SolutionState
from programmes.models import Category, Challenge, Solution, Sprint, TeamMember
from programmes.selectors.counting import solutions_shown

CHUNK = 500
OPEN_CHALLENGE: Final = "#open"
PSEUDONYM_DOMAIN: Final = "package.invalid"
"""Who came with a package: a domain that can never receive mail (RFC 2606)."""
FORGES: Final = frozenset(
    {"github.com", "gitlab.com", "codeberg.org", "opencode.de", "gitlab.opencode.de", "git.sr.ht"}
)
PROGRESS: Final = {SolutionState.HANDED_IN: 30, SolutionState.NOT_SELECTED: 30, SolutionState.SELECTED: 40}
OPEN_TITLE, OPEN_SUMMARY = "Freie Projekte", "Projekte, zu denen keine Herausforderung genannt ist."
Progress = Callable[[int, int], None]
"""Told how many projects are written, and of how many."""


def quietly(_done: int, _whole: int) -> None:
    """Tell nobody."""


def sprints_called(ref: str) -> QuerySet[Sprint]:
    """The sprint that packages name so, if it is here."""
    return Sprint.objects.filter(Q(source_ref=ref) | Q(public_id=ref))


def ref_of(row: Any) -> str:
    """Return what names a row in packages: where it came from, or its own public id."""
    return str(row.source_ref or row.public_id)


def open_ref(sprint: Sprint) -> str:
    """Return what names the challenge that stands for all that are not public or not named."""
    return f"{ref_of(sprint)}{OPEN_CHALLENGE}"


def pseudonym_of(sprint: Sprint, public_id: str, email: str) -> str:
    """Return the name under which somebody stands in the packages of one sprint; nobody can tell it from the person."""
    local, _at, domain = email.partition("@")
    if domain == PSEUDONYM_DOMAIN:
        return local
    return f"p_{salted_hmac('programmes.exchange', f'{ref_of(sprint)} {public_id}').hexdigest()[:16]}"


def challenges_told(sprint: Sprint) -> QuerySet[Challenge]:
    rows = Challenge.objects.filter(sprint=sprint, state=ChallengeState.PUBLISHED, hidden_at=None)
    return rows.select_related("category").order_by("created_at", "id")


def solutions_told(sprint: Sprint) -> QuerySet[Solution]:
    shown = solutions_shown().filter(sprint=sprint)
    return shown.select_related("team", "current_version").order_by("created_at", "id")


def members_told(sprint: Sprint) -> QuerySet[TeamMember]:
    teams = solutions_told(sprint).order_by().values("team_id")
    return TeamMember.objects.filter(team__in=teams, left_at=None).select_related("user").order_by("id")


@dataclass(frozen=True, slots=True)
class _Told:
    sprint: Sprint
    challenges: Mapping[int, str]
    """What names each challenge that is public, by its key."""
    teams: Mapping[int, str]
    """What names each team, by its key: the first of its solutions."""
    people: Mapping[int, list[tuple[str, bool]]]
    """Pseudonyms of each team, by its key, and who leads it."""


def package_write(
    sprint: Sprint, target: Path | IO[Any], *, address: str, created: datetime, progress: Progress = quietly
) -> int:
    """Write the public package of a sprint as of one moment; return how many challenges and solutions are in it.

    A `.json` file has the rows in it, as dribdat reads them; everything else is a ZIP file of tables.
    """
    with one_moment():
        rows, about = _rows(sprint, progress), _about(sprint, address, created)
        if isinstance(target, Path) and target.suffix == ".json":
            with target.open("w", encoding="utf-8") as file:
                write_json(file, about, rows)
        else:
            write_zip(target, about, rows)
        return challenges_told(sprint).count() + solutions_told(sprint).count()


def _about(sprint: Sprint, address: str, created: datetime) -> About:
    organisation = sprint.programme.organisation
    return About(
        name=f"sprint-{sprint.slug}",
        title=sprint.title,
        address=address,
        summary=sprint.summary,
        publisher=organisation.name if organisation else sprint.programme.name,
        created=created,
    )


def _rows(sprint: Sprint, progress: Progress) -> dict[str, Iterator[Any]]:
    challenges = {row.pk: ref_of(row) for row in challenges_told(sprint)}
    people: dict[int, list[tuple[str, bool]]] = {}
    for row in members_told(sprint).iterator(CHUNK):
        name = pseudonym_of(sprint, row.user.public_id, row.user.email)
        people.setdefault(row.team_id, []).append((name, row.role == MemberRole.LEAD))
    teams: dict[int, str] = {}
    for solution in solutions_told(sprint).select_related(None).only("team_id", "source_ref", "public_id"):
        teams.setdefault(solution.team_id, ref_of(solution))
    told = _Told(sprint, challenges, teams, {team: sorted(found) for team, found in people.items()})
    names = sorted({name for found in people.values() for name, _leads in found})
    return {
        EVENTS: iter([_event(sprint)]),
        CATEGORIES: _categories(sprint),
        USERS: (UserRow(id=name, username=name) for name in names),
        PROJECTS: _projects(told, progress),
        ACTIVITIES: _activities(told),
    }


def _event(sprint: Sprint) -> EventRow:
    return EventRow(
        id=ref_of(sprint),
        name=tidy(sprint.title),
        summary=tidy(sprint.summary),
        description=tidy(sprint.about),
        hashtags=tidy(sprint.hashtag),
        starts_at=sprint.starts_at,
        ends_at=sprint.ends_at,
        timezone=sprint.timezone,
        language=sprint.language,
    )


def _categories(sprint: Sprint) -> Iterator[CategoryRow]:
    used = challenges_told(sprint).order_by().values("category_id")
    for row in Category.objects.filter(pk__in=used).order_by("slug"):
        yield CategoryRow(id=row.slug, event_id=ref_of(sprint), name=tidy(row.name_de), name_en=tidy(row.name_en))


def _projects(told: _Told, progress: Progress) -> Iterator[ProjectRow]:
    sprint = told.sprint
    whole, done = challenges_told(sprint).count() + solutions_told(sprint).count(), 0
    standing = open_ref(sprint)
    for challenge in challenges_told(sprint).exclude(source_ref=standing).iterator(CHUNK):
        yield _challenge(told, challenge)
        done += 1
        progress(done, whole)
    kept = challenges_told(sprint).filter(source_ref=standing).first()
    if kept is not None:
        yield _challenge(told, kept)
    elif solutions_told(sprint).exclude(challenge__in=told.challenges.keys()).exists():
        yield _open_challenge(told)
    for solution in solutions_told(sprint).iterator(CHUNK):
        yield _solution(told, solution)
        done += 1
        progress(done, whole)


def _challenge(told: _Told, row: Challenge) -> ProjectRow:
    return ProjectRow(
        id=ref_of(row),
        event_id=ref_of(told.sprint),
        event_name=tidy(told.sprint.title),
        name=tidy(row.title),
        summary=tidy(row.summary),
        longtext=tidy(row.body),
        language=row.language,
        is_challenge=True,
        phase="challenge",
        category_id=row.category.slug if row.category else "",
        category_name=tidy(row.category.name_de) if row.category else "",
        created_at=row.created_at,
    )


def _open_challenge(told: _Told) -> ProjectRow:
    """Where a solution's challenge is not public, this one stands for it."""
    return ProjectRow(
        id=open_ref(told.sprint),
        event_id=ref_of(told.sprint),
        event_name=tidy(told.sprint.title),
        name=OPEN_TITLE,
        summary=OPEN_SUMMARY,
        language="de",
        is_challenge=True,
        phase="challenge",
        created_at=told.sprint.starts_at,
    )


def _solution(told: _Told, row: Solution) -> ProjectRow:
    version, people = row.current_version, told.people.get(row.team_id, [])
    if version is None:
        raise InvariantViolation("what was handed in has a version")
    source, page = _addresses(version.links)
    return ProjectRow(
        id=ref_of(row),
        event_id=ref_of(told.sprint),
        event_name=tidy(told.sprint.title),
        name=tidy(version.title),
        summary=tidy(version.summary),
        longtext=tidy(version.body),
        language=version.language,
        is_challenge=False,
        phase=row.state,
        progress=PROGRESS[SolutionState(row.state)],
        challenge_id=told.challenges.get(row.challenge_id) or open_ref(told.sprint),
        team_id=told.teams[row.team_id],
        team_name=tidy(row.team.name),
        team_pitch=tidy(row.team.pitch),
        team_count=len(people),
        maintainer=next((name for name, leads in people if leads), ""),
        links=tuple({"label": tidy(one["label"]), "url": tidy(one["url"])} for one in version.links),
        source_url=source,
        webpage_url=page,
        licence=version.licence,
        created_at=row.created_at,
        updated_at=version.handed_in_at,
    )


def _addresses(links: list[dict[str, str]]) -> tuple[str, str]:
    """Return the first link to source code and the first other one."""
    found = [one["url"] for one in links]
    source = next((url for url in found if urlsplit(url).hostname in FORGES), "")
    return source, next((url for url in found if url != source), "")


def _activities(told: _Told) -> Iterator[ActivityRow]:
    for row in solutions_told(told.sprint).iterator(CHUNK):
        for name, _leads in told.people.get(row.team_id, []):
            yield ActivityRow(
                name="star",
                time=row.created_at,
                user_id=name,
                user_name=name,
                project_id=ref_of(row),
                project_name=tidy(row.current_version.title) if row.current_version else "",
            )
