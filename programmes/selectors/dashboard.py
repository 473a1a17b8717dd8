"""The picture of a sprint that its organisers watch: counted in the database, and by nobody twice within seconds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.db.models import CharField, Count, Exists, F, Func, Min, OuterRef, QuerySet, Sum
from django.db.models.functions import Trunc

from backend.core import clock
from programmes.domain.timeline import Unit, grown, steps, unit_for
from programmes.enums import OpenRoleState, RegistrationState, SprintState, TeamState
from programmes.models import OpenRole, Profile, Solution, SolutionVersion, Sprint, TeamMember
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.counting import count_of, living_teams
from programmes.selectors.organiser_desk import people_without_team
from programmes.selectors.segments import without_team

FRESH_SECONDS: Final = 20
SKILLS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What there was by the end of one step of time."""

    at: datetime
    registered: int
    waiting: int
    without_team: int
    handed_in: int


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    wanted: int
    """Places in open roles that ask for it."""
    offered: int
    """People with a place and no team who can do it."""


@dataclass(frozen=True, slots=True)
class Size:
    people: int
    teams: int
    """How many have so many people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    at: datetime
    unit: Unit
    capacity: int | None
    team_size_max: int
    registered: int
    waiting: int
    without_team: int
    teams: int
    handed_in: int
    steps: Sequence[Step]
    skills: Sequence[Skill]
    """The most wanted first, then the most offered."""
    sizes: Sequence[Size]
    """From one on without gaps."""
    is_live: bool
    """Whether it may still change."""


def dashboard(sprint: Sprint) -> Dashboard:
    """At most a few seconds old, so that many who watch cost as much as one."""
    key = f"programmes.dashboard:{sprint.pk}:{sprint.updated_at.timestamp()}"
    known: Dashboard | None = cache.get(key)
    if known is None:
        known = dashboard_counted(sprint)
        cache.set(key, known, FRESH_SECONDS)
    return known


def dashboard_counted(sprint: Sprint) -> Dashboard:
    """As of now; nine queries, however many people."""
    now = clock.now()
    begin, end = _window(sprint, now)
    unit = unit_for(begin, end)
    at = steps(begin, end, unit, sprint.zone)
    registrations = sprint.registrations.exclude(state=RegistrationState.CANCELLED)
    came = _counted(sprint, registrations, unit, "created_at", "state")
    registered = grown(at, [(one, n) for one, n, state in came if state == RegistrationState.REGISTERED])
    waiting = grown(at, [(one, n) for one, n, state in came if state == RegistrationState.WAITING])
    members = TeamMember.objects.filter(team__sprint=sprint).exclude(team__state=TeamState.DISSOLVED)
    joined = grown(at, [row[:2] for row in _counted(sprint, members, unit, "created_at")])
    left = grown(at, [row[:2] for row in _counted(sprint, members.exclude(left_at=None), unit, "left_at")])
    handed_in = grown(at, [row[:2] for row in _counted(sprint, _first_hand_ins(sprint), unit, "handed_in_at")])
    sizes = _sizes(sprint)
    return Dashboard(
        at=now,
        unit=unit,
        capacity=sprint.capacity,
        team_size_max=sprint.team_size_max,
        registered=registered[-1],
        waiting=waiting[-1],
        without_team=people_without_team(sprint).count(),
        teams=sum(size.teams for size in sizes),
        handed_in=handed_in[-1],
        steps=[
            Step(
                at=moment,
                registered=registered[place],
                waiting=waiting[place],
                without_team=max(0, registered[place] - joined[place] + left[place]),
                handed_in=handed_in[place],
            )
            for place, moment in enumerate(at)
        ],
        skills=_skills(sprint),
        sizes=sizes,
        is_live=sprint.state != SprintState.ARCHIVED,
    )


def _window(sprint: Sprint, now: datetime) -> tuple[datetime, datetime]:
    """From the first registration until now, or until the sprint was over."""
    first = sprint.registrations.exclude(state=RegistrationState.CANCELLED).aggregate(first=Min("created_at"))["first"]
    end = min(now, sprint.ends_at)
    return min(first or end, end), end


def _counted(
    sprint: Sprint, rows: "QuerySet[Any]", unit: Unit, column: str, *more: str
) -> list[tuple[datetime, int, str]]:
    """How many of `rows` fall into which step, by further columns."""
    stepped = rows.order_by().annotate(step=Trunc(column, unit, tzinfo=sprint.zone))
    counted = stepped.values("step", *more).annotate(n=Count("pk"))
    return [(row["step"], row["n"], *(row[name] for name in more)) for row in counted]


def _first_hand_ins(sprint: Sprint) -> QuerySet[SolutionVersion]:
    """Of each solution that is handed in the version that was first."""
    handed_in = Solution.objects.filter(sprint=sprint, state__in=AFTER_HAND_IN)
    versions = SolutionVersion.objects.exclude(handed_in_at=None)
    earlier = versions.filter(solution=OuterRef("solution"), number__lt=OuterRef("number"))
    return versions.filter(~Exists(earlier), solution__in=handed_in.order_by())


def _sizes(sprint: Sprint) -> list[Size]:
    teams = living_teams().filter(sprint=sprint).order_by()
    sized = teams.annotate(size=count_of(TeamMember.objects.filter(left_at=None), "team_id"))
    counts = dict(sized.values_list("size").annotate(n=Count("pk")))
    if not counts:
        return []
    most = max(sprint.team_size_max, *counts)
    return [Size(size, counts.get(size, 0)) for size in range(min(1, *counts), most + 1)]


def _each_skill() -> Func:
    return Func(F("skills"), function="unnest", set_returning=True, output_field=CharField())


def _folded(counts: "QuerySet[Any]") -> Counter[str]:
    """Each skill once, however it is written."""
    folded: Counter[str] = Counter()
    for skill, n in counts:
        folded[skill.lower()] += n
    return folded


def _spelling(*counted: "QuerySet[Any]") -> dict[str, str]:
    """Of the ways in which a skill is written the most common one; between equals the first of the alphabet."""
    spelt: Counter[str] = Counter()
    for counts in counted:
        for skill, n in counts:
            spelt[skill] += n
    return {skill.lower(): skill for skill in sorted(spelt, key=lambda one: (-spelt[one], one), reverse=True)}


def _skills(sprint: Sprint) -> list[Skill]:
    roles = OpenRole.objects.order_by().filter(team__sprint=sprint, state=OpenRoleState.OPEN)
    living = roles.exclude(team__state=TeamState.DISSOLVED)
    asked = living.annotate(skill=_each_skill()).values_list("skill").annotate(n=Sum("places"))
    seekers = Profile.objects.order_by().filter(user_id__in=without_team(sprint))
    able = seekers.annotate(skill=_each_skill()).values_list("skill").annotate(n=Count("pk"))
    wanted, offered, spelling = _folded(asked), _folded(able), _spelling(asked, able)
    found = [Skill(shown, wanted[name], offered[name]) for name, shown in spelling.items()]
    return sorted(found, key=lambda one: (-one.wanted, -one.offered, one.name))[:SKILLS_SHOWN]
