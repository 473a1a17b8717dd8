"""Tables of Devpost: read and looked at first, then taken over by a worker. Names and addresses are never kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.runs import claim, is_given_up
from backend.core.transitions import transition
from programmes.domain.archive import same_name, shortened, without_markup
from programmes.domain.exchange.devpost import Entry, Found, Remark, Unreadable, read_table
from programmes.domain.exchange.package import Package
from programmes.domain.exchange.rows import ActivityRow, ProjectRow, from_data, to_data
from programmes.enums_of_exchange import DevpostImportState
from programmes.events_of_exchange import DevpostImportTaken
from programmes.models import DevpostImport, Sprint
from programmes.selectors.exchange import challenges_told, ref_of
from programmes.selectors.sprints import sprint_for_update
from programmes.services.archive.reading import Finding, Kind, Report
from programmes.services.exchange.people import STAR, import_people, pseudonym_for
from programmes.services.exchange.projects import import_projects

BYTES_MOST: Final = 7 << 20
SUMMARY_MOST: Final = 200
CLAIM: Final = timedelta(minutes=10)
WHY: Final = {
    "not_utf8": _("This is no table in UTF-8. Please take the file as Devpost gives it."),
    "not_a_table": _("This is no CSV table, or it is damaged."),
    "no_devpost": _("This table has no columns “Project Title” and “Submission Url”, as those of Devpost have."),
    "too_long": _("This table is too long."),
}
DEVPOST: Final = "devpost.csv"
KINDS: Final[tuple[Kind, ...]] = ("merged", "corrected", "refused")
EMPTY: Final[dict[str, Any]] = {"projects": [], "stars": []}


@dataclass(frozen=True, slots=True)
class Read:
    """A table as it was understood: people stand in it under pseudonyms only."""

    layout: str
    projects: list[tuple[int, ProjectRow]]
    stars: list[tuple[int, ActivityRow]]
    remarks: list[Remark]


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
    projects, stars = [], []
    for entry in found.entries:
        people = [pseudonym_for(sprint, one) for one in entry.people]
        project = _project(sprint, entry, people, challenges)
        projects.append((entry.row, project))
        stars += [(entry.row, _star(project, one)) for one in people]
    return Read(found.layout, projects, stars, sorted(found.remarks, key=lambda one: one.row))


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
def devpost_read(*, actor: User, sprint: Sprint, content: bytes) -> DevpostImport:
    """Keep what a table says, so that it can be looked at before it is taken over; the table itself is not kept.

    Nobody is told. Raises Invalid.
    """
    read = devpost_understand(sprint, content)
    row = DevpostImport.objects.create(
        sprint=sprint,
        requested_by=actor,
        layout=read.layout,
        projects=[[number, to_data(project)] for number, project in read.projects],
        stars=[[number, to_data(star)] for number, star in read.stars],
        findings=[[one.row, one.kind, one.what] for one in read.remarks],
        count=len(read.projects),
    )
    audit_add(actor=actor, action="programmes.devpost_read", row=row, facts={"count": row.count})
    return row


@transaction.atomic
def devpost_take(*, actor: User, found: DevpostImport) -> DevpostImport:
    """Have a worker take over what was read. Locks the sprint; tells a worker. Raises Conflict (`being_taken`)."""
    sprint = sprint_for_update(found.sprint_id)
    running = DevpostImport.objects.filter(sprint=sprint, state=DevpostImportState.TAKING).exclude(pk=found.pk).first()
    if running is not None and not is_given_up(running):
        raise Conflict(_("Another table is being taken over. Please wait until it is done."), code="being_taken")
    if running is not None:
        transition(running, to=DevpostImportState.FAILED, actor=None, changes=EMPTY)
    before = found.state
    row = transition(found, to=DevpostImportState.TAKING, actor=actor)
    if before == DevpostImportState.READY:
        outbox_add(DevpostImportTaken(import_id=row.pk), dedupe_key=str(row.pk))
    return row


@transaction.atomic
def devpost_discard(*, actor: User, found: DevpostImport) -> DevpostImport:
    """Put aside what was read, and forget it. Raises Conflict if it is taken over already."""
    return transition(found, to=DevpostImportState.DISCARDED, actor=actor, changes=EMPTY)


def devpost_carry_out(*, import_id: int) -> None:
    """Take over what was read: solutions with their teams, all of them or none.

    What does not wait for that is left alone, so repeating it is safe. Raises Unavailable while another worker is at
    it.
    """
    waiting = DevpostImport.objects.filter(pk=import_id, state=DevpostImportState.TAKING)
    if not waiting.exists():
        return
    claim(waiting, CLAIM)
    _carry_out(import_id)


@transaction.atomic
def _carry_out(import_id: int) -> None:
    sprint = sprint_for_update(DevpostImport.objects.values_list("sprint_id", flat=True).get(pk=import_id))
    row = DevpostImport.objects.select_for_update(no_key=True, of=("self",)).get(pk=import_id)
    if row.state != DevpostImportState.TAKING:
        return
    projects = [(number, from_data(ProjectRow, data)) for number, data in row.projects]
    stars = [(number, from_data(ActivityRow, data)) for number, data in row.stars]
    report = _import(sprint, projects, stars)
    changes = {
        **EMPTY,
        "findings": [*row.findings, *([one.row, one.kind, one.what] for one in report.findings)],
        "created": report.created,
        "updated": report.updated,
        "progress_percent": 100,
        "done_at": clock.now(),
    }
    facts = {"created": report.created, "updated": report.updated}
    transition(row, to=DevpostImportState.DONE, actor=None, changes=changes, facts=facts, is_locked=True)


@transaction.atomic
def devpost_take_all(*, sprint: Sprint, content: bytes) -> tuple[Report, int]:
    """Read a table and take it over at once, for whoever runs the site; return what was done, and of how many projects.

    Locks the sprint. Raises Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    read = devpost_understand(sprint, content)
    report = _import(sprint, read.projects, read.stars)
    found = [Finding(DEVPOST, one.row, kind_of(one), one.what) for one in read.remarks]
    report.findings = [*found, *report.findings]
    if report.changed:
        facts = {"created": report.created, "updated": report.updated}
        audit_add(actor=None, action="programmes.devpost_imported", row=sprint, facts=facts)
    return report, len(read.projects)


def kind_of(remark: Remark) -> Kind:
    return next(kind for kind in KINDS if kind == remark.kind)


def _import(sprint: Sprint, projects: list[tuple[int, ProjectRow]], stars: list[tuple[int, ActivityRow]]) -> Report:
    """The caller holds the sprint in a transaction."""
    texts, people = Report(), Report()
    teams = import_projects(sprint, projects, {}, texts)
    import_people(sprint, Package(projects=projects, activities=stars), teams, people, people)
    texts.findings += people.findings
    texts.created += people.created
    texts.updated += people.updated
    texts.unchanged += people.unchanged
    return texts


@transaction.atomic
def devpost_fail(*, import_id: int) -> None:
    """Say that it could not be taken over, and forget it. One that is not being taken over stays as it is."""
    row = DevpostImport.objects.filter(pk=import_id, state=DevpostImportState.TAKING).first()
    if row is not None:
        transition(row, to=DevpostImportState.FAILED, actor=None, changes=EMPTY)
