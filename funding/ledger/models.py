"""Immutable two-sided transfers between accounts. Written by the database function `ledger_post` alone."""

from django.db import models
from django.db.models import F, Q

from funding.ledger.enums import LIMITED, AccountKind, PostingKind, TransferKind


class Account(models.Model):
    kind = models.CharField(max_length=20, choices=AccountKind.choices)
    owner_ref = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    limited = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_ref", "currency"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(limited=True, kind__in=sorted(LIMITED)) | (Q(limited=False) & ~Q(kind__in=sorted(LIMITED))),
                name="ledger_account_limited_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_ref} {self.currency}"


class Balance(models.Model):
    """Counters of one limited account, in a row that no foreign key points at (a key's target is locked by inserts).

    `version` counts the changes; on a fund's pool it gives matches their sequence, under the lock that guards the pool.
    """

    account_id = models.BigIntegerField(primary_key=True)
    debits_pending = models.BigIntegerField(default=0)
    debits_posted = models.BigIntegerField(default=0)
    credits_pending = models.BigIntegerField(default=0)
    credits_posted = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(credits_posted__gte=F("debits_posted") + F("debits_pending")), name="ledger_balance_covered"
            ),
            models.CheckConstraint(
                condition=Q(debits_pending__gte=0, debits_posted__gte=0, credits_pending__gte=0, credits_posted__gte=0),
                name="ledger_balance_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"balance of {self.account_id}"

    @property
    def free_minor(self) -> int:
        return self.credits_posted - self.debits_posted - self.debits_pending


class Posting(models.Model):
    """Groups the transfers of one business act. The same key posts once, whoever repeats it."""

    kind = models.CharField(max_length=20, choices=PostingKind.choices)
    idempotency_key = models.CharField(max_length=120, unique=True)
    reference = models.CharField(max_length=40)
    digest = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["reference", "id"], name="ledger_posting_by_reference")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Transfer(models.Model):
    """One amount from a debit account to a credit account, balanced by construction."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=8, choices=TransferKind.choices)
    debit_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    pending_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="settled_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="ledger_transfer_positive"),
            models.CheckConstraint(
                condition=~Q(debit_account=F("credit_account")), name="ledger_transfer_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["post", "void"], pending_of__isnull=False)
                | Q(kind__in=["single", "pending"], pending_of__isnull=True),
                name="ledger_transfer_settles_a_pending_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"
