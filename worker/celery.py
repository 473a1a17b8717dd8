"""The Celery application. It is the doorbell of the workers; what must not be lost stands in the outbox."""

from celery import Celery

# No fixups: Celery's own for Django closes the connection after every task and the whole pool with it. `connections.py`
# and `tasks.py` do what is needed.
app = Celery("gemeinwerk", fixups=[], include=["worker.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
