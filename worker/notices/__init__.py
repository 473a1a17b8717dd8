"""What is told to whom. Each function takes an event and returns notices; `worker.notify` is the catalogue."""

from worker.notices.notice import Guest, Notice, Receiver

__all__ = ["Guest", "Notice", "Receiver"]
