"""What the public's stars and words tell."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class CommentMade(Event):
    topic: ClassVar[str] = "programmes.comment_made"
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommunityAwardGiven(Event):
    topic: ClassVar[str] = "programmes.community_award_given"
    award_id: int
