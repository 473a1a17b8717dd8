"""States of what is exchanged with other systems; all others stand in `enums`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SprintPackageState(models.TextChoices):
    REQUESTED = "requested", _("is being written")
    READY = "ready", _("published")
    FAILED = "failed", _("could not be written")


class ImportSource(models.TextChoices):
    DEVPOST = "devpost", _("table of Devpost")
    PACKAGE = "package", _("package")


class DataImportState(models.TextChoices):
    READING = "reading", _("is being tried out")
    READY = "ready", _("can be looked at")
    TAKING = "taking", _("is being taken over")
    DONE = "done", _("taken over")
    DISCARDED = "discarded", _("put aside")
    FAILED = "failed", _("could not be taken over")
