"""Who was in a team: accounts that nobody can sign in to, named by pseudonyms. Real names are not even kept."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from backend.accounts.models import User
from programmes.domain.exchange.package import ACTIVITIES, USERS, Package
from programmes.domain.exchange.rows import UserRow
from programmes.enums import MemberRole
from programmes.models import Sprint, Team, TeamMember
from programmes.selectors.exchange import PSEUDONYM_DOMAIN, pseudonym_of, ref_of
from programmes.services.archive.reading import Report
from programmes.services.archive.writing import Wanted, bring_about

PSEUDONYM: Final = re.compile(r"p_[0-9a-f]{16}")
STAR: Final = "star"


def import_people(
    sprint: Sprint, package: Package, teams: Mapping[str, Team], users: Report, activities: Report
) -> None:
    leads = {(row.id, row.maintainer) for _number, row in package.projects if row.maintainer}
    stars = []
    for number, row in package.activities:
        if row.name != STAR:
            activities.note(ACTIVITIES, number, "refused", f"what is called {row.name[:30]!r} has no place here")
        elif row.project_id not in teams or not row.user_id:
            activities.note(ACTIVITIES, number, "refused", "its project or person is unknown")
        else:
            role = MemberRole.LEAD if (row.project_id, row.user_id) in leads else MemberRole.MEMBER
            stars.append((number, teams[row.project_id], pseudonym_for(ref_of(sprint), row.user_id), role))
    note_names(package, users)
    people = _accounts(sprint, dict.fromkeys(name for _number, _team, name, _role in stars), users)
    _members(stars, people, activities)


def note_names(package: Package, users: Report) -> None:
    for number, user in package.users:
        if not PSEUDONYM.fullmatch(user.id):
            users.note(USERS, number, "corrected", "a name is replaced by a pseudonym")


def pseudonym_for(ref: str, name: str) -> str:
    """A pseudonym stays what it is; whatever else stands there may be somebody's name or address.

    `ref` is what names the sprint in packages.
    """
    if PSEUDONYM.fullmatch(name):
        return name
    return f"p_{salted_hmac('programmes.exchange.people', f'{ref} {name}').hexdigest()[:16]}"


def without_names(package: Package, ref: str) -> Package:
    """Return the package with people under the pseudonyms that an import gives them; `ref` as above."""

    def hidden(name: str) -> str:
        return name and pseudonym_for(ref, name)

    return replace(
        package,
        users=[(number, UserRow(id=hidden(row.id), username=hidden(row.id))) for number, row in package.users],
        projects=[(number, replace(row, maintainer=hidden(row.maintainer))) for number, row in package.projects],
        activities=[
            (number, replace(row, user_id=hidden(row.user_id), user_name=hidden(row.user_id)))
            for number, row in package.activities
        ],
    )


def _accounts(sprint: Sprint, names: Iterable[str], report: Report) -> dict[str, User]:
    """Who is in a team of this sprint already is known by the pseudonym that an export gives."""
    here = TeamMember.objects.filter(team__sprint=sprint, left_at=None).select_related("user")
    known = {pseudonym_of(sprint, row.user.public_id, row.user.email): row.user for row in here}
    new = {name: f"{name}@{PSEUDONYM_DOMAIN}" for name in names if name not in known}
    existing = {user.email: user for user in User.objects.filter(email__in=new.values())}
    nobody = make_password(None)
    wanted: list[Wanted[User]] = [
        Wanted(email, {}, {"email": email, "display_name": name, "is_active": False, "password": nobody})
        for name, email in new.items()
    ]
    made = bring_about(User, existing, wanted, report)
    return {**known, **{name: made[email] for name, email in new.items()}}


def _members(stars: list[tuple[int, Team, str, MemberRole]], people: Mapping[str, User], report: Report) -> None:
    found = TeamMember.objects.filter(team__in={team.pk for _number, team, _name, _role in stars}, left_at=None)
    existing = {(row.team_id, row.user_id): row for row in found}
    present = Counter(team_id for team_id, _user_id in existing)
    wanted: dict[tuple[int, int], Wanted[TeamMember]] = {}
    for number, team, name, role in stars:
        key = (team.pk, people[name].pk)
        if key in wanted:
            report.note(ACTIVITIES, number, "merged", "this person is in the team already")
        elif key not in existing and (team.source_ref is None or present[team.pk] >= team.size_limit):
            report.note(ACTIVITIES, number, "refused", "this team takes nobody from a package")
        else:
            present[team.pk] += key not in existing
            once = {"team": team, "user": people[name], "role": role, "created_at": team.created_at}
            wanted[key] = Wanted(key, {}, once)
    bring_about(TeamMember, existing, list(wanted.values()), report)
