"""The shapes of the invented texts."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeText:
    title: str
    summary: str
    body: str
    category: str
    owner: str = ""
    """Key of the organisation; empty: a citizen's own."""
    language: str = "de"
    state: str = "published"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleText:
    title: str
    description: str
    skills: tuple[str, ...]
    places: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionText:
    title: str
    summary: str
    body: str
    licence: str = "CC-BY-4.0"
    links: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    """What the picture shows; empty: there is none."""
    slides: tuple[str, ...] = ()
    """What the slides say, one a line; the first is their title. Empty: there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamText:
    name: str
    pitch: str
    challenge: int
    """Place in the sprint's list of challenges."""
    people: tuple[str, ...]
    """Keys of people; the first leads."""
    roles: tuple[RoleText, ...] = ()
    asking: tuple[tuple[str, str], ...] = ()
    """Who waits for an answer, and with which motivation."""
    solution: SolutionText | None = None
    further: SolutionText | None = None
    """Another one that it has begun, where the sprint allows that."""
    language: str = "de"
    size_limit: int = 6
    joining: str = "on_request"
    late_minutes: int = 0
    """How long after the deadline it hands in; beyond the grace period that is refused, and what came before counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SprintText:
    slug: str
    title: str
    summary: str
    about: str
    hashtag: str
    days: dict[str, tuple[int, int]]
    """Kind of phase → days from today at which it begins and ends."""
    capacity: int | None = None
    accept_hours: int = 0
    certificates: str = "nobody"
    grace_minutes: int = 0
    solutions_per_team: int = 1
    asks: bool = False
    """Whether questions are asked at registration."""
    next_in_line: str = ""
    """Key of who is offered the place that one of the crowd gives back."""
    challenges: tuple[ChallengeText, ...] = field(default=())
    teams: tuple[TeamText, ...] = field(default=())
    crowd: int = 0
    """How many more people are registered without a team."""
