"""What is asked of a worker while teams build."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ReadmeAsked(Event):
    """The README of a team's repository is to be fetched."""

    topic: ClassVar[str] = "programmes.readme_asked"
    readme_id: int
