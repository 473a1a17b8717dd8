"""What mentors and those who meet them are told of; everything else stands in `events`."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class MentorInvited(Event):
    topic: ClassVar[str] = "programmes.mentor_invited"
    mentor_id: int


@dataclass(frozen=True, kw_only=True)
class MentorAnswered(Event):
    """Who was asked helps, or cannot."""

    topic: ClassVar[str] = "programmes.mentor_answered"
    mentor_id: int


@dataclass(frozen=True, kw_only=True)
class SlotBooked(Event):
    topic: ClassVar[str] = "programmes.slot_booked"
    booking_id: int


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event):
    topic: ClassVar[str] = "programmes.booking_cancelled"
    booking_id: int


@dataclass(frozen=True, kw_only=True)
class BookingDueSoon(Event):
    """The day before."""

    topic: ClassVar[str] = "programmes.booking_due_soon"
    booking_id: int


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(Event):
    topic: ClassVar[str] = "programmes.feedback_given"
    feedback_id: int
