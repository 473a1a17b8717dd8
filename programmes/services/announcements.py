"""Announcements as organisers write them: drafted, tried on oneself, sent now or later, stopped in time."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Required, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from backend.notifications.enums import Category as MailCategory
from backend.notifications.models import Message
from backend.notifications.services.messages import message_create
from programmes.enums import AnnouncementState, Segment, SprintState
from programmes.events import AnnouncementPieceDue
from programmes.models import Announcement, Category, Sprint
from programmes.selectors.announcements import announcement_for_update
from programmes.selectors.segments import segments_of
from programmes.services.changing import require_among, texts_among, write_changes

TEMPLATE: Final = "programmes/announcement"
LATEST: Final = timedelta(days=366)
TEXTS: Final = ("subject_de", "body_de", "subject_en", "body_en")


class AnnouncementTexts(TypedDict, total=False):
    category: Category | None
    subject_de: str
    body_de: str
    subject_en: str
    body_en: str
    send_at: datetime | None


class AnnouncementChanges(AnnouncementTexts, total=False):
    segments: Sequence[str]


class NewAnnouncement(AnnouncementTexts, total=False):
    segments: Required[Sequence[str]]


@transaction.atomic
def announcement_create(*, actor: User | None, sprint: Sprint, **given: Unpack[NewAnnouncement]) -> Announcement:
    """Write a draft; nobody is told yet. `send_at` is when it is meant to be sent. Raises Invalid."""
    values = texts_among(Announcement, dict(given))
    announcement = Announcement(sprint=sprint, created_by=actor, **_ordered(values))
    _check(announcement, segments_of(sprint))
    announcement.save()
    audit_add(actor=actor, action="programmes.announcement_created", row=announcement)
    return announcement


@transaction.atomic
def announcement_update(
    *, actor: User, announcement: Announcement, **changes: Unpack[AnnouncementChanges]
) -> Announcement:
    """Change what is given, while it is a draft. Locks it. Raises Conflict (`wrong_state`), Invalid."""
    row = announcement_for_update(announcement.pk)
    if row.state != AnnouncementState.DRAFT:
        raise Conflict(_("This is no draft any more. Stop it first if it is not sent yet."), code="wrong_state")
    given = {"segments": row.segments, **changes} if "category" in changes else dict(changes)
    values = _ordered(texts_among(Announcement, given))
    names = ("segments", "category", *TEXTS)
    changed = Announcement(sprint=row.sprint, **{name: values.get(name, getattr(row, name)) for name in names})
    _check(changed, segments_of(row.sprint, row.segments))
    write_changes(row, values, actor=actor, action="programmes.announcement_updated")
    return row


@transaction.atomic
def announcement_send(*, actor: User, announcement: Announcement, send_at: datetime | None = None) -> Announcement:
    """Send it now, or at `send_at`; who gets it is found out then. Repeating it changes nothing.

    Locks it. Tells AnnouncementPieceDue if it is sent now. Raises Conflict (`wrong_state`, `sprint_draft`), Invalid.
    """
    row = announcement_for_update(announcement.pk)
    if row.sprint.state == SprintState.DRAFT:
        raise Conflict(_("Please publish the sprint first: so far nobody can see it."), code="sprint_draft")
    if send_at is None:
        return announcement_begin(announcement=row, actor=actor)
    if row.state == AnnouncementState.SCHEDULED and row.send_at == send_at:
        return row
    if row.state != AnnouncementState.DRAFT:
        raise Conflict(_("This is no draft any more. Stop it first if it is not sent yet."), code="wrong_state")
    if not clock.now() < send_at <= clock.now() + LATEST:
        raise Invalid({"send_at": _("Please choose a time to come, within a year.")})
    facts = {"send_at": send_at.isoformat(timespec="minutes"), "segments": row.segments}
    to = AnnouncementState.SCHEDULED
    return transition(row, to=to, actor=actor, changes={"send_at": send_at}, facts=facts, is_locked=True)


def announcement_begin(*, announcement: Announcement, actor: User | None) -> Announcement:
    """Let workers send one that the caller has locked; one that is being sent already stays as it is."""
    if announcement.state == AnnouncementState.SENDING:
        return announcement
    facts = {"segments": announcement.segments}
    changes = {"send_at": announcement.send_at if actor is None else clock.now()}
    row = transition(
        announcement, to=AnnouncementState.SENDING, actor=actor, changes=changes, facts=facts, is_locked=True
    )
    outbox_add(AnnouncementPieceDue(announcement_id=row.pk, piece=0), dedupe_key=f"{row.pk}:0")
    return row


@transaction.atomic
def announcement_stop(*, actor: User, announcement: Announcement) -> Announcement:
    """Take back what is to be sent later: it is a draft again. Locks it. Raises Conflict once it is being sent."""
    row = announcement_for_update(announcement.pk)
    return transition(row, to=AnnouncementState.DRAFT, actor=actor, is_locked=True)


@transaction.atomic
def announcement_discard(*, actor: User, announcement: Announcement) -> Announcement:
    """Put a draft aside. Raises Conflict for any other."""
    return transition(announcement, to=AnnouncementState.DISCARDED, actor=actor)


@transaction.atomic
def announcement_test(*, actor: User, announcement: Announcement) -> Message:
    """Send it as it is now to `actor` alone, by mail too, whatever mails `actor` wants otherwise."""
    message = message_create(
        recipient=actor,
        category=MailCategory.ANNOUNCEMENT,
        template=TEMPLATE,
        context=words_of(announcement=announcement),
        url=f"/sprints/{announcement.sprint.slug}/",
        asked_for=True,
        dedupe_key=f"announcement-test:{announcement.public_id}:{secrets.token_hex(8)}",
    )
    audit_add(actor=actor, action="programmes.announcement_tested", row=announcement)
    return message


def words_of(*, announcement: Announcement) -> dict[str, Any]:
    """What its messages say. Who reads a language in which it was not written gets the other one."""
    german = {"subject": announcement.subject_de, "body": announcement.body_de}
    english = {"subject": announcement.subject_en, "body": announcement.body_en}
    words = {name: {"de": german[name] or english[name], "en": english[name] or german[name]} for name in german}
    return {**words, "sprint": announcement.sprint.title, "programme": announcement.sprint.programme.name}


def _ordered(values: dict[str, Any]) -> dict[str, Any]:
    """Each segment once, in the order in which pages offer them; the category goes where it is not asked for."""
    if "segments" not in values:
        return values
    require_among("segments", values["segments"], Segment.values)
    segments = [str(segment) for segment in Segment.values if segment in values["segments"]]
    kept = {} if Segment.CATEGORY in segments else {"category": None}
    return {**values, "segments": segments, **kept}


def _check(announcement: Announcement, offered: Collection[str]) -> None:
    faults: dict[str, Any] = {}
    if not announcement.segments:
        faults["segments"] = _("Please choose at least one group.")
    elif any(segment not in offered for segment in announcement.segments):
        faults["segments"] = _("Nobody is checked in at this sprint: it has no door.")
    category = announcement.category
    if Segment.CATEGORY in announcement.segments and category is None:
        faults["category"] = _("Please choose a category.")
    if category is not None and category.programme_id != announcement.sprint.programme_id:
        faults["category"] = _("Please choose one of the offered values.")
    for language in ("de", "en"):
        subject, body = (getattr(announcement, f"{part}_{language}") for part in ("subject", "body"))
        if bool(subject) != bool(body):
            faults[f"{'body' if subject else 'subject'}_{language}"] = _("Please fill this in.")
    if not any(getattr(announcement, name) for name in TEXTS):
        faults["subject_de"] = _("Please write it in German, in English or in both.")
    if faults:
        raise Invalid(faults)
