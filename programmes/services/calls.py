"""Calls for challenges of one category."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Invalid
from backend.core.outbox import outbox_add
from programmes.enums import TextLanguage
from programmes.events import CallOpened
from programmes.models import Call, Category
from programmes.selectors.calls import call_for_update
from programmes.services.changing import require_among, text_as, write_changes


@transaction.atomic
def call_open(*, actor: User, category: Category, text: str, closes_at: datetime, language: str = "de") -> Call:
    """Ask for challenges of a category until `closes_at`, or change what is asked.

    Locks the category. Raises Invalid.
    """
    text = text_as("text", Call, "text", text, missing=_("Please say what you ask for."))
    require_among("language", [language], TextLanguage.values)
    if closes_at <= clock.now():
        raise Invalid({"closes_at": _("Please choose a moment in the future.")})
    category = Category.objects.select_for_update(no_key=True).get(pk=category.pk)
    values = {"text": text, "language": language, "closes_at": closes_at}
    found = Call.objects.filter(category=category).first()
    if found is not None:
        was_open = found.closes_at > clock.now()
        write_changes(found, values, actor=actor, action="programmes.call_changed")
        if was_open:
            return found
    call = found or Call.objects.create(category=category, **values)
    audit_add(actor=actor, action="programmes.call_opened", row=call)
    outbox_add(CallOpened(call_id=call.pk), dedupe_key=f"{call.pk}:{closes_at.timestamp()}")
    return call


@transaction.atomic
def call_close(*, actor: User, call: Call) -> Call:
    """Ask no longer; repeating it changes nothing."""
    call = call_for_update(call.pk)
    if call.closes_at > clock.now():
        write_changes(call, {"closes_at": clock.now()}, actor=actor, action="programmes.call_closed")
    return call
