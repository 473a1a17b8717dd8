"""Challenges, and projects as teams with a solution each. Projects that two servers exported become one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify

from programmes.domain.archive import distinct, grouped, language_of, same_name, shortened, without_markup
from programmes.domain.limits import TEAM_SIZE_LIMIT
from programmes.enums import ChallengeState, SolutionState, TeamState
from programmes.models import Category, Challenge, Programme, Solution, SolutionVersion, Sprint, Team
from programmes.services.archive.reading import PROJECTS, ProjectRow, Report
from programmes.services.archive.writing import Wanted, bring_about

OPEN_CHALLENGE = "#open"
TITLE_MOST, SUMMARY_MOST, BODY_MOST, CATEGORY_MOST = 160, 500, 20_000, 80
SUMMARY_FROM_TEXT_MOST = 200
PROGRESS_MOST = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows: teams by project key (those merged into another one too), and the kept rows."""

    teams: Mapping[str, Team]
    rows: Mapping[str, ProjectRow]


def import_projects(found: Sequence[ProjectRow], sprints: Mapping[str, Sprint], report: Report) -> Imported:
    rows = [row for row in found if _has_event(row, sprints, report)]
    groups = grouped(rows, [(sprints[row.event_key].pk, same_name(row.name), row.is_challenge) for row in rows])
    merged = [_merge(group, report) for group in groups]
    for row in merged:
        _note_quirks(row, report)
    challenges = [row for row in merged if row.is_challenge]
    projects = [row for row in merged if not row.is_challenge]
    _import_challenges(challenges, sprints, report)
    homes = _import_open_challenges(projects, sprints, report)
    teams = _import_teams(projects, sprints, homes, report)
    _import_solutions(projects, teams, report)
    aliases = {row.key: kept for kept, group in zip(merged, groups, strict=True) for row in group}
    return Imported(
        {key: teams[kept.key] for key, kept in aliases.items() if not kept.is_challenge},
        aliases,
    )


def _has_event(row: ProjectRow, sprints: Mapping[str, Sprint], report: Report) -> bool:
    if row.event_key in sprints:
        return True
    report.note(PROJECTS, row.row, "refused", f"its event {row.event_key} is unknown")
    return False


def _merge(group: Sequence[ProjectRow], report: Report) -> ProjectRow:
    """Keep the row that changed last and fill its gaps from the others.

    People are not added up: the two exports give the same people different pseudonyms.
    """
    kept, *others = sorted(group, key=lambda row: row.updated_at, reverse=True)
    for row in others:
        report.note(PROJECTS, row.row, "merged", f"the same project as {kept.key} in row {kept.row}")
        kept = replace(
            kept,
            summary=kept.summary or row.summary,
            excerpt=kept.excerpt or row.excerpt,
            category=kept.category or row.category,
            people=kept.people or row.people,
            maintainer=kept.maintainer or row.maintainer,
        )
    # The first row's key stays the key, whichever changed last: a later export must find it again.
    return replace(kept, key=group[0].key)


def _note_quirks(row: ProjectRow, report: Report) -> None:
    if row.reported is not None and row.people and row.reported != len(row.people):
        what = f"{len(row.people)} people are named, {row.reported} reported; those named count"
        report.note(PROJECTS, row.row, "corrected", what)
    if not row.is_challenge and not row.people:
        report.note(PROJECTS, row.row, "corrected", "nobody is named; the team stands without people")
    if not row.phase:
        report.note(PROJECTS, row.row, "corrected", "the phase is missing")
    if row.progress is not None and not 0 <= row.progress <= PROGRESS_MOST:
        report.note(PROJECTS, row.row, "corrected", f"a progress of {row.progress} says nothing; it is left out")
    if not row.summary:
        report.note(PROJECTS, row.row, "corrected", "no summary; the beginning of the text stands for it")
    short = row.summary or row.excerpt[:SUMMARY_FROM_TEXT_MOST]
    if without_markup(short) != " ".join(short.split()):
        report.note(PROJECTS, row.row, "corrected", "mark-up is taken out of what is said in short")
    if len(row.name) > TITLE_MOST or len(row.summary) > SUMMARY_MOST or len(row.excerpt) > BODY_MOST:
        report.note(PROJECTS, row.row, "corrected", "a text is too long; its end is cut off")


def _texts(row: ProjectRow) -> dict[str, str]:
    summary = without_markup(row.summary) or shortened(without_markup(row.excerpt), SUMMARY_FROM_TEXT_MOST) or row.name
    return {
        "title": shortened(row.name, TITLE_MOST),
        "summary": shortened(summary, SUMMARY_MOST),
        "body": shortened(row.excerpt, BODY_MOST),
        "language": language_of(row.excerpt, row.summary, row.name),
    }


def _import_challenges(rows: Sequence[ProjectRow], sprints: Mapping[str, Sprint], report: Report) -> None:
    categories = _import_categories(rows, sprints, report)
    found = Challenge.objects.select_related("category").filter(source_ref__in=[row.key for row in rows])
    existing = {row.source_ref: row for row in found}
    wanted: list[Wanted[Challenge]] = [
        Wanted(
            row.key,
            {**_texts(row), "category": categories.get(_category_slug(row))},
            {
                "sprint": sprints[row.event_key],
                "source_ref": row.key,
                "state": ChallengeState.PUBLISHED,
                "created_at": row.created_at,
            },
        )
        for row in rows
    ]
    bring_about(Challenge, existing, wanted, report)


def _category_slug(row: ProjectRow) -> str:
    return slugify(row.category)[:60].strip("-")


def _import_categories(
    rows: Sequence[ProjectRow], sprints: Mapping[str, Sprint], report: Report
) -> dict[str, Category]:
    """By slug. The archive names them in one language, which then stands for both."""
    programme: Programme | None = next((sprints[row.event_key].programme for row in rows), None)
    existing = {row.slug: row for row in Category.objects.filter(programme=programme)}
    names: dict[str, str] = {}
    for row in rows:
        if slug := _category_slug(row):
            names.setdefault(slug, shortened(row.category, CATEGORY_MOST))
    wanted: list[Wanted[Category]] = [
        Wanted(slug, {}, {"programme": programme, "slug": slug, "name_de": name, "name_en": name})
        for slug, name in names.items()
    ]
    return bring_about(Category, existing, wanted, report)


def _import_open_challenges(
    rows: Sequence[ProjectRow], sprints: Mapping[str, Sprint], report: Report
) -> dict[int, Challenge]:
    """The archive does not say what a project worked on, so each event has an open challenge. By key of the sprint."""
    with_projects = {sprints[row.event_key].pk: sprints[row.event_key] for row in rows}
    keys = {pk: f"{sprint.source_ref}{OPEN_CHALLENGE}" for pk, sprint in with_projects.items()}
    existing = {row.source_ref: row for row in Challenge.objects.filter(source_ref__in=keys.values())}
    wanted: list[Wanted[Challenge]] = [
        Wanted(
            keys[pk],
            {},
            {
                "sprint": sprint,
                "source_ref": keys[pk],
                "title": "Freie Projekte",
                "summary": "Projekte, zu denen das Archiv keine Herausforderung nennt.",
                "language": "de",
                "state": ChallengeState.PUBLISHED,
                "created_at": sprint.starts_at,
            },
        )
        for pk, sprint in with_projects.items()
    ]
    made = bring_about(Challenge, existing, wanted, report)
    return {pk: made[key] for pk, key in keys.items()}


def _import_teams(
    rows: Sequence[ProjectRow], sprints: Mapping[str, Sprint], homes: Mapping[int, Challenge], report: Report
) -> dict[str, Team]:
    existing = {row.source_ref: row for row in Team.objects.filter(source_ref__in=[row.key for row in rows])}
    names = {
        row.key: name
        for group in grouped(rows, [sprints[row.event_key].pk for row in rows])
        for row, name in zip(group, distinct([row.name for row in group], 80), strict=True)
    }
    wanted: list[Wanted[Team]] = []
    for row in rows:
        sprint, texts, known = sprints[row.event_key], _texts(row), existing.get(row.key)
        values = {
            "name": names[row.key],
            "pitch": texts["summary"],
            "language": texts["language"],
            # Who is in the team already stays in it, although a later export no longer names everybody.
            "size_limit": max(min(len(row.people), TEAM_SIZE_LIMIT), known.size_limit if known else 1),
        }
        once = {
            "sprint": sprint,
            "challenge": homes[sprint.pk],
            "source_ref": row.key,
            "state": TeamState.COMPLETE,
            "created_at": row.created_at,
        }
        wanted.append(Wanted(row.key, values, once))
    return bring_about(Team, existing, wanted, report)


def _import_solutions(rows: Sequence[ProjectRow], teams: Mapping[str, Team], report: Report) -> None:
    """A version that was handed in stays as it is: a changed text becomes the next version."""
    found = Solution.objects.select_related("current_version").filter(source_ref__in=[row.key for row in rows])
    existing = {row.source_ref: row for row in found}
    drafts: list[Wanted[Solution]] = [
        Wanted(
            row.key,
            {},
            {
                "team": teams[row.key],
                "sprint": teams[row.key].sprint,
                "challenge": teams[row.key].challenge,
                "source_ref": row.key,
                "created_at": row.created_at,
            },
        )
        for row in rows
    ]
    solutions = bring_about(Solution, existing, drafts, report)
    versions = [version for row in rows if (version := _next_version(row, solutions[row.key]))]
    SolutionVersion.objects.bulk_create(versions, batch_size=500)
    for version in versions:
        version.solution.current_version = version
        # What has gone further since the first import stays there.
        if version.solution.state == SolutionState.DRAFT:
            version.solution.state = SolutionState.HANDED_IN
    Solution.objects.bulk_update(
        [version.solution for version in versions], ["current_version", "state"], batch_size=500
    )
    report.updated += sum(version.number > 1 for version in versions)


def _next_version(row: ProjectRow, solution: Solution) -> SolutionVersion | None:
    texts, last = _texts(row), solution.current_version
    if last and all(getattr(last, name) == text for name, text in texts.items()):
        return None
    number = last.number + 1 if last else 1
    return SolutionVersion(
        solution=solution,
        number=number,
        licence="CC-BY-SA-4.0",
        handed_in_at=row.updated_at,
        created_at=row.created_at,
        **texts,
    )
