"""The one Celery task: everything else is a row in the outbox."""

from worker.celery import app
from worker.connections import survive
from worker.handling import handle


@app.task(name="worker.handle_message")
def handle_message(message_id: int) -> None:
    # With the database gone the lease of the message runs out, and the relay hands it out again.
    survive(lambda: handle(message_id), None)
