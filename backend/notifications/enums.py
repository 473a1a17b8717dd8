from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What a message is about; each can be had at once, as a daily digest or not at all."""

    TEAM = "team", _("My teams and requests")
    SPRINT = "sprint", _("Sprints and challenges I take part in")
    ANNOUNCEMENT = "announcement", _("Announcements of those who organise a sprint")
    REVIEW = "review", _("Reviews and selection")
    PROJECT = "project", _("My projects")
    CAMPAIGN = "campaign", _("Campaigns I run or back")
    MONEY = "money", _("Money: receipts, approvals, payouts (always at once)")
    ACCOUNT = "account", _("My account (always at once)")


# What law or money requires cannot be switched off.
ALWAYS_AT_ONCE = frozenset({Category.MONEY, Category.ACCOUNT})


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    OFF = "off", _("Not by mail")


class MailState(models.TextChoices):
    NONE = "none", _("no mail")
    WAITING = "waiting", _("waiting")
    DIGEST = "digest", _("in the next daily mail")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")
