"""Tables of Devpost, in the words of packages. Names and addresses of people are exchanged for pseudonyms at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.core.audit import audit_add
from backend.core.errors import Invalid
from programmes.domain.archive import same_name, shortened, without_markup
from programmes.domain.exchange.devpost import Entry, Found, Remark, Unreadable, read_table
from programmes.domain.exchange.package import Package
from programmes.domain.exchange.rows import ActivityRow, ProjectRow
from programmes.models import Sprint
from programmes.selectors.exchange import challenges_told, ref_of
from programmes.selectors.sprints import sprint_for_update
from programmes.services.archive.reading import Finding, Kind, Report
from programmes.services.exchange.people import STAR, import_people, pseudonym_for
from programmes.services.exchange.projects import import_projects

BYTES_MOST: Final = 7 << 20
SUMMARY_MOST: Final = 200
WHY: Final = {
    "not_utf8": _("This is no table in UTF-8. Please take the file as Devpost gives it."),
    "not_a_table": _("This is no CSV table, or it is damaged."),
    "no_devpost": _("This table has no columns “Project Title” and “Submission Url”, as those of Devpost have."),
    "too_long": _("This table is too long."),
}
DEVPOST: Final = "devpost.csv"
KINDS: Final[tuple[Kind, ...]] = ("merged", "corrected", "refused")


@dataclass(frozen=True, slots=True)
class Read:
    """A table as it was understood: people stand in it under pseudonyms only."""

    layout: str
    package: Package
    findings: list[Finding]


def devpost_understand(sprint: Sprint, content: bytes) -> Read:
    """Return what a table says in our words. Raises Invalid with why it cannot be read."""
    if len(content) > BYTES_MOST:
        raise Invalid({"file": _("Please choose a table of at most %(most)s MB.") % {"most": BYTES_MOST >> 20}})
    try:
        found = read_table(content, sprint.zone)
    except Unreadable as error:
        raise Invalid({"file": WHY[str(error)]}) from error
    if not found.entries:
        raise Invalid({"file": _("No project in this table was handed in.")})
    return _in_our_words(sprint, found)


def _in_our_words(sprint: Sprint, found: Found) -> Read:
    challenges = {same_name(row.title): ref_of(row) for row in challenges_told(sprint)}
    package = Package()
    for entry in found.entries:
        people = [pseudonym_for(ref_of(sprint), one) for one in entry.people]
        project = _project(sprint, entry, people, challenges)
        package.projects.append((entry.row, project))
        package.activities += [(entry.row, _star(project, one)) for one in people]
    remarks = sorted(found.remarks, key=lambda one: one.row)
    return Read(found.layout, package, [Finding(DEVPOST, one.row, kind_of(one), one.what) for one in remarks])


def _star(project: ProjectRow, who: str) -> ActivityRow:
    return ActivityRow(name=STAR, time=project.created_at, project_id=project.id, user_id=who, user_name=who)


def _project(sprint: Sprint, entry: Entry, people: Sequence[str], challenges: dict[str, str]) -> ProjectRow:
    """The prizes that it competed for stand in its text, and tell its challenge where one is called the same."""
    more = [f"Built with: {entry.built_with}" if entry.built_with else ""]
    more.append(f"Prizes: {', '.join(entry.prizes)}" if entry.prizes else "")
    text = "\n\n".join(part for part in (entry.text, *more) if part)
    asked = (challenges.get(same_name(prize)) for prize in entry.prizes)
    created_at = entry.created_at or sprint.starts_at
    return ProjectRow(
        id=entry.address,
        event_id=ref_of(sprint),
        name=entry.title,
        summary=shortened(without_markup(entry.text), SUMMARY_MOST),
        longtext=text,
        phase="handed_in",
        challenge_id=next((one for one in asked if one), ""),
        team_name=entry.title,
        team_count=len(people),
        maintainer=people[0] if people else "",
        links=tuple({"label": label, "url": url} for label, url in entry.links),
        created_at=created_at,
        updated_at=entry.submitted_at or created_at,
    )


@transaction.atomic
def devpost_take_all(*, sprint: Sprint, content: bytes) -> tuple[Report, int]:
    """Read a table and take it over at once, for whoever runs the site; return what was done, and of how many projects.

    Locks the sprint. Raises Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    read = devpost_understand(sprint, content)
    report = devpost_bring(sprint, read.package)
    report.findings = [*read.findings, *report.findings]
    if report.changed:
        facts = {"created": report.created, "updated": report.updated}
        audit_add(actor=None, action="programmes.devpost_imported", row=sprint, facts=facts)
    return report, len(read.package.projects)


def kind_of(remark: Remark) -> Kind:
    return next(kind for kind in KINDS if kind == remark.kind)


def devpost_bring(sprint: Sprint, package: Package) -> Report:
    """Bring what was read into the sprint, which the caller holds in a transaction."""
    texts, people = Report(), Report()
    teams = import_projects(sprint, package.projects, {}, texts)
    import_people(sprint, package, teams, people, people)
    texts.findings += people.findings
    texts.created += people.created
    texts.updated += people.updated
    texts.unchanged += people.unchanged
    return texts
