from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    ADMINISTRATION = "administration", _("Public administration")
    ASSOCIATION = "association", _("Association")
    COMPANY = "company", _("Company")
    FOUNDATION = "foundation", _("Foundation")
    OTHER = "other", _("Other")


class OrganisationRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")


class InvitationState(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ExportState(models.TextChoices):
    REQUESTED = "requested", _("is being put together")
    READY = "ready", _("ready to be fetched")
    EXPIRED = "expired", _("expired")


class Scope(models.TextChoices):
    """What a bearer of an API token may do; each is needed beside the right of the person behind it."""

    READ = "read", _("Read what I may read")
    PROGRAMMES_WRITE = "programmes:write", _("Take part: register, join teams, hand in")
    PROGRAMMES_MANAGE = "programmes:manage", _("Organise: moderate, assign, select, review")
    CAMPAIGNS_WRITE = "campaigns:write", _("Run campaigns")
    PLEDGES_WRITE = "pledges:write", _("Back campaigns")
    FUNDS_MANAGE = "funds:manage", _("Manage funds, approve matches, pay out")
    DEPOSITS_WRITE = "deposits:write", _("Pay into funds")
    ORGANISATIONS_MANAGE = "organisations:manage", _("Manage organisations and who is in them")
