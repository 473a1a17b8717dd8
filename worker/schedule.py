"""The jobs that come back, and when. Each is a sweep: it finds what is to be done, and repeating it is safe."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Max

from backend.accounts.services.admission import newcomers_prune
from backend.accounts.services.data_export import data_exports_expire
from backend.api.idempotency import answers_forget
from backend.core.jobs import job_done
from backend.core.models import DueJob
from backend.core.outbox import Queue
from backend.notifications.services.digests import digests_request
from backend.notifications.services.messages import messages_prune
from funding.services.alarms import funds_alarm_due
from funding.services.asking_again import money_ask_again
from funding.services.campaigns import campaigns_end_due, campaigns_start_due
from funding.services.closing import funds_close_due
from funding.services.estimates import funds_estimate_due
from funding.services.holds import holds_end_due
from funding.services.outcomes import campaigns_settle_due
from funding.services.payments import pledges_expire_due
from funding.services.simulations import simulations_expire
from programmes.services.announcement_sending import announcements_send_due
from programmes.services.booking_reminders import bookings_remind_due
from programmes.services.guest_bookings import guests_forget_due
from programmes.services.nearness import nearness_refresh_due
from programmes.services.offer_reminders import offers_remind_due
from programmes.services.places import places_lapse_due
from programmes.services.placing_runs import placings_carry_out_due
from programmes.services.readmes import readmes_refresh_due
from programmes.services.team_places import place_holds_end_due
from worker import housekeeping
from worker.calendar import Daily, Every, Rhythm
from worker.events import JobDue, MoneyJobDue


@dataclass(frozen=True, kw_only=True)
class Job:
    name: str
    rhythm: Rhythm
    run: Callable[[], object]
    alarm_after: timedelta
    """How long after it was due a run that is not done is worth an alarm."""
    queue: Queue = Queue.BULK
    catch_up: int = 1
    """How many missed runs are made up for. A sweep needs the latest only."""


def _daily(hour: int, minute: int = 0) -> Daily:
    return Daily(time(hour, minute), settings.EVENT_TIME_ZONE)


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_ALL = [
    Job(name="programmes.places_lapse", rhythm=Every(MINUTE), run=places_lapse_due, alarm_after=10 * MINUTE),
    Job(name="programmes.nearness_refresh", rhythm=Every(MINUTE), run=nearness_refresh_due, alarm_after=HOUR),
    Job(
        name="programmes.announcements_send",
        rhythm=Every(MINUTE),
        run=announcements_send_due,
        alarm_after=10 * MINUTE,
    ),
    Job(
        name="programmes.place_holds_end",
        rhythm=Every(MINUTE),
        run=place_holds_end_due,
        alarm_after=10 * MINUTE,
    ),
    Job(
        name="programmes.placings_carry_out",
        rhythm=Every(MINUTE),
        run=placings_carry_out_due,
        alarm_after=10 * MINUTE,
    ),
    Job(
        name="funding.pledges_expire",
        rhythm=Every(MINUTE),
        run=pledges_expire_due,
        alarm_after=10 * MINUTE,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.money_ask_again",
        rhythm=Every(HOUR),
        run=money_ask_again,
        alarm_after=3 * HOUR,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.campaigns_start",
        rhythm=Every(MINUTE),
        run=campaigns_start_due,
        alarm_after=10 * MINUTE,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.campaigns_end",
        rhythm=Every(MINUTE),
        run=campaigns_end_due,
        alarm_after=10 * MINUTE,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.campaigns_settle",
        rhythm=Every(MINUTE),
        run=campaigns_settle_due,
        alarm_after=10 * MINUTE,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.holds_end",
        rhythm=Every(HOUR),
        run=holds_end_due,
        alarm_after=3 * HOUR,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.funds_close",
        rhythm=Every(10 * MINUTE),
        run=funds_close_due,
        alarm_after=HOUR,
        queue=Queue.MONEY,
    ),
    Job(name="funding.funds_estimate", rhythm=Every(10 * MINUTE), run=funds_estimate_due, alarm_after=HOUR),
    Job(
        name="funding.funds_alarm",
        rhythm=Every(5 * MINUTE),
        run=funds_alarm_due,
        alarm_after=HOUR,
        queue=Queue.MONEY,
    ),
    Job(
        name="funding.ledger_verify",
        rhythm=Every(10 * MINUTE),
        run=housekeeping.ledger_verify,
        alarm_after=10 * MINUTE,
        queue=Queue.MONEY,
    ),
    Job(name="funding.simulations_expire", rhythm=_daily(2, 30), run=simulations_expire, alarm_after=12 * HOUR),
    Job(name="programmes.offers_remind", rhythm=Every(HOUR), run=offers_remind_due, alarm_after=3 * HOUR),
    Job(name="programmes.bookings_remind", rhythm=Every(10 * MINUTE), run=bookings_remind_due, alarm_after=2 * HOUR),
    Job(name="programmes.readmes_refresh", rhythm=_daily(4, 20), run=readmes_refresh_due, alarm_after=12 * HOUR),
    Job(name="prune.guests", rhythm=_daily(3, 40), run=guests_forget_due, alarm_after=12 * HOUR),
    Job(name="prune.answers", rhythm=Every(HOUR), run=answers_forget, alarm_after=12 * HOUR),
    Job(name="accounts.exports_expire", rhythm=_daily(2), run=data_exports_expire, alarm_after=12 * HOUR),
    Job(name="prune.newcomers", rhythm=_daily(3, 30), run=newcomers_prune, alarm_after=12 * HOUR),
    Job(name="prune.mails", rhythm=_daily(3, 20), run=messages_prune, alarm_after=12 * HOUR),
    Job(name="mail.digest", rhythm=_daily(7), run=digests_request, alarm_after=2 * HOUR),
    Job(name="prune.outbox", rhythm=_daily(3), run=housekeeping.outbox_prune_old, alarm_after=12 * HOUR),
    Job(name="prune.sessions", rhythm=_daily(3, 10), run=housekeeping.sessions_prune, alarm_after=12 * HOUR),
]
JOBS: dict[str, Job] = {job.name: job for job in _ALL}


def jobs_not_run(moment: datetime) -> list[str]:
    """Names of jobs of which no run is done that should be, also where no scheduler has asked for it."""
    done = dict(DueJob.objects.exclude(done_at=None).values_list("name").annotate(last=Max("due_at")))
    expected = {job.name: next(job.rhythm.backwards(moment - job.alarm_after)) for job in JOBS.values()}
    return [name for name, due_at in expected.items() if name not in done or done[name] < due_at]


def job_run(event: JobDue | MoneyJobDue) -> None:
    """Do one run of a job, unless it is done; a job that no longer exists is done."""
    row = DueJob.objects.filter(pk=event.job_id, done_at=None).first()
    if row is None:
        return
    job = JOBS.get(event.name)
    if job is not None:
        job.run()
    job_done(event.job_id)
