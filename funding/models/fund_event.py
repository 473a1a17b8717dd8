from django.db import models
from django.db.models import Q

from funding.domain.book_events import EVENTS
from funding.models.fund import Fund


class FundBook(models.Model):
    """Where the journal of a fund stands: the number of its latest event, and how many matches it has led to.

    Whoever writes an event locks this row until the end of the transaction, so the order of events is the order in
    which their effects were committed.
    """

    fund = models.OneToOneField(Fund, on_delete=models.PROTECT, primary_key=True, related_name="book")
    sequence = models.BigIntegerField(default=0)
    matches = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=0, matches__gte=0), name="fund_book_sequence_not_negative")
        ]

    def __str__(self) -> str:
        return f"fund {self.fund_id}, event {self.sequence}"


class FundEvent(models.Model):
    """One thing that happened to a fund, as `book_events` tells it. Never changed; a trigger holds that.

    `data` is what `event_to_data` writes. It names pledges, campaigns and matches by their public ids or their names in
    the book, and backers by pseudonyms; nothing of it is personal.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="events")
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["fund", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "sequence"], name="fund_event_sequence_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="fund_event_sequence_positive"),
            models.CheckConstraint(condition=Q(kind__in=[*EVENTS]), name="fund_event_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
