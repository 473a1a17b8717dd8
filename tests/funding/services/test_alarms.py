"""Alarms are raised once each; money that comes in arms them anew. The days of a fund add up, day by day."""

from datetime import timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from backend.core.models import OutboxMessage
from funding.enums import ProposalKind
from funding.models import Fund, FundAlarm
from funding.selectors.waterline_days import run_out_forecast, waterline_days
from funding.services.alarms import funds_alarm_due
from funding.services.payments import pledge_expire
from tests.factories.funding import DepositFactory
from tests.funding.deciding import decided
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db


def percents() -> list[int]:
    return list(FundAlarm.objects.order_by("percent").values_list("percent", flat=True))


def test_each_alarm_is_raised_once(scene: Scene) -> None:
    scene.pledge(1_999_600)
    assert (funds_alarm_due(), percents()) == (0, [])
    last = scene.pledge(400)
    assert (funds_alarm_due(), percents()) == (1, [50])
    pledge_expire(pledge_id=last.pk)
    scene.pledge(400)
    assert funds_alarm_due() == 0
    scene.pledge(2_000_000)
    assert (funds_alarm_due(), percents()) == (2, [50, 80, 95])
    assert funds_alarm_due() == 0
    # Of what is reached at once the highest is told.
    assert OutboxMessage.objects.filter(topic="funding.fund_alarm_raised").count() == 2


def test_money_that_comes_in_arms_them_anew(scene: Scene) -> None:
    scene.pledge(2_400_000)
    assert funds_alarm_due() == 1
    DepositFactory.create(fund=scene.fund, amount_minor=100_000)
    assert (funds_alarm_due(), percents()) == (1, [50, 50])


def test_a_fund_that_is_not_open_raises_none(scene: Scene) -> None:
    scene.pledge(2_400_000)
    decided(scene.fund, ProposalKind.CLOSE)
    assert funds_alarm_due() == 0


def test_every_day_adds_up_and_the_last_is_today(scene: Scene) -> None:
    now = clock.now()
    Fund.objects.update(created_at=now)
    scene.fund.refresh_from_db()
    scene.approved(4_000)
    with time_machine.travel(now + timedelta(days=1)):
        scene.payee()
        scene.paid_out()
        expired = scene.pledge(2_000)
    with time_machine.travel(now + timedelta(days=2)):
        pledge_expire(pledge_id=expired.pk)
        days = waterline_days(scene.fund)
        assert [(row.waterline.approved, row.waterline.paid, row.waterline.reserved) for row in days] == [
            (1_000, 0, 0),
            (0, 1_000, 500),
            (0, 1_000, 0),
        ]
        assert all(row.waterline.adds_up for row in days)
        assert days[-1].waterline == scene.water()
        assert [row.day for row in waterline_days(scene.fund, days=2)] == [row.day for row in days[1:]]
        assert waterline_days(scene.fund, days=2)[0].waterline == days[1].waterline
        assert run_out_forecast(days) is None


def test_one_query_however_many_days(scene: Scene, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for days in (1, 60):
        with django_assert_num_queries(1):
            waterline_days(scene.fund, days=days)
