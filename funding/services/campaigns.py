"""Campaigns: written by the team, approved by a curator who does not belong to it, started and ended by their dates."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import Actor, audit_add
from backend.core.errors import Conflict, Invalid, Text
from backend.core.images import clean_image
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from backend.core.uploads import stored_before, unshown_forget
from funding.domain.limits import AMOUNT_MAX_MINOR, CAMPAIGN_DAYS_MAX, CURRENCIES
from funding.domain.texts import plain_text
from funding.enums import CampaignMode, CampaignState
from funding.events import (
    CampaignApproved,
    CampaignDeclined,
    CampaignEnded,
    CampaignStarted,
    CampaignSubmitted,
    CampaignUpdatePublished,
)
from funding.models import Campaign, CampaignUpdate
from funding.rules import can_curate_campaign, can_edit_campaign, can_end_campaign
from funding.selectors.locks import campaign_for_update
from funding.services.outcomes import campaign_settle
from funding.services.validation import row_check, texts_clean
from programmes.enums import ProjectState
from programmes.models import Project

EDITABLE = (
    "slug", "title", "summary", "story", "use_of_money", "language", "image", "image_alt", "currency", "mode",
    "region", "goal1_minor", "goal2_minor", "starts_at", "ends_at",
)  # fmt: skip
NOTE_MAX = 2_000


def campaign_save_draft(
    *, project: Project, actor: User, fields: Mapping[str, Any], campaign: Campaign | None = None
) -> Campaign:
    """Create or change a draft. `fields` are names of `EDITABLE`; what is not named stays.

    The picture is written anew and stored first, outside the transaction. Raises NotAllowed, Conflict (not a draft any
    more, or another campaign of this project is not over), Invalid.
    """
    require(can_edit_campaign, actor, campaign or project)
    values = _clean(fields)
    with stored_before(Campaign, "image", values), transaction.atomic():
        row = _draft(project, actor, campaign)
        before = str(row.image)
        for name, value in values.items():
            setattr(row, name, value)
        texts_clean(row)
        _check(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Conflict(
                _("This project already has a campaign that is not over."), code="campaign_exists"
            ) from error
        audit_add(actor=actor, action="funding.campaign_saved", row=row, facts={"fields": sorted(fields)})
        if before != str(row.image):
            transaction.on_commit(partial(unshown_forget, Campaign, "image", before))
    return row


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    for name in fields:
        if name not in EDITABLE:
            raise Invalid({name: _("This cannot be changed here.")})
    values = dict(fields)
    if "image" in values:
        values["image"] = clean_image("image", values["image"]) if values["image"] else ""
    return values


def _draft(project: Project, actor: User, campaign: Campaign | None) -> Campaign:
    if campaign is None:
        if project.state != ProjectState.ACTIVE:
            raise Conflict(_("This project has ended."), code="project_not_active")
        return Campaign(project=project, created_by=actor, language=project.language)
    row = campaign_for_update(campaign.pk)
    if row.state == CampaignState.DECLINED:
        return transition(row, to=CampaignState.DRAFT, actor=actor)
    if row.state != CampaignState.DRAFT:
        raise Conflict(_("Only a draft can be changed."), code="wrong_state", state=row.state)
    return row


def _check(row: Campaign) -> None:
    row_check(row)
    problems: dict[str, Text] = {}
    if row.currency not in CURRENCIES:
        problems["currency"] = _("We can only collect in euros.")
    if not 0 < row.goal1_minor <= AMOUNT_MAX_MINOR:
        problems["goal1_minor"] = _("Please name an amount above zero.")
    if row.goal2_minor is not None and not row.goal1_minor < row.goal2_minor <= AMOUNT_MAX_MINOR:
        problems["goal2_minor"] = _("The second goal must be above the first.")
    if row.mode not in CampaignMode.values:
        problems["mode"] = _("Please choose one of the offered values.")
    if row.ends_at <= row.starts_at:
        problems["ends_at"] = _("The end must be after the beginning.")
    elif row.ends_at - row.starts_at > timedelta(days=CAMPAIGN_DAYS_MAX):
        problems["ends_at"] = _("A campaign lasts at most 180 days.")
    if problems:
        raise Invalid(problems)


@transaction.atomic
def campaign_submit(*, campaign: Campaign, actor: User) -> Campaign:
    """Hand a draft to the curators. Raises NotAllowed, Conflict, Invalid if something is missing."""
    require(can_edit_campaign, actor, campaign)
    row = campaign_for_update(campaign.pk)
    missing: dict[str, Text] = {
        name: _("Please fill this in before you hand in.")
        for name in ("story", "use_of_money")
        if not getattr(row, name)
    }
    if row.ends_at <= clock.now():
        missing["ends_at"] = _("The end must be in the future.")
    if missing:
        raise Invalid(missing)
    transition(row, to=CampaignState.SUBMITTED, actor=actor)
    outbox_add(CampaignSubmitted(campaign_id=row.pk))
    return row


@transaction.atomic
def campaign_approve(*, campaign: Campaign, actor: User, note: str = "") -> Campaign:
    """Approve, and start at once if its beginning has come. Raises NotAllowed (also for the own project), Conflict."""
    require(can_curate_campaign, actor, campaign)
    row = campaign_for_update(campaign.pk)
    if row.ends_at <= clock.now():
        raise Conflict(_("The end of this campaign has passed; the team must set new dates."), code="campaign_over")
    transition(row, to=CampaignState.APPROVED, actor=actor, changes={"curator_note": plain_text(note)[:NOTE_MAX]})
    outbox_add(CampaignApproved(campaign_id=row.pk))
    if row.starts_at <= clock.now():
        return campaign_start(campaign=row)
    return row


@transaction.atomic
def campaign_decline(*, campaign: Campaign, actor: User, note: str) -> Campaign:
    """Decline with a reason that the team reads; it can change the draft and hand in again."""
    require(can_curate_campaign, actor, campaign)
    if not plain_text(note):
        raise Invalid({"note": _("Please give a reason: the team reads it.")})
    row = campaign_for_update(campaign.pk)
    transition(row, to=CampaignState.DECLINED, actor=actor, changes={"curator_note": plain_text(note)[:NOTE_MAX]})
    outbox_add(CampaignDeclined(campaign_id=row.pk))
    return row


@transaction.atomic
def campaign_start(*, campaign: Campaign) -> Campaign:
    """Let an approved campaign take money, by its date. Repeating it changes nothing. Raises Conflict."""
    row = campaign_for_update(campaign.pk)
    if row.state != CampaignState.RUNNING:
        transition(row, to=CampaignState.RUNNING, actor=None)
        outbox_add(CampaignStarted(campaign_id=row.pk))
    return row


def campaign_end(*, campaign: Campaign, actor: Actor = None) -> Campaign:
    """End a campaign: by its date (actor None), or earlier by its lead. Open payment pages may still be paid."""
    if actor is not None:
        require(can_end_campaign, actor, campaign)
    with transaction.atomic():
        row = campaign_for_update(campaign.pk)
        if row.state != CampaignState.ENDED:
            transition(row, to=CampaignState.ENDED, actor=actor)
            outbox_add(CampaignEnded(campaign_id=row.pk))
            campaign_settle(row)
    return row


def campaigns_start_due() -> int:
    """Start every approved campaign whose beginning has come; return how many."""
    due = list(Campaign.objects.filter(state=CampaignState.APPROVED, starts_at__lte=clock.now()))
    for campaign in due:
        campaign_start(campaign=campaign)
    return len(due)


def campaigns_end_due() -> int:
    """End every running campaign whose end has passed; return how many."""
    due = list(Campaign.objects.filter(state=CampaignState.RUNNING, ends_at__lte=clock.now()))
    for campaign in due:
        campaign_end(campaign=campaign)
    return len(due)


@transaction.atomic
def campaign_update_publish(
    *, campaign: Campaign, actor: User, title: str, body: str, language: str = "de"
) -> CampaignUpdate:
    """Tell all backers what is new. Raises NotAllowed, Conflict before the start, Invalid."""
    require(can_edit_campaign, actor, campaign)
    row = campaign_for_update(campaign.pk)
    if row.state not in {CampaignState.RUNNING, CampaignState.ENDED}:
        raise Conflict(_("There are no backers to tell yet."), code="campaign_not_started")
    update = CampaignUpdate(campaign=row, author=actor, title=title, body=body, language=language)
    texts_clean(update)
    row_check(update)
    update.save()
    audit_add(actor=actor, action="funding.campaign_update_published", row=update)
    outbox_add(CampaignUpdatePublished(update_id=update.pk))
    return update
