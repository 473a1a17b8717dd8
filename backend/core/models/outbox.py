from django.db import models
from django.db.models import Q

from backend.core import clock


class OutboxMessage(models.Model):
    """What must be told or done after the transaction that wrote it. Handed to a worker until it is handled."""

    topic = models.CharField(max_length=80)
    queue = models.CharField(max_length=10)
    payload = models.JSONField()
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    available_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    handled_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "available_at", "id"],
                condition=Q(handled_at=None, dead_at=None),
                name="outbox_queue_to_relay",
            ),
            models.Index(fields=["id"], condition=Q(dead_at__isnull=False), name="outbox_dead"),
            models.Index(fields=["handled_at"], name="outbox_handled"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class DueJob(models.Model):
    """One scheduled run of a named job. The unique key lets any number of schedulers write it.

    Who finds it not done after `alarm_at` should look for the reason.
    """

    name = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    alarm_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="due_job_once")]
        indexes = [models.Index(fields=["alarm_at"], condition=Q(done_at=None), name="due_job_open")]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%dT%H:%M:%SZ}"


class Heartbeat(models.Model):
    """When a kind of process last showed that it lives."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
