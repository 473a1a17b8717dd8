"""States and kinds of mentors, their office hours and calendars."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MentorState(models.TextChoices):
    INVITED = "invited", _("asked")
    ACTIVE = "active", _("helps")
    DECLINED = "declined", _("cannot help")
    ENDED = "ended", _("helps no more")


class OfficeHoursState(models.TextChoices):
    OPEN = "open", _("open")
    WITHDRAWN = "withdrawn", _("cancelled")


class BookingState(models.TextChoices):
    BOOKED = "booked", _("booked")
    CANCELLED = "cancelled", _("cancelled")
    MISSED = "missed", _("nobody came")


class Side(models.TextChoices):
    """The two who meet in a slot."""

    MENTOR = "mentor", _("Mentor")
    BOOKER = "booker", _("Who booked")


class FeedKind(models.TextChoices):
    """Whose dates a calendar address gives."""

    PERSON = "person", _("everything that concerns me")
    TEAM = "team", _("a team")
    MENTOR = "mentor", _("my office hours")
