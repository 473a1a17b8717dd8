"""Challenges, and solutions with their teams. What was made here is recognised and stays as it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Q

from backend.core.errors import Invalid
from backend.core.links import LINKS_MAX, clean_links
from programmes.domain.archive import distinct, shortened
from programmes.domain.exchange.lines import tidy
from programmes.domain.exchange.package import PROJECTS
from programmes.domain.exchange.rows import Link, ProjectRow
from programmes.domain.limits import TEAM_SIZE_LIMIT
from programmes.enums import ChallengeState, Licence, SolutionState, TeamState
from programmes.models import Category, Challenge, Solution, SolutionVersion, Sprint, Team
from programmes.selectors.exchange import OPEN_SUMMARY, OPEN_TITLE, Progress, open_ref, quietly, ref_of
from programmes.services.archive.reading import Report
from programmes.services.archive.writing import Wanted, bring_about
from programmes.services.exchange.sprints import category_slug, fitting, is_ref, language_in

TITLE_MOST, SUMMARY_MOST, BODY_MOST, NAME_MOST, PITCH_MOST = 160, 500, 20_000, 80, 2_000
BATCH: Final = 500
TOLD_EVERY: Final = 100
PHASES: Final = {str(state): state for state in (SolutionState.SELECTED, SolutionState.NOT_SELECTED)}
Numbered = tuple[int, ProjectRow]
Row = TypeVar("Row", Challenge, Solution)


@dataclass(frozen=True, slots=True)
class Fresh:
    """Rows that this sprint takes, and those of them that are here by the key they have in packages."""

    rows: list[Numbered]
    known: dict[str, Any]

    def from_elsewhere(self) -> list[Numbered]:
        """Those that are not our own: new ones, and what came with an earlier package."""
        return [(number, row) for number, row in self.rows if not self.is_ours(row)]

    def is_ours(self, row: ProjectRow) -> bool:
        known = self.known.get(row.id)
        return known is not None and known.source_ref is None


def import_projects(
    sprint: Sprint,
    found: Sequence[Numbered],
    categories: Mapping[str, Category],
    report: Report,
    progress: Progress = quietly,
) -> dict[str, Team]:
    """Return the team of each solution by its key."""
    rows = _once(found, report)
    challenges = [(number, row) for number, row in rows if row.is_challenge]
    solutions = [(number, row) for number, row in rows if not row.is_challenge]
    posed = _posed(sprint, solutions) | _import_challenges(sprint, challenges, categories, report)
    progress(len(challenges), len(rows))
    taken = _here(Solution, sprint, solutions, report)
    told = next((row for _number, row in challenges if row.id == open_ref(sprint)), None)
    standing = _standing(sprint, told)
    teams = _import_teams(sprint, taken, _homes(standing, taken, posed, report), report)
    _import_solutions(taken, teams, report, lambda done: progress(len(challenges) + done, len(rows)))
    progress(len(rows), len(rows))
    return teams


def _once(found: Sequence[Numbered], report: Report) -> list[Numbered]:
    seen: set[str] = set()
    kept = []
    for number, row in found:
        if not is_ref(row.id) or not row.name.strip():
            report.note(PROJECTS, number, "refused", "no key or no name")
        elif row.id in seen:
            report.note(PROJECTS, number, "refused", "the key stands in an earlier row already")
        else:
            seen.add(row.id)
            kept.append((number, row))
    return kept


def _here(model: type[Row], sprint: Sprint, rows: Sequence[Numbered], report: Report) -> Fresh:
    """What is another sprint's under the same key is no business of this package."""
    keys = [row.id for _number, row in rows]
    known: dict[str, Any] = {}
    manager: models.Manager[Any] = model._default_manager  # noqa: SLF001  Django's public underscore
    found = manager.filter(Q(source_ref__in=keys) | Q(public_id__in=keys))
    for one in found.select_related("team", "current_version") if model is Solution else found:
        known[ref_of(one)] = one
        known[one.public_id] = one
    kept = []
    for number, row in rows:
        here = known.get(row.id)
        if here is not None and here.sprint_id != sprint.pk:
            report.note(PROJECTS, number, "refused", "the key belongs to another sprint")
        else:
            kept.append((number, row))
    fresh = Fresh(kept, {key: one for key, one in known.items() if one.sprint_id == sprint.pk})
    report.unchanged += len(kept) - len(fresh.from_elsewhere())
    return fresh


def texts_of(number: int, row: ProjectRow, report: Report) -> dict[str, str]:
    place = (PROJECTS, number)
    return {
        "title": fitting(report, place, row.name, TITLE_MOST),
        "summary": fitting(report, place, row.summary, SUMMARY_MOST),
        "body": fitting(report, place, row.longtext, BODY_MOST),
        "language": language_in(row.language, row.longtext, row.summary, row.name),
    }


def _import_challenges(
    sprint: Sprint, rows: Sequence[Numbered], categories: Mapping[str, Category], report: Report
) -> dict[str, Challenge]:
    """The one that stands for challenges which are not public is made only where a solution needs it."""
    fresh = _here(Challenge, sprint, [one for one in rows if one[1].id != open_ref(sprint)], report)
    wanted: list[Wanted[Challenge]] = []
    for number, row in fresh.from_elsewhere():
        texts = texts_of(number, row, report)
        texts["summary"] = texts["summary"] or texts["title"]
        category = categories.get(category_slug(row.category_id))
        once = {
            "sprint": sprint,
            "source_ref": row.id,
            "state": ChallengeState.PUBLISHED,
            "created_at": row.created_at,
        }
        wanted.append(Wanted(row.id, {**texts, "category": category}, once))
    made = bring_about(Challenge, fresh.known, wanted, report)
    return {**fresh.known, **made}


def _posed(sprint: Sprint, solutions: Sequence[Numbered]) -> dict[str, Challenge]:
    """Challenges that are here, also those that the package only refers to."""
    keys = {row.challenge_id for _number, row in solutions if row.challenge_id}
    found = Challenge.objects.filter(Q(source_ref__in=keys) | Q(public_id__in=keys), sprint=sprint)
    return {ref_of(row): row for row in found} if keys else {}


def _homes(
    standing: Wanted[Challenge], taken: Fresh, posed: Mapping[str, Challenge], report: Report
) -> dict[str, Challenge]:
    """Return the challenge of each solution that comes for the first time."""
    new = [row for _number, row in taken.rows if row.id not in taken.known]
    homes = {row.id: posed[row.challenge_id] for row in new if row.challenge_id in posed}
    if len(homes) < len(new):
        existing = {row.source_ref: row for row in Challenge.objects.filter(source_ref=standing.key)}
        one = bring_about(Challenge, existing, [standing], report)[standing.key]
        homes |= {row.id: one for row in new if row.id not in homes}
    return homes


def _standing(sprint: Sprint, told: ProjectRow | None) -> Wanted[Challenge]:
    """The challenge of all solutions whose own is not in the package, as the package may word it."""
    key = open_ref(sprint)
    once = {
        "sprint": sprint,
        "source_ref": key,
        "title": shortened(tidy(told.name), TITLE_MOST) if told else OPEN_TITLE,
        "summary": shortened(tidy(told.summary), SUMMARY_MOST) if told else OPEN_SUMMARY,
        "language": language_in(told.language, told.summary) if told else "de",
        "state": ChallengeState.PUBLISHED,
        "created_at": told.created_at if told else sprint.starts_at,
    }
    return Wanted(key, {}, once)


def _leaders(taken: Fresh) -> dict[str, str]:
    """By key of each row that of the first one of the same team: of one that is here, or as the package names it."""
    first: dict[int | str, str] = {}
    found: dict[str, str] = {}
    rows = [row for _number, row in taken.from_elsewhere()]
    for row in sorted(rows, key=lambda row: row.id not in taken.known):
        named, here = row.team_id or row.id, taken.known.get(row.id)
        found[row.id] = first.setdefault(here.team_id if here else named, row.id)
        first.setdefault(named, found[row.id])
    return found


def _import_teams(sprint: Sprint, taken: Fresh, homes: Mapping[str, Challenge], report: Report) -> dict[str, Team]:
    leaders = _leaders(taken)
    rows = [(number, row) for number, row in taken.from_elsewhere() if leaders[row.id] == row.id]
    existing: dict[str | None, Team] = {key: one.team for key, one in taken.known.items()}
    mine = [team.pk for team in existing.values()]
    others = list(Team.objects.filter(sprint=sprint).exclude(pk__in=mine).values_list("name", flat=True))
    wishes = [shortened(" ".join((row.team_name or row.name).split()), NAME_MOST) for _number, row in rows]
    names = distinct([*others, *wishes], NAME_MOST)[len(others) :]
    wanted: list[Wanted[Team]] = []
    for (number, row), name in zip(rows, names, strict=True):
        known = existing.get(row.id)
        values = {
            "name": name,
            "pitch": fitting(report, (PROJECTS, number), row.team_pitch or row.summary, PITCH_MOST),
            "language": language_in(row.language, row.longtext, row.summary, row.name),
            # Who is in the team already stays in it, although a later package no longer names everybody.
            "size_limit": max(min(row.team_count, TEAM_SIZE_LIMIT), known.size_limit if known else 1),
        }
        once: dict[str, Any] = {
            "sprint": sprint,
            "source_ref": row.id,
            "state": TeamState.COMPLETE,
            "created_at": row.created_at,
        }
        wanted.append(Wanted(row.id, values, once | ({"challenge": homes[row.id]} if row.id in homes else {})))
    made = bring_about(Team, existing, wanted, report)
    ours = {row.id: taken.known[row.id].team for _number, row in taken.rows if row.id not in leaders}
    return ours | {key: made[leader] for key, leader in leaders.items()}


def _import_solutions(taken: Fresh, teams: Mapping[str, Team], report: Report, tell: Callable[[int], None]) -> None:
    """A version that was handed in stays as it is: a changed text becomes the next version."""
    rows = taken.from_elsewhere()
    drafts: list[Wanted[Solution]] = []
    for _number, row in rows:
        team = teams[row.id]
        once = {
            "team": team,
            "sprint_id": team.sprint_id,
            "challenge_id": team.challenge_id,
            "source_ref": row.id,
            "created_at": row.created_at,
        }
        drafts.append(Wanted(row.id, {}, once))
    solutions = bring_about(Solution, taken.known, drafts, report)
    versions = []
    for place, (number, row) in enumerate(rows):
        if place % TOLD_EVERY == 0:
            tell(place)
        version = _next_version(number, row, solutions[row.id], report)
        if version is not None:
            versions.append((row, version))
    SolutionVersion.objects.bulk_create([version for _row, version in versions], batch_size=BATCH)
    changed = []
    for row, version in versions:
        solution = solutions[row.id]
        solution.current_version = version
        # What has gone further since the first import stays there.
        if solution.state == SolutionState.DRAFT:
            solution.state = PHASES.get(row.phase, SolutionState.HANDED_IN)
        changed.append(solution)
    Solution.objects.bulk_update(changed, ["current_version", "state"], batch_size=BATCH)
    report.updated += sum(version.number > 1 for _row, version in versions)


def _next_version(number: int, row: ProjectRow, solution: Solution, report: Report) -> SolutionVersion | None:
    values: dict[str, Any] = {
        **texts_of(number, row, report),
        "links": links_of(number, row.links, report),
        "licence": row.licence if row.licence in Licence.values else "",
    }
    last = solution.current_version
    if last and all(getattr(last, name) == value for name, value in values.items()):
        return None
    return SolutionVersion(
        solution=solution,
        number=last.number + 1 if last else 1,
        handed_in_at=row.updated_at or row.created_at,
        created_at=row.created_at,
        **values,
    )


def links_of(number: int, links: Sequence[Link], report: Report) -> list[dict[str, str]]:
    """Only addresses that a browser may safely open."""
    kept: list[dict[str, str]] = []
    for link in links[:LINKS_MAX]:
        try:
            kept += clean_links("links", [link])
        except Invalid:
            report.note(PROJECTS, number, "corrected", "an address that cannot be opened safely is left out")
    if len(links) > LINKS_MAX:
        report.note(PROJECTS, number, "corrected", f"only the first {LINKS_MAX} links are kept")
    return kept
