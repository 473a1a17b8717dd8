from django.db import models
from django.db.models import F, Q

from funding.domain.book_events import EVENTS
from funding.domain.book_records import PledgeState
from funding.domain.standing import Limit
from funding.models.fund import Fund
from funding.models.matching_rule import FundCampaign
from funding.models.pledge import Pledge


class FundBook(models.Model):
    """Where the book of a fund stands: its latest event, its matches so far, and the pots of its sponsors.

    Whoever tells the book something locks this row until the end of the transaction, so the order of events is the
    order in which their effects were committed. `rules` has the digests of all rule versions, `pots` for each pot what
    was paid in, what is given, its priority and its earmark.
    """

    fund = models.OneToOneField(Fund, on_delete=models.PROTECT, primary_key=True, related_name="book")
    sequence = models.BigIntegerField(default=0)
    matches = models.BigIntegerField(default=0)
    rules = models.JSONField(default=list)
    pots = models.JSONField(default=dict)
    paid_in_minor = models.BigIntegerField(default=0)
    given_minor = models.BigIntegerField(default=0)
    closed = models.BooleanField(default=False)
    # Backers of several campaigns who are one person, where a rule looks at pairs of people.
    people = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=0, matches__gte=0), name="fund_book_counts_not_negative"),
            models.CheckConstraint(
                condition=Q(paid_in_minor__gte=0, given_minor__gte=0, given_minor__lte=F("paid_in_minor")),
                name="fund_book_gives_what_was_paid_in",
            ),
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


class BookPledge(models.Model):
    """A pledge in a fund's book: its place in the order, its rule version, and whether and how much of it counts.

    `hungry` are the rule versions under which it got less than was due and may be offered more.
    """

    position = models.ForeignKey(FundCampaign, on_delete=models.PROTECT, related_name="book_pledges")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="in_books")
    backer = models.CharField(max_length=60)
    sequence = models.BigIntegerField()
    version = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, default=PledgeState.PENDING.value)
    excluded = models.CharField(max_length=20, blank=True)
    disputed = models.BooleanField(default=False)
    on_hold = models.BooleanField(default=False)
    method = models.CharField(max_length=10)
    at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    hungry = models.JSONField(default=list)
    # What the funds of the campaign have left to this one, and why; None is all that the rule says.
    at_most_minor = models.BigIntegerField(null=True)
    limited_by = models.CharField(max_length=14, blank=True)

    class Meta:
        ordering = ["position", "sequence"]
        indexes = [models.Index(fields=["position", "backer"], name="book_pledge_of_backer")]
        constraints = [
            models.UniqueConstraint(fields=["position", "pledge"], name="book_pledge_once"),
            models.UniqueConstraint(fields=["position", "sequence"], name="book_pledge_sequence_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, left_minor__gte=0, left_minor__lte=F("amount_minor")),
                name="book_pledge_left_is_part",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in PledgeState]), name="book_pledge_state_known"
            ),
            models.CheckConstraint(
                condition=Q(at_most_minor=None, limited_by="")
                | Q(at_most_minor__gte=0, limited_by__in=[Limit.STACKING.value, Limit.PUBLIC_CEILING.value]),
                name="book_pledge_limit_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"pledge {self.pledge_id} in the book of position {self.position_id}"
