"""A sprint with its challenges and solutions in the words of schema.org."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from programmes.domain.exchange.hackathon import Event, Work, hackathon
from programmes.models import Sprint
from programmes.selectors.exchange import challenges_told, solutions_told

WORKS_MOST: Final = 200
"""Of each kind: whoever wants all of them takes the package."""
Address = Callable[[str, str], str]
"""Returns the address of a page: which, and of what."""


def hackathon_of(sprint: Sprint, address: Address, *, with_works: bool = True) -> dict[str, Any]:
    """Return the sprint as schema.org's Hackathon; its challenges and solutions only where they are asked for."""
    programme = sprint.programme
    event = Event(
        name=sprint.title,
        summary=sprint.summary,
        address=address("sprint", sprint.slug),
        language=sprint.language,
        keywords=sprint.hashtag.split(),
        starts_at=sprint.starts_at,
        ends_at=sprint.ends_at,
        timezone=sprint.timezone,
        organiser=programme.organisation.name if programme.organisation else programme.name,
        organiser_address=address("programme", programme.slug),
        places=sprint.capacity,
    )
    return hackathon(event, _works(sprint, address) if with_works else ())


def _works(sprint: Sprint, address: Address) -> Iterator[Work]:
    for challenge in challenges_told(sprint)[:WORKS_MOST]:
        yield Work(
            kind="challenge",
            name=challenge.title,
            summary=challenge.summary,
            address=address("challenge", challenge.public_id),
            language=challenge.language,
            created_at=challenge.created_at,
        )
    for solution in solutions_told(sprint)[:WORKS_MOST]:
        version = solution.current_version
        if version is not None:
            yield Work(
                kind="solution",
                name=version.title,
                summary=version.summary,
                address=address("solution", solution.public_id),
                language=version.language,
                created_at=solution.created_at,
                modified_at=version.handed_in_at,
                licence=version.licence,
            )
