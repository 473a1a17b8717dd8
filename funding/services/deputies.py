"""Deputies: who is away names another manager who may act meanwhile. One person never gives both signatures."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Invalid
from backend.core.outbox import outbox_add
from backend.core.predicates import holds, require
from funding.events import DeputyNamed
from funding.models import Fund, FundDeputy
from funding.rules import can_end_deputy, can_manage_fund, manages_fund


@transaction.atomic
def deputy_name(*, fund: Fund, actor: User, deputy: User, starts_on: date, ends_on: date) -> FundDeputy:
    """Let `deputy`, another manager, act for `actor` from one day to another. The deputy is told.

    Raises NotAllowed, Invalid.
    """
    require(can_manage_fund, actor, fund)
    if deputy.pk == actor.pk or not holds(manages_fund, deputy, fund):
        raise Invalid({"deputy": _("Please choose another manager of this fund.")})
    if ends_on < starts_on:
        raise Invalid({"ends_on": _("The end must be after the beginning.")})
    row = FundDeputy.objects.create(fund=fund, manager=actor, deputy=deputy, starts_on=starts_on, ends_on=ends_on)
    facts = {"deputy": deputy.public_id, "from": starts_on.isoformat(), "until": ends_on.isoformat()}
    audit_add(actor=actor, action="funding.deputy_named", row=row, facts=facts)
    outbox_add(DeputyNamed(deputy_id=row.pk))
    return row


@transaction.atomic
def deputy_end(*, deputy: FundDeputy, actor: User) -> FundDeputy:
    """Who was away is back, or the deputy cannot do it: either of them ends it. Repeating it changes nothing."""
    row = FundDeputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    require(can_end_deputy, actor, row)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at", "updated_at"])
        audit_add(actor=actor, action="funding.deputy_ended", row=row)
    return row
