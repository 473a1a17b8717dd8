"""Alarms: managers are told once when half, four fifths and nearly all of a fund is used."""

from django.db import transaction

from backend.core.audit import audit_add
from backend.core.outbox import outbox_add
from funding.domain.alarms import alarms_reached
from funding.enums import FundState
from funding.events import FundAlarmRaised
from funding.models import Fund, FundAlarm
from funding.selectors.funds import fund_waterline


def funds_alarm_due() -> int:
    """Look at every open fund; return how many alarms are new. A sweep beside the pledges, not in their way."""
    return sum(fund_alarm_raise(fund=fund) for fund in Fund.objects.filter(state=FundState.OPEN).order_by("id"))


@transaction.atomic
def fund_alarm_raise(*, fund: Fund) -> int:
    """Write the alarms that are reached, once each for what the fund holds; tell the managers of the highest new one.

    Money that comes in later makes another sum, so it arms the alarms anew. Returns how many are new.
    """
    water = fund_waterline(fund)
    made = []
    for percent in alarms_reached(water.used, water.held):
        alarm, is_new = FundAlarm.objects.get_or_create(
            fund=fund, percent=percent, held_minor=water.held, defaults={"used_minor": water.used}
        )
        if is_new:
            audit_add(actor=None, action="funding.fund_alarm_raised", row=alarm, facts={"percent": percent})
            made.append(alarm)
    if made:
        outbox_add(FundAlarmRaised(alarm_id=made[-1].pk))
    return len(made)
