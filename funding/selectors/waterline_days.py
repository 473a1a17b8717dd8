"""The waterline of a fund at the end of each day, from the ledger."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import connection

from backend.core import clock
from funding.domain.forecast import Forecast, run_out
from funding.models import Fund
from funding.selectors.funds import Waterline

DAYS_SHOWN = 60
PAST_DAYS = 28
"""What a forecast is made from: four whole weeks, so that weekends weigh as they do."""

# What every transfer changes, by day; what was before the first day shown counts on that day. One pass, no loop.
DAYS = """
WITH accounts AS (
    SELECT id, kind FROM ledger_account
     WHERE owner_ref = %(fund)s AND currency = %(currency)s
        OR kind = 'match_money' AND currency = %(currency)s
           AND owner_ref IN (SELECT public_id FROM funding_fundcampaign WHERE fund_id = %(fund_id)s)
), changes AS (
    SELECT greatest((p.at AT TIME ZONE %(zone)s)::date, %(first)s) AS day, a.kind,
           t.kind IN ('single', 'post') AS final,
           t.debit_account_id = a.id AS debit, t.amount_minor AS amount,
           CASE t.kind WHEN 'pending' THEN t.amount_minor WHEN 'single' THEN 0 ELSE -t.amount_minor END AS held
      FROM accounts a JOIN ledger_transfer t ON a.id IN (t.debit_account_id, t.credit_account_id)
      JOIN ledger_posting p ON p.id = t.posting_id
     WHERE (p.at AT TIME ZONE %(zone)s)::date <= %(last)s
), daily AS (
    SELECT day,
           sum(amount) FILTER (WHERE kind = 'fund_source' AND debit AND final) AS paid_in,
           sum(amount) FILTER (WHERE kind = 'fund_source' AND NOT debit AND final) AS returned,
           sum(CASE WHEN debit THEN -amount ELSE amount END) FILTER (WHERE kind = 'fund_pool' AND final) AS pool,
           sum(held) FILTER (WHERE kind = 'fund_pool' AND debit) AS reserved,
           sum(CASE WHEN debit THEN -amount ELSE amount END) FILTER (WHERE kind = 'match_money' AND final) AS approved,
           sum(CASE WHEN debit THEN -amount ELSE amount END)
               FILTER (WHERE kind IN ('fund_paid', 'fund_borne', 'fund_claimed', 'fund_open') AND final) AS paid
      FROM changes GROUP BY day
)
SELECT d::date, sum(coalesce(paid_in, 0)) OVER before, sum(coalesce(returned, 0)) OVER before,
       sum(coalesce(pool, 0)) OVER before, sum(coalesce(reserved, 0)) OVER before,
       sum(coalesce(approved, 0)) OVER before, sum(coalesce(paid, 0)) OVER before
  FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, interval '1 day') d
  LEFT JOIN daily ON daily.day = d::date
WINDOW before AS (ORDER BY d) ORDER BY d
"""


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    waterline: Waterline


def waterline_days(fund: Fund, *, days: int = DAYS_SHOWN) -> list[Day]:
    """Return the last `days` days up to today, in the zone of the house; one query, however many there are.

    Days before the fund was founded are left out.
    """
    last = clock.today()
    first = max(last - timedelta(days=days - 1), clock.day_of(fund.created_at))
    asked: dict[str, str | int | date] = {
        "fund": fund.public_id,
        "fund_id": fund.pk,
        "currency": fund.currency,
        "zone": settings.EVENT_TIME_ZONE,
        "first": min(first, last),
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(DAYS, asked)
        return [Day(row[0], _waterline([int(value) for value in row[1:]], fund.currency)) for row in cursor.fetchall()]


def _waterline(sums: list[int], currency: str) -> Waterline:
    paid_in, returned, pool, reserved, approved, paid = sums
    return Waterline(
        paid_in=paid_in,
        returned=returned,
        free=pool - reserved,
        reserved=reserved,
        approved=approved,
        paid=paid,
        currency=currency,
    )


def run_out_forecast(days: list[Day]) -> Forecast | None:
    """When the fund runs out, if the next weeks are like the last four; see `domain.forecast`."""
    past = days[-PAST_DAYS - 1 :]
    claimed = [after.waterline.used - before.waterline.used for before, after in pairwise(past)]
    return run_out(past[-1].waterline.free, claimed) if past else None
