"""Who took part: accounts that nobody can sign in to, named by the archive's pseudonyms."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.contrib.auth.hashers import make_password

from backend.accounts.models import User
from programmes.enums import MemberRole, RegistrationState
from programmes.models import Registration, Sprint, TeamMember
from programmes.services.archive.projects import Imported
from programmes.services.archive.reading import PARTICIPATION, ParticipationRow, Report
from programmes.services.archive.writing import Wanted, bring_about

# A domain that can never receive mail (RFC 2606).
DOMAIN: Final = "opendata-archiv.invalid"


def import_participation(
    found: Sequence[ParticipationRow], sprints: Mapping[str, Sprint], imported: Imported, report: Report
) -> None:
    rows = [row for row in found if _is_known(row, sprints, imported, report)]
    users = _import_users(dict.fromkeys(row.participant for row in rows), report)
    _import_registrations(rows, sprints, users, report)
    _import_members(rows, imported, users, report)


def _is_known(row: ParticipationRow, sprints: Mapping[str, Sprint], imported: Imported, report: Report) -> bool:
    if row.event_key in sprints and row.project_key in imported.rows:
        return True
    what = f"its project {row.project_key} or event {row.event_key} is unknown"
    report.note(PARTICIPATION, row.row, "refused", what)
    return False


def _import_users(names: Iterable[str], report: Report) -> dict[str, User]:
    addresses = {name: f"{name}@{DOMAIN}".lower() for name in names}
    existing = {user.email: user for user in User.objects.filter(email__in=addresses.values())}
    wanted: list[Wanted[User]] = [
        Wanted(
            address,
            {},
            {"email": address, "display_name": name[:80], "is_active": False, "password": make_password(None)},
        )
        for name, address in addresses.items()
    ]
    made = bring_about(User, existing, wanted, report)
    return {name: made[address] for name, address in addresses.items()}


def _import_registrations(
    rows: Sequence[ParticipationRow], sprints: Mapping[str, Sprint], users: Mapping[str, User], report: Report
) -> None:
    found = Registration.objects.filter(sprint__in=set(sprints.values()))
    existing = {(row.sprint_id, row.user_id): row for row in found}
    last: dict[int, int] = {}
    for registration in existing.values():
        last[registration.sprint_id] = max(last.get(registration.sprint_id, 0), registration.sequence)
    wanted: dict[tuple[int, int], Wanted[Registration]] = {}
    for row in rows:
        sprint, user = sprints[row.event_key], users[row.participant]
        key = (sprint.pk, user.pk)
        if key in wanted:
            continue
        if key not in existing:
            last[sprint.pk] = last.get(sprint.pk, 0) + 1
        once = {
            "sprint": sprint,
            "user": user,
            "sequence": last[sprint.pk],
            "state": RegistrationState.REGISTERED,
            "created_at": sprint.starts_at,
        }
        wanted[key] = Wanted(key, {}, once)
    bring_about(Registration, existing, list(wanted.values()), report)


def _import_members(
    rows: Sequence[ParticipationRow], imported: Imported, users: Mapping[str, User], report: Report
) -> None:
    """Only people of the kept row of a merged project: the other row names the same people otherwise."""
    found = TeamMember.objects.filter(team__in=set(imported.teams.values()), left_at=None)
    existing = {(row.team_id, row.user_id): row for row in found}
    present = Counter(row.team_id for row in existing.values())
    wanted: dict[tuple[int, int], Wanted[TeamMember]] = {}
    for row in rows:
        team, kept = imported.teams.get(row.project_key), imported.rows[row.project_key]
        if team is None:
            continue
        if row.participant not in kept.people:
            report.note(PARTICIPATION, row.row, "merged", "counted with the other export of its project")
            continue
        user = users[row.participant]
        key = (team.pk, user.pk)
        if key in wanted:
            report.note(PARTICIPATION, row.row, "merged", "this person is in the team already")
            continue
        if key not in existing and present[team.pk] >= team.size_limit:
            report.note(PARTICIPATION, row.row, "refused", f"the team has {team.size_limit} people already")
            continue
        present[team.pk] += key not in existing
        role = MemberRole.LEAD if row.participant == kept.maintainer else MemberRole.MEMBER
        once = {"team": team, "user": user, "created_at": team.created_at}
        wanted[key] = Wanted(key, {"role": role}, once)
    bring_about(TeamMember, existing, list(wanted.values()), report)
